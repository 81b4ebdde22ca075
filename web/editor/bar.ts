// The row of commands above the text: what the keyboard can do, for mouse and fingers.
import { openSearchPanel, searchPanelOpen, closeSearchPanel } from '@codemirror/search';
import { redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { nextDiagnostic } from '@codemirror/lint';
import { EditorView, type Command } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { byId } from '../controls/dom';
import { formatDocument } from './format';
import { sayAt } from './note';
import { explain } from './schema/help';

export function setUpBar(view: EditorView): void {
  const commands: Record<string, Command> = {
    'edit-undo': undo, 'edit-redo': redo, 'edit-format': formatDocument, 'edit-explain': explain,
    'edit-problem': (target) => nextDiagnostic(target) || (sayAt(target, 'No problems.'), true),
    'edit-search': (target) => (searchPanelOpen(target.state) ? closeSearchPanel(target) : openSearchPanel(target)),
  };
  for (const [id, command] of Object.entries(commands)) {
    const button = byId(id, HTMLButtonElement);
    button.onclick = () => void command(view);
    button.disabled = false;
  }
  for (const id of ['edit-insert', 'edit-outline']) byId(id, HTMLButtonElement).disabled = false;
  // A press leaves the focus, and on a phone the keyboard, where it is.
  byId('edit-bar', HTMLElement).onmousedown = (event) => {
    if (view.hasFocus && (event.target as HTMLElement).closest('button')) event.preventDefault();
  };
  showDepths(view);
}

function showDepths({ state }: EditorView): void {
  // Not `disabled`: the last press would take the focus away.
  byId('edit-undo', HTMLElement).setAttribute('aria-disabled', String(undoDepth(state) === 0));
  byId('edit-redo', HTMLElement).setAttribute('aria-disabled', String(redoDepth(state) === 0));
}

export const barState: Extension = EditorView.updateListener.of((update) => {
  if (update.docChanged) showDepths(update.view);
});
