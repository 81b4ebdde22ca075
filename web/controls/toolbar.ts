// Render, Pause, Cancel, the switches and the threads.
import type { Workspace } from '../state/workspace';
import { remember } from '../state/storage';
import type { Store } from '../state/store';
import { byId, setText } from './dom';

export function setUpToolbar(store: Store, workspace: Workspace): void {
  const { state } = store;
  const api = globalThis.raypool;
  const render = byId('render', HTMLButtonElement);
  const pause = byId('pause', HTMLButtonElement);
  const pauseLabel = pause.querySelector('span')!;
  const cancel = byId('cancel', HTMLButtonElement);
  const live = byId('live', HTMLInputElement);
  const overlay = byId('overlay', HTMLInputElement);
  const slider = byId('threads', HTMLInputElement);
  const label = byId('threads-label', HTMLOutputElement);

  render.onclick = () => workspace.renderQuietly();
  pause.onclick = () => (state.paused ? api.resume() : api.pause());
  cancel.onclick = () => void api.cancel();
  live.onchange = () => {
    workspace.setLive(live.checked);
    remember('live', live.checked ? '1' : '0');
  };
  overlay.onchange = () => {
    store.set({ overlay: overlay.checked });
    remember('overlay', overlay.checked ? '1' : '0');
  };
  slider.oninput = () => {
    api.threads = slider.valueAsNumber;
    remember('threads', slider.value);
  };

  store.watch(['renderState', 'paused', 'capabilities'], () => {
    const rendering = state.renderState === 'rendering';
    render.disabled = state.capabilities === null || state.renderState === 'unsupported';
    // While paused there is always something to resume or to cancel.
    pause.disabled = !rendering && !state.paused;
    cancel.disabled = !rendering && !state.paused;
    setText(pauseLabel, state.paused ? 'Resume' : 'Pause');
    pause.querySelector('use')!.setAttribute('href', state.paused ? '#icon-play' : '#icon-pause');
  });
  store.watch(['live', 'overlay'], () => {
    live.checked = state.live;
    overlay.checked = state.overlay;
  });
  store.watch(['threads', 'capabilities'], () => {
    const most = Math.max(state.capabilities?.maxThreads ?? 1, state.threads);
    slider.max = String(most);
    slider.value = String(state.threads);
    slider.disabled = state.capabilities === null || state.capabilities.mode === 'unsupported';
    const text = state.capabilities ? `${state.threads} of ${most} threads` : '\u00a0';
    setText(label, text);
    slider.setAttribute('aria-valuetext', text);
  });
}
