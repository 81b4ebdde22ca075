// How far the render is: the bar, the figures below the picture, and the strip of workers.
import type { Store } from '../state/store';
import { byId, make, setText } from './dom';
import { formatCount, formatSeconds, formatShare } from './format';

const names = {
  loading: 'Loading', idle: 'Ready', rendering: 'Rendering', done: 'Done', cancelled: 'Cancelled', error: 'Error',
  unsupported: 'Unsupported',
} as const;

const everyMs = 100;

const shortCount = (count: number): string => (count < 1e5 ? String(count) : formatCount(count));

/** Hues far apart for neighbours: multiples of the golden angle. */
export function workerHue(worker: number): number {
  return Math.round((worker * 137.508 + 205) % 360);
}

export function setUpReadout(store: Store): void {
  const { state } = store;
  const bar = byId('progress', HTMLProgressElement);
  const fact = (name: string): HTMLElement => byId(`fact-${name}`, HTMLElement);
  const [stateFact, elapsed, left, tiles, samples, noise, rays, size] = [
    fact('state'), fact('elapsed'), fact('left'), fact('tiles'), fact('samples'), fact('noise'), fact('rays'),
    fact('size'),
  ];
  const mode = byId('mode', HTMLElement);

  store.watch(['renderState', 'paused'], () => {
    setText(stateFact, state.paused ? 'Paused' : names[state.renderState]);
  });
  store.watch(['width', 'height'], () => setText(size, state.width > 0 ? `${state.width} × ${state.height}` : '–'));
  let shown = 0;
  let shownState = state.renderState;
  store.watch(['progress', 'renderState', 'stats'], () => {
    const p = state.progress;
    const done = state.renderState === 'done';
    // Figures that change with every frame can't be read, and cost layout.
    const now = performance.now();
    if (p && state.renderState === 'rendering' && shownState === 'rendering' && now - shown < everyMs) return;
    shown = now;
    shownState = state.renderState;
    bar.value = done ? 1 : (p?.fraction ?? 0);
    if (done && state.stats) {
      setText(elapsed, formatSeconds(state.stats.seconds));
      setText(left, '–');
      setText(rays, formatCount(state.stats.raysPerSecond));
      setText(noise, formatShare(state.stats.errorEstimate));
      // As many as asked for, unless noise target or time limit ended it.
      const { samplesDone, samplesTarget } = state.stats;
      setText(samples, samplesDone < samplesTarget ? `${samplesDone} / ${shortCount(samplesTarget)}` : `${samplesDone}`);
      if (p) setText(tiles, `${p.tilesTotal} / ${p.tilesTotal}`);
    } else if (p) {
      setText(elapsed, formatSeconds(p.seconds));
      setText(left, state.renderState === 'rendering' ? formatSeconds(p.remaining) : '–');
      setText(rays, formatCount(p.raysPerSecond));
      setText(noise, formatShare(p.errorEstimate));
      setText(samples, `${p.samplesDone} / ${shortCount(p.samplesTarget)}`);
      setText(tiles, `${p.tilesDone} / ${p.tilesTotal}`);
    }
  });
  store.watch(['capabilities', 'threadsAlive', 'renderState'], () => {
    const c = state.capabilities;
    if (!c || c.mode === 'unsupported') return;
    const how = c.mode === 'threaded' ? 'Shared-memory threads' : 'Separate workers, no shared memory';
    setText(mode, `${how}: ${state.threadsAlive || state.threads} running. ${c.reason}`);
  });
  setUpStrip(store);
}

function setUpStrip(store: Store): void {
  const { state } = store;
  const strip = byId('worker-strip', HTMLElement);
  const cells: { element: HTMLElement; count: HTMLElement }[] = [];
  store.watch(['progress', 'overlay', 'threadsAlive', 'renderState'], () => {
    strip.hidden = !state.overlay;
    if (!state.overlay) return;
    const { snapshot } = state;
    const workers = Math.max(snapshot.workers, state.threadsAlive);
    while (cells.length < workers) {
      const element = make('div', 'worker');
      element.style.setProperty('--hue', String(workerHue(cells.length)));
      const count = make('span', '');
      element.append(make('b', '', String(cells.length + 1)), count);
      strip.append(element);
      cells.push({ element, count });
    }
    while (cells.length > workers) cells.pop()!.element.remove();
    cells.forEach(({ element, count }, i) => {
      const busy = state.renderState === 'rendering' && snapshot.workerTiles[i]! >= 0;
      element.dataset['busy'] = String(busy);
      setText(count, `${snapshot.workerTilesDone[i]} tiles`);
    });
  });
}
