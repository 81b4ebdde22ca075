// The person's scenes as a list: save, open, rename, duplicate, delete, and have the deleted one back.
import { byId, make, setText } from '../controls/dom';
import { formatDate } from '../controls/format';
import { keepingFocus, makeRow } from '../controls/list-row';
import type { Store } from '../state/store';
import type { Workspace } from '../state/workspace';
import type { Keeper } from './keeper';
import type { KeptFacts } from './scene-store';

export function setUpScenes(store: Store, workspace: Workspace, keeper: Keeper): void {
  const { state } = store;
  const dialog = byId('scenes-dialog', HTMLDialogElement);
  const lists = { saved: byId('scene-list', HTMLElement), draft: byId('draft-list', HTMLElement) };
  const name = byId('scene-name', HTMLInputElement);
  const saveNew = byId('scene-save-new', HTMLButtonElement);
  const status = byId('scenes-status', HTMLElement);
  const undo = byId('scenes-undo', HTMLButtonElement);
  const pictures: string[] = [];

  const say = (text: string, back: (() => Promise<void>) | null = null): void => {
    setText(status, text);
    undo.hidden = back === null;
    undo.onclick = () => {
      undo.hidden = true;
      setText(status, 'It is back.');
      name.focus();
      void back?.();
    };
  };
  const inHand = () => ({ text: state.text, base: state.base, id: '' });
  const save = async (given: string, asNew: boolean): Promise<void> => {
    const saved = await keeper.save(inHand(), given, asNew);
    if (saved === null) {
      if (!dialog.open) store.set({ notice: { kind: 'error', text: `“${given}” could not be saved. ${state.scenesProblem}` } });
      return;
    }
    const told = saved === given ? `Saved “${saved}” in this browser.`
      : `Saved as “${saved}”: there is another “${given}”, or another tab has changed it.`;
    if (dialog.open) say(told);
    else store.set({ notice: { kind: 'info', text: told } });
    name.value = saved;
  };

  const open = async (facts: KeptFacts): Promise<void> => {
    const kept = await keeper.get(facts.id);
    if (!kept) return say('It is no longer there.');
    dialog.close();
    workspace.open({ ...kept.scene, id: '' }, true, kept.facts);
    byId('stage', HTMLElement).scrollIntoView({ block: 'nearest' });
  };
  const remove = async (facts: KeptFacts, item: HTMLElement): Promise<void> => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    const back = await keeper.remove(facts.id);
    say(`Deleted “${facts.name}”.`, back);
    // The button that had the focus is gone.
    const id = next instanceof HTMLElement ? next.dataset['id'] : undefined;
    const row = id === undefined ? null : dialog.querySelector<HTMLElement>(`[data-id="${id}"] button`);
    (row ?? undo).focus();
  };

  const startRename = (facts: KeptFacts, item: HTMLElement): void => {
    const field = make('input', 'entry rename');
    field.value = facts.name;
    field.maxLength = 80;
    field.setAttribute('aria-label', `New name of ${facts.name}`);
    item.querySelector('.file-name')!.replaceWith(field);
    field.select();
    field.focus();
    let over = false;
    const end = async (rename: boolean): Promise<void> => {
      if (over) return;
      over = true;
      const given = field.value.trim();
      if (rename && given !== '' && (given !== facts.name || facts.kind === 'draft')) {
        await keeper.rename(facts.id, given);
        say(`Its name is “${state.scenes.find(({ id }) => id === facts.id)?.name ?? given}” now.`);
        if (facts.id === state.hand.savedId) name.value = state.hand.name;
      }
      refresh();
      dialog.querySelector<HTMLElement>(`[data-id="${facts.id}"] button:nth-of-type(2)`)?.focus();
    };
    field.onkeydown = (event) => {
      if (event.key !== 'Enter' && event.key !== 'Escape') return;
      // Escape would close the dialog.
      event.preventDefault();
      event.stopPropagation();
      void end(event.key === 'Enter');
    };
    field.onblur = () => void end(true);
  };

  const pictureOf = (facts: KeptFacts): HTMLElement => {
    const place = make('span', 'kept-picture');
    if (!facts.picture) return place;
    const image = make('img', '');
    image.src = URL.createObjectURL(new Blob([facts.picture], { type: 'image/jpeg' }));
    pictures.push(image.src);
    image.alt = '';
    image.width = 64;
    image.height = 48;
    place.append(image);
    return place;
  };
  const row = (facts: KeptFacts): HTMLElement => {
    const now = facts.kind === 'saved' && facts.id === state.hand.savedId;
    const remarks = [formatDate(facts.changed), now ? (state.hand.changed ? 'in the editor, changed since' : 'in the editor') : ''];
    const shown = facts.from === '' ? facts.name : `${facts.name}, changed`;
    const { item, addButton } = makeRow(facts.name, shown, remarks.filter((part) => part !== '').join(', '));
    item.classList.add('kept');
    item.dataset['id'] = facts.id;
    item.prepend(pictureOf(facts));
    addButton('Open', () => void open(facts));
    addButton(facts.kind === 'draft' ? 'Name it' : 'Rename', () => startRename(facts, item));
    if (facts.kind === 'saved') {
      addButton('Duplicate', () => void keeper.duplicate(facts.id).then(() => say(`Duplicated “${facts.name}”.`)));
    }
    addButton('Delete', () => void remove(facts, item));
    return item;
  };
  const remake = (): void => {
    for (const address of pictures.splice(0)) URL.revokeObjectURL(address);
    for (const kind of ['saved', 'draft'] as const) {
      lists[kind].replaceChildren(...state.scenes.filter((facts) => facts.kind === kind).map(row));
    }
    byId('drafts', HTMLElement).hidden = lists.draft.childElementCount === 0;
    byId('scenes-empty', HTMLElement).hidden = lists.saved.childElementCount > 0;
    const problem = byId('scenes-problem', HTMLElement);
    problem.hidden = state.scenesProblem === '';
    setText(problem, state.scenesProblem);
    saveNew.hidden = state.hand.savedId === '';
  };
  const refresh = (): void => keepingFocus(dialog, remake);
  const show = (): void => {
    say('');
    name.value = state.hand.name || keeper.nameOf(state);
    refresh();
    dialog.showModal();
    name.focus();
    name.select();
    void keeper.refresh();
  };

  store.watch(['scenes', 'scenesProblem', 'hand'], () => {
    // Not under somebody who is giving a name.
    if (dialog.open && !dialog.querySelector('.rename')) refresh();
  });
  byId('scenes', HTMLButtonElement).onclick = show;
  // Ctrl+S: at once where there is a name already.
  byId('scene-save', HTMLButtonElement).onclick = () => (state.hand.savedId === '' ? show() : void save(state.hand.name, false));
  const given = (): string => name.value.trim() || keeper.nameOf(state);
  byId('scene-form', HTMLFormElement).onsubmit = (event) => {
    event.preventDefault();
    void save(given(), false);
  };
  saveNew.onclick = () => void save(given(), true);
  dialog.addEventListener('close', () => {
    for (const address of pictures.splice(0)) URL.revokeObjectURL(address);
  });
}
