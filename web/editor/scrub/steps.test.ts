import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyNumber, scaleOf, stepped, written, type Range } from './steps';

const share: Range = { minimum: 0, maximum: 1, integer: false, unit: null };
const length: Range = { minimum: 1e-9, maximum: 1e9, integer: false, unit: 'm' };
const samples: Range = { minimum: 1, maximum: 1 << 24, integer: true, unit: null };

test('a step fits the range, or the size of the number', () => {
  const cases: [number, Range, number][] = [
    [0.5, share, 0.01], [0, share, 0.01], [0, anyNumber, 0.1], [5, length, 0.1], [0.0032, length, 0.0001], [-120, anyNumber, 10],
    [40, { ...anyNumber, unit: 'degrees' }, 1], [256, samples, 10], [4, samples, 1], [0.5, { ...share, minimum: -1 }, 0.01],
  ];
  for (const [value, range, expected] of cases) assert.ok(Math.abs(scaleOf(value, range).step / expected - 1) < 1e-9, `${value}`);
});

test('a number steps in round figures, and stops at its bounds', () => {
  assert.equal(stepped(0.1, 2, 0.1, anyNumber), 0.3);
  assert.equal(stepped(0.123, 1, 0.01, share), 0.133);
  assert.equal(stepped(0.95, 40, 0.01, share), 1);
  assert.equal(stepped(0.05, -40, 0.01, share), 0);
  assert.equal(stepped(1, -20, 0.1, length), 0.1, 'not nearly nothing');
  assert.equal(stepped(0.0002, -20, 0.001, length), 0.0002);
  assert.equal(stepped(1, -200, 0.1, { ...length, minimum: 0.05 }), 0.05);
  assert.equal(stepped(250, 3, 10, samples), 280);
  assert.equal(stepped(3, -9, 1, samples), 1);
  assert.equal(stepped(3, 1, 0.1, samples), 3, 'a tenth of a sample is none');
  assert.equal(stepped(-1e-7, 1, 1e-7, anyNumber), 0);
  assert.equal(written(stepped(-0.1, 1, 0.1, anyNumber)), '0');
});

test('any number of steps and back is where it began, while no bound is met', () => {
  for (const value of [0, 0.25, -3.75, 17, 1e-4, 12345.678]) {
    const { step } = scaleOf(value, anyNumber);
    for (const n of [1, 3, 10, 0.1, 57]) {
      const there = stepped(value, n, step, anyNumber);
      assert.ok(Math.abs(stepped(there, -n, step, anyNumber) - value) < 1e-9, `${value} ${n}`);
      assert.ok(written(there).length < 14, written(there));
    }
  }
});
