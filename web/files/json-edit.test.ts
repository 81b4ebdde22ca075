import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addEntry, nativeScene, setMember } from './json-edit';

const scene = `{
  "raypool": 1,
  "camera": {"look_at": [0, 0.50, 0], "name": "a \\"}, {"},
  "objects": [
    {"sphere": {}},
    {
      "box": {"size": 1.0}
    }
  ]
}
`;

test('a member is set where it stands, and nothing else changes', () => {
  const set = setMember(scene, 'camera', { yfov: 40 })!;
  assert.equal(set, scene.replace(/\{"look_at.*\n/, '{"yfov": 40},\n'));
});

test('a new member comes last, with the indent of the others', () => {
  const set = setMember(scene, 'environment', { type: 'image', path: 'sky.hdr' })!;
  assert.ok(set.endsWith('  ],\n  "environment": {"type": "image", "path": "sky.hdr"}\n}\n'), set);
  assert.deepEqual(JSON.parse(set), { ...JSON.parse(scene), environment: { type: 'image', path: 'sky.hdr' } });
});

test('an entry at the end of a list, in lines, in one line, and in none', () => {
  const model = { model: { file: 'x.glb' } };
  const many = addEntry(scene, 'objects', model)!;
  assert.deepEqual(JSON.parse(many).objects, [...JSON.parse(scene).objects, model]);
  assert.ok(many.startsWith(scene.slice(0, scene.indexOf('1.0}') + 4)));
  const cases: [string, unknown[]][] = [
    ['{"raypool": 1, "objects": [{"sphere": {}}]}', [{ sphere: {} }, model]],
    ['{"raypool": 1, "objects": [ ]}', [model]],
    ['{}', [model]],
    ['{"objects":[1,"]",[2]]}', [1, ']', [2], model]],
  ];
  for (const [text, objects] of cases) assert.deepEqual(JSON.parse(addEntry(text, 'objects', model)!).objects, objects, text);
  assert.equal(addEntry(cases[0]![0], 'objects', model)!.split('\n').length, 1);
});

test('an entry of an object, once', () => {
  const first = addEntry(scene, 'textures', { path: 'a.png' }, 'a')!;
  const second = addEntry(first, 'textures', { path: 'b.png' }, 'b')!;
  assert.deepEqual(JSON.parse(second).textures, { a: { path: 'a.png' }, b: { path: 'b.png' } });
  assert.equal(addEntry(second, 'textures', { path: 'c.png' }, 'b'), null);
});

test('what is no object is left alone, and odd values do no harm', () => {
  for (const text of ['', '[]', '{', '{"a": }', 'null', '{"objects": 3', '{"objects": {}} x']) {
    assert.equal(setMember(text, 'a', 1), null, text);
    assert.equal(addEntry(text, 'objects', 1), null, text);
  }
  assert.equal(addEntry('{"objects": 3}', 'objects', 1), null);
  assert.deepEqual(JSON.parse(setMember('{"a\\"b":"}",\t"c":-1.5e3}', 'c', 'x,y')!), { 'a"b': '}', c: 'x,y' });
});

test('long values are written in lines', () => {
  const value = { name: 'x'.repeat(100), list: [1, 2] };
  const set = setMember('{\n    "a": 1\n}', 'long', value)!;
  assert.deepEqual(JSON.parse(set).long, value);
  assert.match(set, /\n {4}"long": \{\n {6}"name"/);
});

test('native scenes are told from others', () => {
  assert.ok(nativeScene(scene));
  for (const text of ['{"width": 3}', '[]', 'x', '3']) assert.equal(nativeScene(text), null);
});
