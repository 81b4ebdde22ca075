// The gallery: a list to choose from, and a dialog with pictures.
import { loadGallery, loadScene, type GalleryEntry } from '../state/gallery';
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';
import { byId, make } from './dom';

export function setUpGallery(store: Store, workspace: Workspace, base: string): void {
  const { state } = store;
  const select = byId('gallery', HTMLSelectElement);
  const dialog = byId('gallery-dialog', HTMLDialogElement);
  const list = byId('gallery-list', HTMLElement);

  const choose = async (id: string): Promise<void> => {
    try {
      workspace.open(await loadScene(id, base));
    } catch (error) {
      store.set({ notice: { kind: 'error', text: (error as Error).message } });
    }
  };
  const show = (): void => {
    const known = [...select.options].some((option) => option.value === state.sceneId);
    select.value = known ? state.sceneId : '';
  };
  const fill = (entries: readonly GalleryEntry[]): void => {
    for (const entry of entries) select.append(new Option(entry.title, entry.id));
    show();
  };

  loadGallery(base)
    .then(fill)
    .catch((error: Error) => store.set({ notice: { kind: 'warning', text: `The gallery: ${error.message}` } }));
  select.onchange = () => void choose(select.value);
  store.watch(['sceneId'], show);
  byId('browse', HTMLButtonElement).onclick = () => {
    dialog.showModal();
    if (list.childElementCount > 0) return;
    loadGallery(base).then(
      (entries) => list.replaceChildren(...entries.map((entry) => card(entry, base, () => {
        dialog.close();
        // On a phone the button is below the picture.
        byId('stage', HTMLElement).scrollIntoView({ block: 'nearest' });
        void choose(entry.id);
      }))),
      () => {},
    );
  };
}

function card(entry: GalleryEntry, base: string, onClick: () => void): HTMLElement {
  const item = make('li', '');
  const button = make('button', 'gallery-card');
  button.type = 'button';
  button.onclick = onClick;
  const image = make('img', '');
  image.src = new URL(`scenes/${entry.thumbnail}`, base).href;
  image.alt = '';
  image.width = 320;
  image.height = 240;
  image.loading = 'lazy';
  button.append(
    image,
    make('span', 'gallery-name', entry.title),
    make('span', 'gallery-text', entry.description),
    make('span', 'gallery-licence', entry.licence),
  );
  item.append(button);
  return item;
}
