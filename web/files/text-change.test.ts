import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textChange } from './text-change';

test('the change makes the one text of the other, and touches no more than it must', () => {
  const texts = ['', 'a', 'aa', 'aaa', 'ab', 'ba', 'abab', '{"position": [0, 1, 5]}', '{"position": [0, 1.5, 5]}', '{"position": [10, 1, 5]}'];
  for (const before of texts) {
    for (const after of texts) {
      const change = textChange(before, after);
      if (before === after) {
        assert.equal(change, null);
        continue;
      }
      assert.ok(change);
      assert.equal(before.slice(0, change.from) + change.insert + before.slice(change.to), after);
      const replaced = before.slice(change.from, change.to);
      if (replaced !== '' && change.insert !== '') {
        assert.notEqual(replaced[0], change.insert[0]);
        assert.notEqual(replaced.at(-1), change.insert.at(-1));
      }
    }
  }
  assert.deepEqual(textChange('{"a": 1, "b": 2}', '{"a": 1, "b": 25}'), { from: 15, to: 15, insert: '5' });
});
