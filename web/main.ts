// The page: puts the parts together and starts them in the order that brings the first pixels soonest.
import { createApi } from './api';
import { byId } from './controls/dom';
import { setUpFiles } from './controls/files';
import { setUpGallery } from './controls/gallery';
import { setUpLibrary } from './controls/library';
import { setUpNarrowOrder } from './controls/narrow-order';
import { setUpAnnouncer, setUpNotice, showUnsupported } from './controls/notice';
import { setUpPreferences } from './controls/preferences';
import { setUpReadout } from './controls/readout';
import { setUpSaving } from './controls/save';
import { setUpSettings } from './controls/settings';
import { setUpShortcuts } from './controls/shortcuts';
import { setUpTheme } from './controls/theme';
import { setUpToolbar } from './controls/toolbar';
import { setUpYielding } from './controls/yielding';
import { EditorPane } from './editor/pane';
import { defaultThreads } from './engine/capabilities';
import { EngineClient } from './engine/client';
import { Library } from './files/library';
import { kindOf } from './files/names';
import { Opener } from './files/opener';
import { FileStorage } from './files/storage';
import { isolate, keepForOffline } from './isolation';
import { arrivingScene, receive, setUpArrival } from './keeping/arrival';
import { Keeper } from './keeping/keeper';
import { smallPicture } from './keeping/picture';
import { SceneStore } from './keeping/scene-store';
import { setUpScenes } from './keeping/scenes-dialog';
import { setUpSharing } from './keeping/share-dialog';
import { loadFirstScene, loadScene } from './state/gallery';
import { readParameters } from './state/parameters';
import { Workspace } from './state/workspace';
import { recall } from './state/storage';
import { Store } from './state/store';
import { setUpTour } from './tour/tour';
import { setUpViewport } from './viewport/viewport';

/** Latest moment for the editor to be fetched, however slow the first pixels are. */
const editorDelayMs = 1000;

/** Keeping the site for offline use waits until the page has settled. */
const offlineDelayMs = 3000;

const base = new URL('.', document.baseURI).href;
const parameters = readParameters(location.search);
const store = new Store();
const { state } = store;
const remembered = Number(recall('threads'));
store.set({
  threads: parameters.threads ?? (remembered >= 1 ? Math.min(64, remembered) : defaultThreads()),
  live: recall('live') !== '0',
  overlay: recall('overlay') === '1',
});
// An embedded picture keeps nothing.
const library = new Library(parameters.ui ? new FileStorage(base) : null, base);
const client = new EngineClient(store, base, library);
const keeper = new Keeper(store, parameters.ui ? new SceneStore() : null);
keeper.takePicture = () => (state.width > 0 ? smallPicture(byId('canvas', HTMLCanvasElement)) : Promise.resolve(null));
const workspace = new Workspace(store, client, parameters, keeper);
const opener = new Opener(store, workspace, client, library, base, parameters.ui);
const ready = start();
// Whoever waits for it hears of a failure; nobody has to.
ready.catch(() => {});
globalThis.raypool = createApi({ store, client, workspace, library, opener, ready });

store.watch(['renderState', 'paused'], () => {
  const { dataset } = document.documentElement;
  if (dataset['renderState'] !== state.renderState) dataset['renderState'] = state.renderState;
  if (state.paused) dataset['paused'] = '';
  else delete dataset['paused'];
});
store.watch(['renderState'], () => {
  if (state.renderState === 'done' && parameters.ui) void keeper.keepPicture();
});
store.watch(['width', 'height', 'renderState'], () => {
  if (state.renderState !== 'loading') keeper.keepShape();
});
setUpNarrowOrder();
setUpTheme(store);
setUpNotice(store);
setUpAnnouncer(store);
setUpReadout(store);
setUpToolbar(store, workspace);
setUpSettings(store, workspace);
setUpPreferences(store);
setUpFiles(store, opener);
setUpSaving(store, keeper, base);
setUpScenes(store, workspace, keeper);
setUpSharing(store, base);
setUpArrival(store, opener, base);
setUpLibrary(store, library, opener, base);
setUpGallery(store, workspace, keeper, base);
const pane = new EditorPane(store, workspace);
setUpViewport(store, workspace, client, pane);
setUpYielding(client, byId('stage', HTMLElement));
byId('skip', HTMLButtonElement).onclick = () => void opener.editorReady().then(() => pane.focus());
setUpShortcuts(() => pane.nextProblem());
setUpTour(store, workspace, pane, () => opener.editorReady(), base);
addEventListener('pagehide', (event) => {
  if (!event.persisted) client.dispose();
});
// Back from the back-forward cache, the canvas may have been emptied.
addEventListener('pageshow', (event) => {
  if (event.persisted) client.picture.repaint();
});

async function start(): Promise<void> {
  // Everything below this module's top level is there after this.
  await Promise.resolve();
  const isolation = parameters.single ? { reloading: false, reason: '' } : await isolate();
  if (isolation.reloading) return new Promise(() => {});
  const model = parameters.scene !== null && isModel(parameters.scene) ? parameters.scene : null;
  const shared = parameters.scene === null ? await arrivingScene(store, base) : null;
  const scene = model === null && !shared ? firstScene() : null;
  scene?.catch(() => {});
  if (parameters.ui) {
    const editor = loadEditorInTime();
    opener.editorReady = () => (hurryEditor(), editor);
  }
  try {
    await client.start(parameters.single, isolation.reason);
  } catch (error) {
    showUnsupported(store, (error as Error).message);
    throw error;
  }
  workspace.engineReady();
  // A program may have brought a scene of its own meanwhile.
  if (state.text === '') {
    try {
      if (shared) await receive(shared, await keeper.restore(), store, workspace, keeper);
      else if (model !== null) workspace.adopt(await opener.fetchModel(model));
      else (await scene!)();
      if (parameters.ui && parameters.scene === null && !shared) workspace.restoreOverrides();
    } catch (error) {
      store.set({ renderState: 'error', notice: { kind: 'error', text: (error as Error).message } });
      return;
    }
  }
  if (parameters.autostart) workspace.renderQuietly();
  else store.set({ renderState: 'idle' });
  setTimeout(() => void keepForOffline(), offlineDelayMs);
}

/** Resolves to what takes it in hand. */
async function firstScene(): Promise<() => void> {
  const left = parameters.scene === null ? await keeper.restore() : null;
  if (left) return () => workspace.resume(left);
  const scene = await (parameters.scene === null ? loadFirstScene(base) : loadScene(parameters.scene, base));
  return () => workspace.adopt(scene);
}

/** An address of what only the engine can make a scene of. */
function isModel(address: string): boolean {
  return /^(model|environment)$/.test(kindOf(address.replace(/[?#].*$/, '')));
}

let hurryEditor = (): void => {};

/** The editor is large: it comes when the first pixels are there, or when they take too long. */
async function loadEditorInTime(): Promise<void> {
  await new Promise<void>((resolve) => {
    hurryEditor = resolve;
    setTimeout(resolve, editorDelayMs);
    store.watch(['width', 'renderState'], () => {
      if (state.width > 0 || (state.renderState !== 'loading' && state.renderState !== 'rendering')) resolve();
    });
  });
  await pane.load();
}
