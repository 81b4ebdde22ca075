import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ViewCamera } from '../../engine/seen';
import { changesFor, readCamera, writeCamera } from './camera-text';
import { orbit, poseOf } from './pose';

const seen: ViewCamera = {
  orthographic: false, position: [0, 0, 5], right: [1, 0, 0], up: [0, 1, 0], back: [0, 0, 1], halfWidth: 0.8, halfHeight: 0.6,
  lensRadius: 0, focusDistance: 5, moves: false,
};
const pose = orbit(poseOf(seen, null, [0, 0, 0], null), Math.PI / 2, 0);

test('position and look_at change, and nothing else of the text', () => {
  const text = '{\n  "raypool": 1,\n  // no\n  "camera": { "yfov": 30,   "position": [0, 0, 5.0] },\n  "objects": []\n}'.replace('  // no\n', '');
  const read = readCamera(text);
  assert.ok('camera' in read);
  const after = writeCamera(text, changesFor(read.camera, pose, seen))!;
  assert.equal(after, '{\n  "raypool": 1,\n  "camera": { "yfov": 30,   "position": [5, 0, 0], "look_at": [0, 0, 0] },\n  "objects": []\n}');
});

test('a scene without a camera gets one', () => {
  const after = writeCamera('{ "raypool": 1 }', changesFor({}, pose, seen))!;
  assert.deepEqual(JSON.parse(after), { raypool: 1, camera: { position: [5, 0, 0], look_at: [0, 0, 0] } });
});

test('a transform stays one, an orthographic camera gets its size, a rolled one its up', () => {
  assert.deepEqual(changesFor({ transform: { translate: [0, 0, 5] } }, pose, seen), {
    transform: { matrix: [0, 0, -1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 5, 0, 0, 1] },
  });
  const flat = { ...pose, orthographic: true, halfHeight: 1.23456789, halfWidth: 2 };
  assert.equal(changesFor({}, flat, seen)['ymag'], 1.2346);
  assert.equal(changesFor({ xmag: 3 }, flat, seen)['xmag'], 2);
  assert.equal('ymag' in changesFor({ xmag: 3 }, flat, seen), false);
  assert.deepEqual(changesFor({}, { ...pose, up: [0, 0, 1] }, seen)['up'], [0, 0, 1]);
});

test('numbers are as short as can be without being seen', () => {
  const far = { ...pose, position: [1234.56789, 0.000123456, 0] as const, target: [0, 0, 0] as const };
  assert.deepEqual(changesFor({}, far, seen)['position'], [1234.6, 0, 0]);
  const close = { ...pose, position: [0.00123456789, 0, 0] as const, target: [0, 0, 0] as const };
  assert.deepEqual(changesFor({}, close, seen)['position'], [0.0012346, 0, 0]);
});

test('what can’t be moved says so', () => {
  assert.match((readCamera('{"camera": {"keyframes": []}}') as { why: string }).why, /keyframes/);
  assert.ok('why' in readCamera('{"camera": 5}'));
  assert.equal(writeCamera('{"camera": 5}', { position: [0, 0, 0] }), null);
});
