// A tour that builds a scene in ten steps, in the editor, beside the picture that follows. Leaving it gives the person's own
// text back, whatever was changed meanwhile.
import { byId, setText } from '../controls/dom';
import type { EditorPane } from '../editor/pane';
import type { SceneFile } from '../state/gallery';
import type { Store } from '../state/store';
import type { Workspace } from '../state/workspace';
import { tour } from './steps';

/** `editorReady`: resolves when the editor shows what is in hand. `home`: the page's own folder. */
export function setUpTour(store: Store, workspace: Workspace, pane: EditorPane, editorReady: () => Promise<void>, home: string): void {
  const { state } = store;
  const box = byId('tour', HTMLElement);
  const start = byId('tour-start', HTMLButtonElement);
  const back = byId('tour-back', HTMLButtonElement);
  const next = byId('tour-next', HTMLButtonElement);
  const keep = byId('tour-keep', HTMLButtonElement);
  const leave = byId('tour-leave', HTMLButtonElement);
  let own: SceneFile | null = null;
  let at = 0;
  /** Scenes opened when the tour took the editor: one more, and the person has chosen another. */
  let opened = 0;

  const show = (): void => {
    const step = tour[at]!;
    const isLast = at === tour.length - 1;
    setText(byId('tour-title', HTMLElement), `Tour, step ${at + 1} of ${tour.length}`);
    setText(byId('tour-text', HTMLElement), step.say);
    back.disabled = at === 0;
    next.hidden = isLast;
    keep.hidden = !isLast;
    setText(leave, isLast ? 'Back to my scene' : 'Leave');
    workspace.edit(step.text);
    pane.selectPointer(step.pointer);
  };
  const go = (to: number): void => {
    at = to;
    show();
    // What had the focus may be gone or off.
    if (next.hidden) keep.focus();
    else if (document.activeElement !== back || back.disabled) next.focus();
  };
  const close = (): void => {
    const hadFocus = box.contains(document.activeElement);
    own = null;
    box.hidden = true;
    start.disabled = false;
    if (hadFocus) start.focus();
  };
  const restore = (): void => {
    const scene = own;
    close();
    workspace.onTrial = false;
    if (scene) workspace.open(scene);
  };

  start.onclick = async () => {
    start.disabled = true;
    await editorReady();
    const left = { text: state.text, base: state.base, id: state.sceneId };
    at = 0;
    // Keeps what is in hand first.
    workspace.open({ text: tour[0]!.text, base: home, id: '' }, false);
    workspace.onTrial = true;
    opened = workspace.opened;
    own = left;   // not before: the watcher below would take the tour's first scene for one that the person has chosen
    box.hidden = false;
    go(0);
    box.scrollIntoView({ block: 'nearest' });
  };
  back.onclick = () => go(Math.max(0, at - 1));
  next.onclick = () => go(Math.min(tour.length - 1, at + 1));
  leave.onclick = restore;
  keep.onclick = () => {
    close();
    workspace.endTrial();
  };
  box.onkeydown = (event) => {
    if (event.key === 'Escape') restore();
  };
  store.watch(['text'], () => {
    if (own === null || workspace.opened === opened) return;
    workspace.onTrial = false;
    close();
  });
}
