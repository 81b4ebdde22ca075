// Links with a scene in them: when the page starts, and when such a link is followed while it is open.
import type { Opener } from '../files/opener';
import type { SceneFile } from '../state/gallery';
import type { Store } from '../state/store';
import type { Workspace } from '../state/workspace';
import type { Keeper } from './keeper';
import { baseFrom, fromFragment } from './share-link';

/** The scene of the page's address; null if there is none, or none that can be read, which is said. */
export async function arrivingScene(store: Store, home: string): Promise<SceneFile | null> {
  try {
    const shared = await fromFragment(location.hash);
    return shared && { text: shared.text, base: baseFrom(shared.base, home), id: '' };
  } catch (error) {
    store.set({ notice: { kind: 'error', text: (error as Error).message } });
    return null;
  }
}

/** Takes the shared scene in hand. What was `left` here is kept first, and can be had back. */
export async function receive(shared: SceneFile, left: SceneFile | null, store: Store, workspace: Workspace, keeper: Keeper): Promise<void> {
  const isSafe = left === null || await keeper.keep(left);
  const facts = store.state.scenes.find(({ id }) => id === keeper.keptId);
  // Where what was left can't be kept elsewhere, it stays in its place until the person writes.
  workspace.adopt(shared, isSafe);
  forgetLinkOnceChanged(store, shared.text);
  if (!left || left.text === shared.text) return;
  const back = (): void => {
    store.set({ notice: null });
    workspace.open(left, true, facts);
  };
  const where = isSafe && left.id === '' ? ' It is among your scenes, too.' : '';
  store.set({ notice: {
    kind: 'info', text: `This is the scene of the link that you opened. What you had here is kept.${where}`,
    actions: [{ label: 'Back to it', run: back }],
  } });
}

/** The address stays the link's as long as the scene is. */
function forgetLinkOnceChanged(store: Store, text: string): void {
  let done = false;
  store.watch(['text'], () => {
    if (done || store.state.text === text) return;
    done = true;
    history.replaceState(history.state, '', location.pathname + location.search);
  });
}

/** A link followed while the page is open: the browser changes the fragment only. */
export function setUpArrival(store: Store, opener: Opener, home: string): void {
  addEventListener('hashchange', async () => {
    const shared = await arrivingScene(store, home);
    if (!shared) return;
    await opener.show(shared, 'Opened the scene of the link.');
    forgetLinkOnceChanged(store, shared.text);
  });
}
