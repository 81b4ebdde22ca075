// A part of the picture to be rendered alone: dragged with the region tool, or set by keys; the rest of the picture stays.
import { byId } from '../../controls/dom';
import type { Store } from '../../state/store';
import type { Workspace } from '../../state/workspace';
import { keepInSight, shareAt } from '../place';
import { rectangle, type Rectangle } from './rectangle';

export function setUpRegion(stage: HTMLElement, sheet: HTMLElement, store: Store, workspace: Workspace): void {
  const { state } = store;
  const frame = byId('region', HTMLElement);
  const clear = byId('region-clear', HTMLButtonElement);
  let drag: { id: number; x: number; y: number } | null = null;
  let shown: Rectangle | null = null;
  const isOn = (): boolean => state.tool === 'region' && state.width > 0;

  const show = (next: Rectangle | null): void => {
    shown = next;
    frame.hidden = !next;
    if (!next) return;
    const [x, y, width, height] = next;
    frame.style.left = `${(100 * x) / state.width}%`;
    frame.style.top = `${(100 * y) / state.height}%`;
    frame.style.width = `${(100 * width) / state.width}%`;
    frame.style.height = `${(100 * height) / state.height}%`;
  };
  const place = (event: PointerEvent): { x: number; y: number } => {
    const share = shareAt(sheet, event);
    return { x: share.x * state.width, y: share.y * state.height };
  };

  stage.addEventListener('pointerdown', (event) => {
    if (!isOn() || event.button !== 0 || !(event.target instanceof Element) || event.target.closest('input')) return;
    stage.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    drag = { id: event.pointerId, ...place(event) };
  });
  stage.addEventListener('pointermove', (event) => {
    if (drag?.id !== event.pointerId) return;
    show(rectangle(drag, place(event), state.width, state.height));
  });
  stage.addEventListener('pointerup', (event) => {
    if (drag?.id !== event.pointerId) return;
    const next = rectangle(drag, place(event), state.width, state.height);
    drag = null;
    if (next) workspace.setRegion(next);
    else show(state.region);
  });
  stage.addEventListener('pointercancel', () => {
    drag = null;
    show(state.region);
  });
  // By keys: a region in the middle, which arrows move and, with Shift, change in size.
  stage.addEventListener('keydown', (event) => {
    if (!isOn() || event.target !== stage || event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === 'Escape' && state.region) {
      workspace.setRegion(null);
    } else if (event.key === 'Enter' && shown) {
      workspace.setRegion(shown);
    } else if (arrow) {
      const { width, height } = state;
      const [x, y, w, h] = shown ?? [Math.floor(width / 4), Math.floor(height / 4), Math.ceil(width / 2), Math.ceil(height / 2)];
      const [dx, dy] = [arrow[0]! * Math.ceil(width / 32), arrow[1]! * Math.ceil(height / 32)];
      const moved = event.shiftKey ? { a: { x, y }, b: { x: Math.max(x + 1, x + w + dx), y: Math.max(y + 1, y + h + dy) } }
        : { a: { x: x + dx, y: y + dy }, b: { x: x + w + dx, y: y + h + dy } };
      show(rectangle(moved.a, moved.b, width, height) ?? shown);
      if (!shown) return;
      // The side that moves.
      const [left, top, wide, high] = shown;
      const ahead = (by: number): number => (by > 0 || event.shiftKey ? 1 : by < 0 ? 0 : 0.5);
      keepInSight(stage, sheet, { x: (left + ahead(dx) * wide) / width, y: (top + ahead(dy) * high) / height });
    } else return;
    event.preventDefault();
  });
  clear.onclick = () => {
    // The button goes.
    stage.focus({ preventScroll: true });
    workspace.setRegion(null);
  };
  store.watch(['region', 'width', 'height', 'tool'], () => {
    clear.hidden = !state.region;
    show(state.region);
  });
}
