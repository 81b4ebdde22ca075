// Files in: the Open button, what is dropped anywhere on the page, and how far a large one is.
import type { Opener } from '../files/opener';
import { fromDrop, fromList, type NamedFile } from '../files/scan';
import type { Store } from '../state/store';
import { byId, setText } from './dom';

/** What is there sooner needs no bar. */
const loadingDelayMs = 200;

export function setUpFiles(store: Store, opener: Opener): void {
  const picker = byId('file', HTMLInputElement);
  const hint = byId('drop-hint', HTMLElement);
  let onlyAdd = false;

  const take = (files: readonly NamedFile[] | Promise<NamedFile[]>, onlyAdd: boolean): void => {
    Promise.resolve(files).then((list) => opener.open(list, onlyAdd)).catch((error: Error) => {
      store.set({ loading: null, notice: { kind: 'error', text: `The files could not be read. ${error.message}` } });
    });
  };
  const choose = (add: boolean): void => {
    onlyAdd = add;
    picker.click();
  };
  opener.chooseMore = () => choose(true);
  byId('open', HTMLButtonElement).onclick = () => choose(false);
  picker.onchange = () => {
    const files = fromList(picker.files ?? []);
    picker.value = '';
    if (files.length > 0) take(files, onlyAdd);
  };

  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hint.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) hint.hidden = true;
  });
  // Before the editor sees it, which would paste the file's text.
  addEventListener('drop', (event) => {
    hint.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    byId('files-dialog', HTMLDialogElement).close();
    take(fromDrop(event.dataTransfer!), false);
  }, { capture: true });
  showLoading(store);
}

function showLoading(store: Store): void {
  const { state } = store;
  const box = byId('loading', HTMLElement);
  const text = byId('loading-text', HTMLElement);
  const bar = byId('loading-bar', HTMLProgressElement);
  let timer = 0;
  store.watch(['loading'], () => {
    if (!state.loading) {
      clearTimeout(timer);
      timer = 0;
      box.hidden = true;
      return;
    }
    setText(text, state.loading.text);
    if (state.loading.fraction === null) bar.removeAttribute('value');
    else bar.value = state.loading.fraction;
    if (timer === 0) timer = window.setTimeout(() => (box.hidden = state.loading === null), loadingDelayMs);
  });
}
