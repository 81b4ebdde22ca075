// The files at hand, as a list: what each is good for, whether it is kept, and how to be rid of it.
import type { Library, LibraryFile } from '../files/library';
import { kindOf } from '../files/names';
import type { Opener } from '../files/opener';
import { keptBytes } from '../files/storage-protocol';
import type { Store } from '../state/store';
import { byId, setText } from './dom';
import { formatBytes } from './format';
import { keepingFocus, makeRow } from './list-row';

export function setUpLibrary(store: Store, library: Library, opener: Opener, home: string): void {
  const dialog = byId('files-dialog', HTMLDialogElement);
  const list = byId('file-list', HTMLElement);
  const clear = byId('files-clear', HTMLButtonElement);
  const problem = byId('files-problem', HTMLElement);
  library.onChange = () => store.set({ files: library.list, filesProblem: library.problem });
  library.onChange();

  const refresh = (): void => {
    const { files, filesProblem } = store.state;
    const kept = files.filter((file) => file.kept).reduce((sum, file) => sum + file.size, 0);
    setText(byId('files-summary', HTMLElement), files.length === 0
      ? 'Models, pictures and light that you open are listed here, and kept in this browser for your next visit.'
      : `${files.length} ${files.length === 1 ? 'file' : 'files'}; ${formatBytes(kept)} of ${formatBytes(keptBytes)} kept in this ` +
        'browser for your next visit. When it is full, what was used longest ago goes first.');
    problem.hidden = filesProblem === '';
    setText(problem, filesProblem);
    clear.disabled = files.length === 0;
    // The newest first. What had the focus keeps it if it is still there.
    keepingFocus(dialog, () => list.replaceChildren(...[...files].reverse().map(row)), byId('files-add', HTMLButtonElement));
  };
  const use = (run: () => unknown): (() => void) => () => {
    dialog.close();
    run();
  };
  const row = (file: LibraryFile): HTMLElement => {
    const facts = `${formatBytes(file.size)}, ${file.kept ? 'kept' : 'until you leave the page'}`;
    const { item, addButton } = makeRow(file.name, file.name, facts);
    const kind = kindOf(file.name);
    if (kind === 'model') {
      addButton('Open', use(() => void opener.openModel(file.name, home)));
      addButton('Add', use(() => opener.addModel(file.name)));
    }
    if (kind === 'environment') addButton('Use as light', use(() => void opener.useEnvironment(file.name)));
    if (kind === 'picture') addButton('Make a texture', use(() => opener.makeTexture(file.name)));
    addButton('Delete', () => void library.remove([file]));
    return item;
  };
  store.watch(['files', 'filesProblem'], () => {
    if (dialog.open) refresh();
  });
  byId('files', HTMLButtonElement).onclick = () => {
    refresh();
    dialog.showModal();
  };
  byId('files-add', HTMLButtonElement).onclick = () => {
    dialog.close();
    opener.chooseMore?.();
  };
  clear.onclick = () => void library.remove(store.state.files);
}
