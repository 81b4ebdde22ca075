import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex, toHex } from './convert';

test('every one of the 256 levels survives the way there and back', () => {
  for (let i = 0; i < 256; i++) {
    const hex = `#${i.toString(16).padStart(2, '0')}${(255 - i).toString(16).padStart(2, '0')}80`;
    assert.equal(toHex(fromHex(hex)), hex);
  }
});

test('known values', () => {
  assert.deepEqual(fromHex('#ffffff'), [1, 1, 1]);
  assert.deepEqual(fromHex('#000000'), [0, 0, 0]);
  // sRGB 128 is 0.2158605 linear; 18 % grey is sRGB 118.
  assert.deepEqual(fromHex('#808080'), [0.2159, 0.2159, 0.2159]);
  assert.equal(toHex([0.18, 0.18, 0.18]), '#767676');
});

test('light brighter than the screen shows its hue and keeps its brightness', () => {
  assert.equal(toHex([8, 4, 0]), toHex([1, 0.5, 0]));
  assert.deepEqual(fromHex('#ff0000', 8), [8, 0, 0]);
  assert.equal(toHex([-1, 0.5, 2]), toHex([0, 0.25, 1]));
});
