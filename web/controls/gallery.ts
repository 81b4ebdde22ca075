// The gallery: a list to choose from, and a dialog with pictures.
import type { Keeper } from '../keeping/keeper';
import { loadGallery, loadScene, type GalleryEntry, type Level } from '../state/gallery';
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';
import { byId, make, setText } from './dom';

const levels: Readonly<Record<Level, string>> = { beginner: 'First steps', intermediate: 'Light, lenses, materials', advanced: 'For patient people' };

/** Of the values of options that are not the gallery's. */
const ownPrefix = 'own:';

export function setUpGallery(store: Store, workspace: Workspace, keeper: Keeper, base: string): void {
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
  const chooseIn = (from: HTMLDialogElement, id: string): void => {
    from.close();
    // On a phone the button is below the picture.
    byId('stage', HTMLElement).scrollIntoView({ block: 'nearest' });
    void choose(id);
  };
  byId('scene-new', HTMLButtonElement).onclick = () => chooseIn(byId('scenes-dialog', HTMLDialogElement), 'new');
  const own = make('optgroup', '');
  own.label = 'Your scenes';
  const listed = make('optgroup', '');
  listed.label = 'Gallery';
  const show = (): void => {
    const { savedId, name, changed } = state.hand;
    setText(select.options[0]!, name === '' ? 'Your scene' : `${name} (changed)`);
    const wanted = state.sceneId || (changed ? '' : ownPrefix + savedId);
    const known = [...select.options].some((option) => option.value === wanted);
    select.value = known ? wanted : '';
  };
  const fill = (entries: readonly GalleryEntry[]): void => {
    for (const entry of entries) listed.append(new Option(entry.title, entry.id));
    select.append(listed);
    keeper.titleOf = (address) => entries.find(({ file }) => address === new URL(`scenes/${file}`, base).href)?.title ?? '';
    show();
  };
  const openOwn = async (id: string): Promise<void> => {
    const kept = await keeper.get(id);
    if (kept) workspace.open({ ...kept.scene, id: '' }, true, kept.facts);
    else void keeper.refresh();
  };

  loadGallery(base)
    .then(fill)
    .catch((error: Error) => store.set({ notice: { kind: 'warning', text: `The gallery: ${error.message}` } }));
  select.onchange = () => void (select.value.startsWith(ownPrefix)
    ? openOwn(select.value.slice(ownPrefix.length)) : choose(select.value));
  store.watch(['scenes'], () => {
    const saved = state.scenes.filter(({ kind }) => kind === 'saved');
    own.replaceChildren(...saved.map(({ id, name }) => new Option(name, ownPrefix + id)));
    if (saved.length === 0) own.remove();
    else select.options[0]!.after(own);
    show();
  });
  store.watch(['sceneId', 'hand'], show);
  byId('browse', HTMLButtonElement).onclick = () => {
    dialog.showModal();
    if (list.childElementCount > 0) return;
    loadGallery(base).then(
      (entries) => list.replaceChildren(...(Object.keys(levels) as Level[]).flatMap((level) => {
        const cards = make('ul', 'gallery');
        cards.append(...entries.filter((entry) => entry.level === level).map((entry) => card(entry, base, () => chooseIn(dialog, entry.id))));
        return [make('h3', 'gallery-level', levels[level]), cards];
      })),
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
