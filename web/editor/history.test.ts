import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { EditorState, Transaction, type TransactionSpec } from '@codemirror/state';
import { groupedHistory, stepOfGesture } from './history';

function editor(doc: string) {
  let state = EditorState.create({ doc, extensions: [groupedHistory] });
  const dispatch = (transaction: Transaction): void => void (state = transaction.state);
  let clock = 1e6;
  return {
    text: () => state.doc.toString(),
    undo: () => undo({ state, dispatch }),
    redo: () => redo({ state, dispatch }),
    depths: () => [undoDepth(state), redoDepth(state)],
    wait: (ms: number) => void (clock += ms),
    /** Replaces all of the text, as a step of a gesture. */
    step(insert: string, name?: string) {
      clock += 16;
      const annotations = stepOfGesture(state, name);
      const timed = annotations.some((a) => a.type === (Transaction.time as unknown)) ? [] : [Transaction.time.of(clock)];
      dispatch(state.update({ changes: { from: 0, to: state.doc.length, insert }, annotations: [...annotations, ...timed] }));
    },
    type(insert: string) {
      clock += 16;
      const spec: TransactionSpec = { changes: { from: state.doc.length, insert }, userEvent: 'input.type', annotations: Transaction.time.of(clock) };
      dispatch(state.update(spec));
    },
  };
}

test('a gesture is one step, however long it takes', () => {
  const e = editor('0');
  for (let i = 1; i <= 20; i++) {
    e.step(String(i), 'turn 1');
    if (i % 5 === 0) e.wait(5000);
  }
  assert.deepEqual(e.depths(), [1, 0]);
  e.undo();
  assert.equal(e.text(), '0');
  e.redo();
  assert.equal(e.text(), '20');
});

test('two gestures, and what is typed between and right behind them, are steps of their own', () => {
  const e = editor('0');
  e.type('a');
  e.type('b');
  e.step('1', 'turn 1');
  e.step('2', 'turn 1');
  e.step('3', 'turn 2');
  e.step('4', 'turn 2');
  e.type('c');
  e.type('d');
  e.step('5');
  const texts = [e.text()];
  while (e.undo()) texts.push(e.text());
  assert.deepEqual(texts, ['5', '4cd', '4', '2', '0ab', '0']);
});

test('a gesture that goes on after an undo does not change what was undone', () => {
  const e = editor('0');
  e.step('1', 'turn 1');
  e.undo();
  e.step('2', 'turn 1');
  assert.deepEqual(e.depths(), [1, 0]);
  e.undo();
  assert.equal(e.text(), '0');
});
