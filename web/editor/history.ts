// Undo: one step for what belongs together. A gesture - a camera being turned, a number being dragged - is many changes
// of the text under one group's name, and is taken back as one.
import { history, isolateHistory } from '@codemirror/commands';
import { Annotation, StateField, Transaction, type Extension } from '@codemirror/state';

/** Name of the gesture that a change belongs to; a gesture of its own each. */
const gesture = Annotation.define<string>();

/** Gesture of the change before, and when it began. */
const current = StateField.define<{ name: string; began: number } | null>({
  create: () => null,
  update(value, transaction) {
    if (!transaction.docChanged) return value;
    const name = transaction.annotation(gesture);
    if (name === undefined) return null;
    return name === value?.name ? value : { name, began: transaction.annotation(Transaction.time) ?? 0 };
  },
});

export const groupedHistory: Extension = [
  current,
  history({
    joinToEvent(transaction, isAdjacent) {
      const name = transaction.annotation(gesture);
      const before = transaction.startState.field(current);
      return name === undefined ? isAdjacent && before === null : name === before?.name;
    },
  }),
];

/** What to annotate a change with so that it is one step of undo with the others of its gesture, and with no others. */
export function stepOfGesture(state: Transaction['startState'], name: string | undefined): readonly Annotation<unknown>[] {
  if (name === undefined) return [isolateHistory.of('full')];
  const before = state.field(current);
  // The history joins what is close in time only; a gesture may pause, so all of it counts as made when it began.
  if (before?.name === name) return [gesture.of(name), Transaction.time.of(before.began)];
  return [gesture.of(name), isolateHistory.of('before')];
}
