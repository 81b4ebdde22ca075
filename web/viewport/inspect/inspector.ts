// The values of one pixel: under the cursor, where it was tapped, or where the arrow keys have moved to.
import type { EngineClient } from '../../engine/client';
import type { Picked, Vector } from '../../engine/seen';
import type { Picture } from '../../engine/picture';
import { byId, make } from '../../controls/dom';
import type { Store } from '../../state/store';
import { isInside, keepInSight, shareAt } from '../place';
import type { Zoom } from '../zoom/zoom';
import { number, triple } from './values';

export interface InspectorOptions {
  stage: HTMLElement;
  sheet: HTMLElement;
  store: Store;
  client: EngineClient;
  picture: Picture;
  zoom: Zoom;
  /** Pixels of the picture. */
  onClick(x: number, y: number): void;
}

const dragPx = 3;

export function setUpInspector({ stage, sheet, store, client, picture, zoom, onClick }: InspectorOptions): void {
  const { state } = store;
  const panel = byId('inspector', HTMLElement);
  const list = byId('inspector-values', HTMLElement);
  const mark = byId('inspector-mark', HTMLElement);
  let pixel: { x: number; y: number } | null = null;
  let busy = false;
  let stale = false;
  const isOn = (): boolean => state.tool === 'inspect' && state.width > 0;

  const refresh = async (): Promise<void> => {
    if (busy) {
      stale = true;
      return;
    }
    busy = true;
    do {
      stale = false;
      if (!isOn() || !pixel) break;
      const at = pixel;
      const picked = await client.pick(at.x + 0.5, at.y + 0.5);
      if (pixel === at && picked) show(at, picked);
    } while (stale);
    busy = false;
  };

  const show = ({ x, y }: { x: number; y: number }, { hit, film, bvhCost }: Picked): void => {
    const rows: [string, string][] = [['Pixel', `${x}, ${y}`]];
    const rgba = picture.pixels[y * picture.width + x] ?? 0;
    rows.push(['Display', `${rgba & 255} ${(rgba >> 8) & 255} ${(rgba >> 16) & 255}`]);
    if (film) {
      rows.push(['Linear', triple(film.color)]);
      rows.push(['Samples', String(film.samples)]);
      if (film.error !== undefined) rows.push(['Error', `± ${number(film.error)}`]);
      if (film.albedo) rows.push(['Albedo', triple(film.albedo)]);
      if (film.normal) rows.push(['Normal', triple(film.normal)]);
    }
    if (state.display?.view === 'bvhCost' && bvhCost !== undefined) rows.push(['BVH cost', `${bvhCost} nodes and blocks`]);
    if (hit) {
      rows.push(['Depth', `${number(hit.distance)} m`]);
      rows.push(['Point', triple(hit.point as Vector)]);
      rows.push(['Object', hit.pointer ?? '–']);
      rows.push(['Material', hit.material ?? '–']);
    } else {
      rows.push(['Object', 'none']);
    }
    list.replaceChildren(...rows.flatMap(([term, value]) => [make('dt', '', term), make('dd', 'number', value)]));
    panel.hidden = false;
    mark.hidden = false;
    mark.style.left = `${(100 * x) / state.width}%`;
    mark.style.top = `${(100 * y) / state.height}%`;
    mark.style.width = `${100 / state.width}%`;
    mark.style.height = `${100 / state.height}%`;
    // Not on the pixel that it tells of.
    const [over, under] = [panel.getBoundingClientRect(), mark.getBoundingClientRect()];
    if (under.right > over.left && under.left < over.right && under.bottom > over.top) panel.classList.toggle('aside');
  };

  const move = (x: number, y: number): { x: number; y: number } => {
    pixel = { x: Math.min(state.width - 1, Math.max(0, x)), y: Math.min(state.height - 1, Math.max(0, y)) };
    void refresh();
    return pixel;
  };
  const moveTo = (event: PointerEvent): boolean => {
    const share = shareAt(sheet, event);
    if (!isInside(share)) return false;
    move(Math.floor(share.x * state.width), Math.floor(share.y * state.height));
    return true;
  };

  let drag: { id: number; x: number; y: number; moved: boolean } | null = null;
  stage.addEventListener('pointerdown', (event) => {
    if (!isOn() || (event.target instanceof Element && event.target.closest('input'))) return;
    if (event.target === stage && (event.offsetX >= stage.clientWidth || event.offsetY >= stage.clientHeight)) return;
    if (event.pointerType !== 'touch') stage.focus({ preventScroll: true });
    drag = { id: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  });
  stage.addEventListener('pointermove', (event) => {
    if (!isOn()) return;
    if (drag?.id !== event.pointerId) {
      moveTo(event);
      return;
    }
    // Fingers scroll the stage by themselves.
    if (event.pointerType === 'touch') return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(dx, dy) < dragPx) return;
    drag = { ...drag, x: event.clientX, y: event.clientY, moved: true };
    stage.setPointerCapture(event.pointerId);
    zoom.scrollBy(-dx, -dy);
  });
  const release = (event: PointerEvent): void => {
    if (drag?.id !== event.pointerId) return;
    const wasClick = !drag.moved && event.type === 'pointerup';
    drag = null;
    if (wasClick && isOn() && moveTo(event) && pixel) onClick(pixel.x + 0.5, pixel.y + 0.5);
  };
  stage.addEventListener('pointerup', release);
  stage.addEventListener('pointercancel', release);
  stage.addEventListener('keydown', (event) => {
    if (!isOn() || event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 10 : 1;
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (event.key === '+' || event.key === '=') zoom.by(1.5);
    else if (event.key === '-') zoom.by(1 / 1.5);
    else if (event.key === 'Enter' && pixel) onClick(pixel.x + 0.5, pixel.y + 0.5);
    else if (by) {
      const from = pixel ?? { x: Math.floor(state.width / 2), y: Math.floor(state.height / 2) };
      const { x, y } = move(from.x + by[0]!, from.y + by[1]!);
      keepInSight(stage, sheet, { x: (x + 0.5) / state.width, y: (y + 0.5) / state.height });
    } else return;
    event.preventDefault();
  });

  store.watch(['tool', 'width', 'height'], () => {
    panel.hidden = true;
    mark.hidden = true;
    if (!isOn()) pixel = null;
  });
  // The pixel's values go on while it is rendered.
  let due = 0;
  store.watch(['progress', 'renderState', 'display'], () => {
    if (!pixel || !isOn() || due !== 0) return;
    due = window.setTimeout(() => {
      due = 0;
      void refresh();
    }, 250);
  });
}
