// The picture's place on the page: fitted or zoomed, and the outlines of the tiles in hand.
import { byId, make, setText } from '../controls/dom';
import { workerHue } from '../controls/readout';
import type { Picture } from '../engine/picture';
import type { Store } from '../state/store';

const margin = 16;
const maxFit = 4;
const steps = [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 12, 16, 32];

export function setUpViewport(store: Store, picture: Picture): void {
  const { state } = store;
  const canvas = byId('canvas', HTMLCanvasElement);
  const stage = byId('stage', HTMLElement);
  const sheet = byId('sheet', HTMLElement);
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
  const step = (direction: 1 | -1): void => {
    const next = direction > 0 ? steps.find((s) => s > scale * 1.01) : steps.findLast((s) => s < scale * 0.99);
    if (next === undefined) return;
    zoom = next;
    layout();
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
    step(event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
  new ResizeObserver(layout).observe(stage);

  picture.attach(canvas);
  store.watch(['width', 'height'], layout);
  store.watch(['renderState', 'width', 'height', 'paused'], () => {
    const what = state.width > 0 ? `Picture of the scene, ${state.width} by ${state.height} pixels` : 'No picture yet';
    const how = state.renderState === 'rendering' ? (state.paused ? ', paused' : ', rendering') : '';
    canvas.setAttribute('aria-label', what + how);
  });
  setUpTiles(store);
}

function setUpTiles(store: Store): void {
  const { state } = store;
  const layer = byId('tiles', HTMLElement);
  const outlines: HTMLElement[] = [];
  store.watch(['progress', 'overlay', 'renderState'], () => {
    const on = state.overlay && state.renderState === 'rendering' && state.width > 0;
    layer.hidden = !on;
    if (!on) return;
    const { snapshot, width, height } = state;
    while (outlines.length < snapshot.workers) {
      const outline = make('div', 'tile');
      outline.style.setProperty('--hue', String(workerHue(outlines.length)));
      outlines.push(outline);
      layer.append(outline);
    }
    outlines.forEach((outline, worker) => {
      const tile = worker < snapshot.workers ? snapshot.workerTiles[worker]! : -1;
      outline.hidden = tile < 0 || snapshot.tilesX === 0;
      if (outline.hidden) return;
      const x = (tile % snapshot.tilesX) * snapshot.tileSize;
      const y = Math.floor(tile / snapshot.tilesX) * snapshot.tileSize;
      outline.style.left = `${(100 * x) / width}%`;
      outline.style.top = `${(100 * y) / height}%`;
      outline.style.width = `${(100 * Math.min(snapshot.tileSize, width - x)) / width}%`;
      outline.style.height = `${(100 * Math.min(snapshot.tileSize, height - y)) / height}%`;
    });
  });
}
