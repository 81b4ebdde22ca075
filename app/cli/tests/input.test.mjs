// What the command line says of input and usage that is wrong, and with which exit code.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { changed, file, native, raypool, scene, small } from './support.mjs';

test('--quiet says nothing', () => {
  assert.deepEqual(raypool('render', scene, '-o', file('q.png'), ...small, '--quiet'), { code: 0, out: '', err: '' });
});

test('bad input: every problem at its line and column, exit code 1, no picture', () => {
  writeFileSync(file('bad.json'), '{\n  "width": 1.5,\n  "height": 10, "elements": [], "lights": [],\n  "shadow_bias": 0, "max_recursion_depth": 1\n}');
  const { code, err } = raypool('render', file('bad.json'), '-o', file('bad.png'));
  assert.equal(code, 1);
  const at = `${file('bad.json')}:`;
  assert.deepEqual(err.trim().split('\n'), [
    `${at}2:12: error: "width" must be a whole number (1 to 16384) [/width]`,
    `${at}1:1: error: missing field "fov"`,
  ]);
  assert.ok(!existsSync(file('bad.png')));
});

test('a missing scene and a missing texture are bad input', () => {
  const none = raypool('render', file('none.json'), '-o', file('none.png'));
  assert.equal(none.code, 1);
  assert.match(none.err, /none\.json: error: the scene can't be read: No such file or directory/);
  const scenePath = changed('texture.json', (s) => {
    s.elements[0].Sphere.material.coloration = { Texture: { path: 'nowhere.png' } };
  });
  const texture = raypool('check', scenePath);
  assert.equal(texture.code, 1);
  assert.match(texture.err, /texture "nowhere\.png": No such file.*\[\/elements\/0\/Sphere\/material\/coloration\/Texture\/path\]/);
});

/** A glTF file of one triangle. */
const triangle = (more) => JSON.stringify({
  asset: { version: '2.0' }, buffers: [{ byteLength: 36, uri: 'three.bin' }], bufferViews: [{ buffer: 0, byteLength: 36 }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }], nodes: [{ mesh: 0 }], ...more });
writeFileSync(file('three.bin'), Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer));

test('a bare model says where in itself something is wrong, and not in the stage around it', () => {
  writeFileSync(file('odd.gltf'), triangle({ extensionsUsed: ['X_ODD'] }));
  const odd = raypool('check', file('odd.gltf'));
  assert.equal(odd.code, 0, odd.err);
  assert.match(odd.err, /odd\.gltf: warning: the model "odd\.gltf": line 1: the extension "X_ODD" is not supported.* \[\/extensionsUsed\/0\]\n$/);
  writeFileSync(file('bad.gltf'), triangle({ nodes: [{ mesh: 3 }] }));
  const bad = raypool('check', file('bad.gltf'));
  assert.equal(bad.code, 1);
  assert.match(bad.err, /bad\.gltf:1:\d+: error: "mesh" is no index into "meshes".* \[\/nodes\/0\/mesh\]\n$/);
});

test('a device is no file of a scene', { skip: !existsSync('/dev/zero') }, () => {
  writeFileSync(file('endless.gltf'), triangle({ buffers: [{ byteLength: 36, uri: '/dev/zero' }] }));
  const { code, err } = raypool('check', file('endless.gltf'));
  assert.equal(code, 1);
  assert.match(err, /"\/dev\/zero" can't be read: it is a device, no file/);
});

test('wrong usage exits with 2 and says what is wrong', () => {
  for (const args of [[], ['paint'], ['render', native, '-o', file('x.png'), '--samples', '0'], ['render', native, '-o', file('x.png'), '--aov', 'colour'],
    ['render', native, '-o', file('x.png'), '--crop', '1,2,3'], ['render', native, '-o', file('x.png'), '--crop', '30,0,20,10'],
    ['render', native, '-o', file('x.png'), '--sample-range', '4:4'], ['render', native, '-o', file('x.png'), '--pixel', '1'],
    ['render', native, '-o', file('x.png'), '--tonemap', 'film'], ['render', native, '-o', file('x.png'), '--integrator', 'magic'],
    ['render', native, '-o', file('x.png'), '--samples', '2', '--sample-range', '0:2'], ['render', native, '--pixel', '40,0'],
    ['render', scene, '-o', file('x.exr'), '--aov', 'albedo'], ['render', scene, '--pixel', '1,1'], ['merge', '-o', file('x.exr')],
    ['merge', file('x.exr'), '-o', file('x.png')], ['compare', native], ['convert', scene, '-o', file('x.txt')], ['render', scene], ['render', scene, '-o', file('x.gif')],
    ['render', scene, '-o', file('x.png'), '--threads', '0'], ['render', scene, '-o', file('x.png'), '--width', '99999']]) {
    const { code, err, out } = raypool(...args);
    assert.equal(code, 2, args.join(' '));
    assert.ok((err + out).length > 10);
  }
});

test('a picture that cannot be written exits with 3', () => {
  const { code, err } = raypool('render', scene, '-o', file('no/such/folder.png'), ...small);
  assert.equal(code, 3);
  assert.match(err, /can't be written: No such file or directory/);
});
