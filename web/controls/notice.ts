// The message over the picture, the message in place of it, and what screen readers are told.
import { detect } from '../engine/capabilities';
import type { Store } from '../state/store';
import { byId, make, setText } from './dom';
import { formatSeconds } from './format';

export function setUpNotice(store: Store): void {
  const { state } = store;
  const notice = byId('notice', HTMLElement);
  const text = byId('notice-text', HTMLElement);
  const restart = byId('restart', HTMLButtonElement);
  const actions = byId('notice-actions', HTMLElement);
  /** Where the keyboard was before it came to the message, and goes back to when that goes. */
  let cameFrom: HTMLElement = byId('stage', HTMLElement);
  notice.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !notice.contains(relatedTarget)) cameFrom = relatedTarget;
  });
  byId('dismiss', HTMLButtonElement).onclick = () => store.set({ notice: null });
  restart.onclick = () => {
    restart.disabled = true;
    globalThis.raypool
      .restart()
      .catch((error: Error) => store.set({ notice: { kind: 'error', text: error.message, restart: true } }))
      .finally(() => (restart.disabled = false));
  };
  store.watch(['notice'], () => {
    const hadFocus = notice.contains(document.activeElement);
    notice.hidden = state.notice === null;
    if (!state.notice) {
      if (hadFocus) cameFrom.focus({ preventScroll: true });
      return;
    }
    notice.dataset['kind'] = state.notice.kind;
    setText(text, state.notice.text);
    restart.hidden = state.notice.restart !== true;
    actions.replaceChildren(...(state.notice.actions ?? []).map(({ label, run }) => {
      const button = make('button', 'button', label);
      button.type = 'button';
      button.onclick = run;
      return button;
    }));
    // Its button may be another's now, or gone.
    if (hadFocus && !notice.contains(document.activeElement)) byId('dismiss', HTMLButtonElement).focus({ preventScroll: true });
  });
}

export function showUnsupported(store: Store, why: string): void {
  setText(byId('unsupported-text', HTMLElement), why);
  byId('unsupported', HTMLElement).hidden = false;
  store.set({ renderState: 'unsupported', capabilities: { ...detect(), reason: why } });
  setText(byId('mode', HTMLElement), 'No engine is running.');
}

const progressEveryMs = 10000;
/** How a picture ended is told when no other has begun for so long: not for every key of somebody who types. */
const settledMs = 1000;
/** What others have told meanwhile, as help on a field, is heard first. */
const heardMs = 4000;

/** Short sentences for screen readers: what happened, and now and then how far it is. */
export function setUpAnnouncer(store: Store): void {
  const { state } = store;
  const announcer = byId('announcer', HTMLElement);
  let last = performance.now();
  let spoken = '';
  let timer = 0;
  const say = (text: string): void => {
    if (text === spoken) return;
    spoken = text;
    last = performance.now();
    announcer.textContent = text;
  };
  const tellEndAfter = (ms: number): void => {
    const before = announcer.textContent;
    timer = window.setTimeout(() => {
      if (announcer.textContent === before) tellEnd();
      else tellEndAfter(heardMs);
    }, ms);
  };
  const tellEnd = (): void => {
    if (state.renderState === 'done') {
      say(`Done in ${formatSeconds(state.stats?.seconds ?? 0)}.`);
    } else if (state.renderState === 'error') {
      const problems = state.diagnostics.length;
      say(`The scene has ${problems || 'some'} ${problems === 1 ? 'problem' : 'problems'}.`);
    }
  };
  store.watch(['renderState', 'paused'], () => {
    clearTimeout(timer);
    if (state.paused) say('Paused.');
    else if (state.renderState === 'cancelled') say('Cancelled.');
    else tellEndAfter(settledMs);
  });
  store.watch(['denoised'], () => {
    const { quality, working } = state.denoised;
    if (quality !== 'off' && !working) say(`The picture shown is denoised, ${quality}.`);
  });
  store.watch(['progress'], () => {
    if (state.renderState !== 'rendering' || !state.progress) return;
    if (performance.now() - last > progressEveryMs) say(`${Math.round(100 * state.progress.fraction)} percent.`);
  });
}
