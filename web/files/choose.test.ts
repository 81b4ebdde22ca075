import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseScene } from './choose';

const choose = (names: string[], awaited: string[] = []): string | undefined =>
  chooseScene(names.map((name) => ({ name })), awaited)?.name;

test('a scene goes before models, and a model before what it names', () => {
  assert.equal(choose(['wood.png', 'chair.glb', 'room.json', 'sky.hdr']), 'room.json');
  assert.equal(choose(['chair.bin', 'wood.png', 'chair.gltf']), 'chair.gltf');
  assert.equal(choose(['chair.mtl', 'chair.obj', 'chair.ply']), 'chair.obj');
});

test('of several the one least deep, then glTF, then by name', () => {
  assert.equal(choose(['set/parts/a.gltf', 'set/b.obj']), 'set/b.obj');
  assert.equal(choose(['b.ply', 'c.glb', 'a.obj']), 'c.glb');
  assert.equal(choose(['b.glb', 'a.GLB']), 'a.GLB');
  assert.equal(choose(['deep/scene.json', 'a.glb']), 'deep/scene.json');
});

test('a model that the scene waits for does not take its place', () => {
  assert.equal(choose(['Chair.GLB'], ['models/chair.glb']), undefined);
  assert.equal(choose(['chair.glb', 'table.glb'], ['models/chair.glb']), 'table.glb');
  assert.equal(choose(['wood.png', 'sky.hdr']), undefined);
});
