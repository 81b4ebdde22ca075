// The camera by mouse, pen and fingers. Drag: orbit; with Shift, the middle or the right button, or two fingers: pan; wheel and
// pinch: towards what is under the cursor; double click: look at it, and focus there.
//
// The page's scrolling is not trapped: where the page can scroll, the wheel moves the camera only after the picture was
// clicked, and a finger that goes up or down scrolls unless the picture was tapped (picture.css has `touch-action`).
import type { EngineClient } from '../../engine/client';
import type { Vector } from '../../engine/seen';
import type { Store } from '../../state/store';
import { isInside, shareAt, type Share } from '../place';
import type { Navigator } from './navigator';
import { aim, dolly, orbit, pan, pointAt } from './pose';
import { dot, length, subtract, unit } from './vector';

/** Pixels that a press may wander and still be a click. */
const stillPx = { mouse: 3, touch: 8 };
const wheelEndMs = 250;
/** Longest that the wheel waits for what is under the cursor. */
const pickWaitMs = 60;

export interface PointerOptions {
  stage: HTMLElement;
  sheet: HTMLElement;
  store: Store;
  client: EngineClient;
  navigator: Navigator;
  /** The camera's tool is chosen. */
  isOn(): boolean;
  /** A click that was no drag; pixels of the picture. */
  onClick(place: Share): void;
}

export function setUpPointer({ stage, sheet, store, client, navigator, isOn, onClick }: PointerOptions): void {
  const fingers = new Map<number, { x: number; y: number }>();
  let press: { id: number; x: number; y: number; kind: 'orbit' | 'pan'; moved: boolean; touch: boolean } | null = null;
  let pinch: { x: number; y: number; spread: number } | null = null;
  let suppressMenu = false;

  const onPicture = (event: PointerEvent | MouseEvent): boolean =>
    !sheet.hidden && event.target instanceof Element && !event.target.closest('input') && (sheet.contains(event.target) ||
      (event.target === stage && event.offsetX < stage.clientWidth && event.offsetY < stage.clientHeight));

  stage.addEventListener('pointerdown', (event) => {
    suppressMenu = false;
    if (!isOn() || !onPicture(event)) return;
    const touch = event.pointerType === 'touch';
    // A finger that will scroll must not take the focus, which makes the next one turn the camera instead.
    if (!touch) stage.focus({ preventScroll: true });
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 2) {
      press = null;
      pinch = middle(fingers);
      if (!navigator.begin()) pinch = null;
    } else if (fingers.size === 1) {
      const kind = event.button !== 0 || event.shiftKey ? 'pan' : 'orbit';
      press = { id: event.pointerId, x: event.clientX, y: event.clientY, kind, moved: false, touch };
      if (event.button === 1) event.preventDefault();
    }
  });

  stage.addEventListener('pointermove', (event) => {
    const finger = fingers.get(event.pointerId);
    if (!finger) return;
    finger.x = event.clientX;
    finger.y = event.clientY;
    const height = sheet.getBoundingClientRect().height || 1;
    if (pinch && fingers.size === 2) {
      const now = middle(fingers);
      const factor = pinch.spread / Math.max(now.spread, 1);
      const { x, y } = shareAt(sheet, { clientX: now.x, clientY: now.y });
      const [dx, dy] = [(now.x - pinch.x) / height, (now.y - pinch.y) / height];
      navigator.change((pose) => {
        const moved = pan(pose, -dx, dy);
        return dolly(moved, factor, pointAt(moved, x, y));
      });
      pinch = now;
      return;
    }
    if (!press || press.id !== event.pointerId) return;
    const [dx, dy] = [event.clientX - press.x, event.clientY - press.y];
    if (!press.moved) {
      if (Math.hypot(dx, dy) < (press.touch ? stillPx.touch : stillPx.mouse)) return;
      press.moved = true;
      // Up and down it is the page's, as `touch-action` says.
      const scrolls = press.touch && document.activeElement !== stage && Math.abs(dy) > Math.abs(dx);
      if (scrolls || !navigator.begin()) {
        press = null;
        return;
      }
      // The menu would come up where the drag ends.
      suppressMenu = event.buttons === 2;
      stage.setPointerCapture(event.pointerId);
    }
    press.x = event.clientX;
    press.y = event.clientY;
    const { kind } = press;
    navigator.change((pose) => (kind === 'pan' ? pan(pose, -dx / height, dy / height)
      : orbit(pose, (-dx / height) * Math.PI, (dy / height) * Math.PI)));
  });

  const release = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId)) return;
    const wasClick = press?.id === event.pointerId && !press.moved && event.type === 'pointerup' && event.button === 0;
    if (wasClick && !event.shiftKey) {
      const place = shareAt(sheet, event);
      if (isInside(place)) onClick(place);
    }
    if (press?.id === event.pointerId) press = null;
    if (fingers.size < 2) pinch = null;
    // The browser has taken the finger for something else.
    if (event.type === 'pointercancel') navigator.abort();
    // In a task of its own: the text that follows is work for the editor, and this one has the browser's for the mouse.
    else if (fingers.size === 0) navigator.endSoon(0);
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('contextmenu', (event) => {
    if (suppressMenu) event.preventDefault();
  });
  // Firefox and Linux paste or scroll at the middle button.
  stage.addEventListener('auxclick', (event) => {
    if (event.button === 1 && isOn()) event.preventDefault();
  });

  stage.addEventListener('dblclick', (event) => {
    const place = shareAt(sheet, event);
    if (isOn() && isInside(place)) void focusOn(place, { store, client, navigator });
  });

  // --- Wheel
  let towards: { share: Share; point: Vector | null; waiting: number } | null = null;
  let turned = 0;
  const apply = (): void => {
    if (!towards || towards.waiting > 0) return;
    const { share, point } = towards;
    const factor = Math.exp(Math.max(-0.7, Math.min(0.7, turned)));
    turned = 0;
    navigator.change((pose) => dolly(pose, factor, point ?? pointAt(pose, share.x, share.y)));
    navigator.endSoon(wheelEndMs);
  };
  stage.addEventListener('wheel', (event) => {
    if (event.ctrlKey || !isOn() || !onPicture(event)) return;
    const pageScrolls = document.documentElement.scrollHeight > innerHeight + 1;
    if (pageScrolls && !stage.contains(document.activeElement)) return;
    if (!navigator.begin()) return;
    event.preventDefault();
    const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? 400 : 1;
    turned += event.deltaY * unitPx * 0.0015;
    const share = shareAt(sheet, event);
    const isNear = towards && Math.hypot(share.x - towards.share.x, share.y - towards.share.y) < 0.02;
    if (!isNear) {
      const asked = { share, point: null as Vector | null, waiting: window.setTimeout(() => arrived(null), pickWaitMs) };
      const arrived = (point: Vector | null): void => {
        if (asked.waiting === 0) return;
        clearTimeout(asked.waiting);
        asked.waiting = 0;
        asked.point = point;
        if (towards === asked) apply();
      };
      towards = asked;
      void surfaceAt(share, store, client).then((hit) => arrived(hit?.point ?? null));
    }
    navigator.endSoon(wheelEndMs);
    apply();
  }, { passive: false });
  store.watch(['moving'], () => {
    if (!store.state.moving) towards = null;
  });
}

function middle(fingers: ReadonlyMap<number, { x: number; y: number }>): { x: number; y: number; spread: number } {
  const [a, b] = [...fingers.values()] as [{ x: number; y: number }, { x: number; y: number }];
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, spread: Math.hypot(a.x - b.x, a.y - b.y) };
}

async function surfaceAt(share: Share, store: Store, client: EngineClient): Promise<{ point: Vector; depth: number } | null> {
  if (!isInside(share)) return null;
  const { width, height } = store.state;
  return (await client.pick(share.x * width, share.y * height))?.hit ?? null;
}

/** Looks at what is seen there from where the camera stands, turns about it from now on, and has it sharp. */
export async function focusOn(
  share: Share, { store, client, navigator }: Pick<PointerOptions, 'store' | 'client' | 'navigator'>,
): Promise<void> {
  const hit = await surfaceAt(share, store, client);
  const camera = store.state.scene?.camera;
  if (!hit || !camera || navigator.isActive || !navigator.begin()) return;
  const pose = navigator.pose();
  const ahead = pose && unit(subtract(pose.target, pose.position));
  const distance = !pose || !ahead ? 0 : pose.orthographic ? dot(subtract(hit.point, pose.position), ahead) : length(subtract(hit.point, pose.position));
  const sharp = camera.lensRadius > 0 && distance > 0 ? { focus_distance: Number(distance.toPrecision(6)) } : {};
  navigator.change((from) => aim(from, hit.point), sharp);
  navigator.end();
}
