// The outlines of the tiles in hand, one colour for each worker.
import { byId, make } from '../../controls/dom';
import { workerHue } from '../../controls/readout';
import type { Store } from '../../state/store';

export function setUpTiles(store: Store): void {
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
