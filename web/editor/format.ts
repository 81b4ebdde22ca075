// Format: lays out all of the text, one step of undo. The cursor stays where it is in the scene.
import type { Command } from '@codemirror/view';
import { format } from '../files/json-format';
import { stepOfGesture } from './history';
import { announce, sayAt } from './note';

export const formatDocument: Command = (view) => {
  const changes = format(view.state.doc.toString());
  if (changes === null) {
    sayAt(view, 'Mend the problems first: the text is not whole.');
  } else {
    if (changes.length > 0) view.dispatch({ changes, annotations: stepOfGesture(view.state, undefined), scrollIntoView: true });
    announce(changes.length > 0 ? 'Formatted.' : 'It is laid out already.');
  }
  return true;
};
