// What is set once and holds for every visit.
import { HiddenPause } from '../state/hidden-pause';
import { recall, remember } from '../state/storage';
import type { Store } from '../state/store';
import { byId } from './dom';

/** Somebody who looks at another tab for a moment comes back to a picture that went on. */
const hiddenForMs = 60_000;

export function setUpPreferences(store: Store): void {
  const { state } = store;
  const box = byId('pause-hidden', HTMLInputElement);
  const api = globalThis.raypool;
  const pause = new HiddenPause(hiddenForMs, () => state.renderState === 'rendering' && !state.paused,
                                (paused) => (paused ? api.pause() : api.resume()));
  const update = (): void => pause.update(document.visibilityState === 'hidden', box.checked);
  box.checked = recall('pause-hidden') === '1';
  box.onchange = () => {
    remember('pause-hidden', box.checked ? '1' : null);
    update();
  };
  document.addEventListener('visibilitychange', update);
}
