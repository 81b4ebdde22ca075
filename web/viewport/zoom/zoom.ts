// How large the picture is shown: fitted, or by steps, about the place under the cursor; moved by a drag when it is larger
// than its stage.
import { byId, setText } from '../../controls/dom';
import type { Store } from '../../state/store';
import { shareAt } from '../place';

const margin = 16;
const maxFit = 4;
const shapeProperty = '--picture-shape';
const steps = [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32];

export interface Zoom {
  /** About a place on the page that stays where it is; without it, the middle of the stage. */
  by(factor: number, about?: { clientX: number; clientY: number }): void;
  scrollBy(x: number, y: number): void;
}

export function setUpZoom(store: Store, stage: HTMLElement, sheet: HTMLElement): Zoom {
  const { state } = store;
  const canvas = byId('canvas', HTMLCanvasElement);
  const fitButton = byId('zoom-fit', HTMLButtonElement);
  let zoom: number | 'fit' = 'fit';
  let scale = 1;

  const layout = (): void => {
    sheet.hidden = state.width === 0;
    if (sheet.hidden) return;
    if (zoom === 'fit') {
      const space = document.documentElement.dataset['ui'] === 'none' ? 0 : 2 * margin;
      const wide = (stage.clientWidth - space) / state.width;
      const high = (stage.clientHeight - space) / state.height;
      scale = Math.max(0.01, Math.min(wide, high, maxFit));
    } else {
      scale = zoom;
    }
    sheet.style.width = `${Math.max(1, state.width * scale)}px`;
    sheet.style.height = `${Math.max(1, state.height * scale)}px`;
    canvas.classList.toggle('pixelated', scale * devicePixelRatio >= 2);
    setText(fitButton, zoom === 'fit' ? 'Fit' : `${Math.round(scale * 100)} %`);
  };
  // On narrow screens the stage is as high as the picture asks for (narrow.css). Not while somebody types, as a size perhaps:
  // the text would move under the cursor.
  const { style } = document.documentElement;
  const editor = byId('scene', HTMLElement);
  let isFirst = style.getPropertyValue(shapeProperty) === '';
  const takeShape = (): void => {
    if (state.width === 0 || document.documentElement.dataset['ui'] === 'none' || editor.contains(document.activeElement)) return;
    // Nothing moves while the page loads: where boot.ts knew no shape, the place that it has is the first picture's.
    if (!isFirst) style.setProperty(shapeProperty, String(state.height / state.width));
    isFirst = false;
  };
  const to = (next: number, about?: { clientX: number; clientY: number }): void => {
    const box = stage.getBoundingClientRect();
    const at = about ?? { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
    const before = shareAt(sheet, at);
    zoom = next;
    layout();
    const after = sheet.getBoundingClientRect();
    stage.scrollBy(after.left + before.x * after.width - at.clientX, after.top + before.y * after.height - at.clientY);
  };
  const step = (direction: 1 | -1, about?: { clientX: number; clientY: number }): void => {
    const next = direction > 0 ? steps.find((s) => s > scale * 1.01) : steps.findLast((s) => s < scale * 0.99);
    if (next !== undefined) to(next, about);
  };

  byId('zoom-in', HTMLButtonElement).onclick = () => step(1);
  byId('zoom-out', HTMLButtonElement).onclick = () => step(-1);
  fitButton.onclick = () => {
    zoom = 'fit';
    layout();
  };
  stage.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    step(event.deltaY < 0 ? 1 : -1, event);
  }, { passive: false });
  new ResizeObserver(layout).observe(stage);
  store.watch(['width', 'height'], () => {
    takeShape();
    layout();
  });
  editor.addEventListener('focusout', () => setTimeout(takeShape));
  return {
    by: (factor, about) => to(Math.min(steps.at(-1)!, Math.max(steps[0]!, scale * factor)), about),
    scrollBy: (x, y) => stage.scrollBy(x, y),
  };
}
