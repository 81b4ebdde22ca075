// Format: lays out all of the text, one step of undo. The cursor stays where it is in the scene.
import { EditorSelection } from '@codemirror/state';
import type { Command } from '@codemirror/view';
import { applied, format, moved } from '../files/json-format';
import { stepOfGesture } from './history';
import { announce, sayAt } from './note';

/** More changes one by one take the editor seconds where the text is one long line. */
const mostChanges = 500;

export const formatDocument: Command = (view) => {
  const { state } = view;
  const text = state.doc.toString();
  const changes = format(text);
  if (changes === null) {
    sayAt(view, 'Mend the problems first: the text is not whole.');
  } else {
    const step = { annotations: stepOfGesture(state, undefined), scrollIntoView: true };
    if (changes.length > mostChanges) {
      const { anchor, head } = state.selection.main;
      const selection = EditorSelection.single(moved(anchor, changes), moved(head, changes));
      view.dispatch({ changes: { from: 0, to: text.length, insert: applied(text, changes) }, selection, ...step });
    } else if (changes.length > 0) {
      view.dispatch({ changes, ...step });
    }
    announce(changes.length > 0 ? 'Formatted.' : 'It is laid out already.');
  }
  return true;
};
