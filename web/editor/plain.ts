// A plain text field, for when the real editor can't be fetched.
import { make } from '../controls/dom';
import type { EditorEvents, SceneEditor } from './scene-editor';

export function createPlain(host: HTMLElement, text: string, events: EditorEvents): SceneEditor {
  const area = make('textarea', '');
  area.setAttribute('aria-label', 'Scene as JSON');
  area.spellcheck = false;
  area.value = text;
  area.oninput = () => events.onEdit(area.value, true);
  host.replaceChildren(area);
  const jumpTo = (offset: number): void => {
    area.focus();
    area.setSelectionRange(offset, offset);
  };
  return {
    setText(next) {
      if (area.value !== next) area.value = next;
    },
    applyEdit(changes) {
      // From the last to the first: places count in the text before.
      for (const { from, to, insert } of [...changes].sort((a, b) => b.from - a.from)) area.setRangeText(insert, from, to);
    },
    setDiagnostics() {},
    focus: () => area.focus(),
    jumpTo,
    nextProblem() {},
    selectPointer: () => false,
    undo() {},
    redo() {},
  };
}
