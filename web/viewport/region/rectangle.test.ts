import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rectangle } from './rectangle';

test('whole pixels between two corners, in any order, inside the picture', () => {
  assert.deepEqual(rectangle({ x: 10.2, y: 20.9 }, { x: 2.5, y: 30.1 }, 64, 48), [2, 20, 9, 11]);
  assert.deepEqual(rectangle({ x: -5, y: -5 }, { x: 500, y: 500 }, 64, 48), [0, 0, 64, 48]);
  assert.equal(rectangle({ x: 10, y: 10 }, { x: 10.5, y: 40 }, 64, 48), null);
  assert.equal(rectangle({ x: 70, y: 10 }, { x: 90, y: 40 }, 64, 48), null);
});
