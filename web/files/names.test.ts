import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestMatch, kindOf, normalise, savedName } from './names';

const match = (path: string, ...names: string[]): string | undefined =>
  bestMatch(path, names.map((name) => ({ name })))?.name;

test('a file is found by its path, then by its name, whatever the case and the slashes', () => {
  assert.equal(match('textures/wood.png', 'a/wood.png', 'Chair/Textures/Wood.PNG', 'b/wood.png'), 'Chair/Textures/Wood.PNG');
  assert.equal(match('.\\Textures\\WOOD.png', 'wood.png'), 'wood.png');
  assert.equal(match('chair/textures/wood.png', 'textures/wood.png', 'other/wood.png'), 'textures/wood.png');
  assert.equal(match('C:\\models\\stone.jpg', 'floor.jpg', 'stone.jpg'), 'stone.jpg');
  assert.equal(match('my%20wood.png', 'My wood.png'), 'My wood.png');
  assert.equal(match('../maps/wood.png', 'maps/wood.png', 'wood.png'), 'maps/wood.png');
});

test('of two that are as good the last counts, and a part of a name is no match', () => {
  assert.equal(match('wood.png', 'a/wood.png', 'b/wood.png'), 'b/wood.png');
  assert.equal(match('wood.png', 'driftwood.png'), undefined);
  assert.equal(match('', 'wood.png'), undefined);
});

test('a path never leads above its root, and a lone percent sign does no harm', () => {
  assert.equal(normalise('../../a/./b//c.png'), 'a/b/c.png');
  assert.equal(normalise('100%.png'), '100%.png');
});

test('kinds', () => {
  const kinds = ['s.JSON', 'm.GLB', 'm.gltf', 'm.obj', 'm.ply', 'e.exr', 'e.hdr', 'p.jpeg', 'p.PNG', 'x.bin', 'x.mtl', 'noext', 'a.mp4'];
  assert.deepEqual(kinds.map(kindOf), ['scene', 'model', 'model', 'model', 'model', 'environment', 'environment',
    'picture', 'picture', 'side', 'side', 'unknown', 'unknown']);
});

test('a saved file is called after the scene, as far as file systems take it', () => {
  const names = ['My room', 'Ball: red/green?', ' ..hidden ', '../../etc', 'a\u202egnp.\u0000b\n', 'crate.OBJ', 'Version 1.25', 'Straße 木', '***', ''];
  assert.deepEqual(names.map(savedName),
    ['My room', 'Ball red green', 'hidden', 'etc', 'a gnp. b', 'crate', 'Version 1.25', 'Straße 木', 'scene', 'scene']);
});
