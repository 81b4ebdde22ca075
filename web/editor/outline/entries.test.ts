import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { jsonLanguage } from '@codemirror/lang-json';
import { Text } from '@codemirror/state';
import { nodeAt } from '../json/tree';
import { entriesAt, outline, type Entry } from './entries';

const parse = (text: string) => ({ tree: jsonLanguage.parser.parse(text), source: Text.of(text.split('\n')) });
const of = (text: string): Entry[] => {
  const { tree, source } = parse(text);
  return outline(tree, source);
};
/** As indented lines. */
const lines = (entries: readonly Entry[], indent = ''): string[] =>
  entries.flatMap((entry) => [`${indent}${entry.label}${entry.detail && ` (${entry.detail})`}`, ...lines(entry.children, `${indent}  `)]);
const all = (entries: readonly Entry[]): Entry[] => entries.flatMap((entry) => [entry, ...all(entry.children)]);

test('a scene of our own format', () => {
  assert.deepEqual(lines(of(JSON.stringify({
    raypool: 1, title: 'x', camera: { transform: { translate: [0, 0, 0] } }, environment: { type: 'sky' },
    materials: { red: { base_color: [1, 0, 0] }, 'a/b': { type: 'dielectric' }, au: { preset: 'gold' } },
    lights: [{ type: 'point' }, { name: 'sun', type: 'directional' }],
    objects: [
      { name: 'ball', sphere: {}, material: 'red' }, { material: { type: 'diffuse' }, box: {} },
      { name: 'pair', group: { objects: [{ disk: {} }, { instance: 'tree' }] } },
    ],
  }))), [
    'camera', 'environment', 'materials (3)', '  red', '  a/b (dielectric)', '  au (gold)', 'lights (2)', '  point', '  sun (directional)',
    'objects (3)', '  ball (sphere)', '  box', '  pair (group)', '    disk', '    instance',
  ]);
});

test('scenes of the 2018 demo and of tray_rust have one, too', () => {
  assert.deepEqual(lines(of('{"width": 8, "elements": [{"Sphere": {"radius": 1}}, {"Plane": {}}], "lights": [{"Directional": {}}]}')),
    ['elements (2)', '  Sphere', '  Plane', 'lights (1)', '  Directional']);
  assert.deepEqual(lines(of('{"film": {"width": 8}, "materials": [{"name": "white", "type": "matte"}], "objects": [{"name": "lamp", "type": "emitter"}]}')),
    ['film', 'materials (1)', '  white (matte)', 'objects (1)', '  lamp (emitter)']);
});

test('what has no name is told apart by number and material', () => {
  assert.deepEqual(lines(of(JSON.stringify({
    objects: [{ sphere: {}, material: 'red' }, { box: {}, material: 'red' }, { sphere: {} }, { name: 'ball', sphere: {} }, { sphere: {}, material: 'blue' }],
  }))), ['objects (5)', '  sphere 1 (red)', '  box (red)', '  sphere 2', '  ball (sphere)', '  sphere 3 (blue)']);
});

test('every entry of every scene is where its pointer says, and found there', () => {
  for (const file of readdirSync('scenes').filter((name) => name.endsWith('.json'))) {
    const text = readFileSync(`scenes/${file}`, 'utf8');
    const { tree, source } = parse(text);
    const entries = outline(tree, source);
    assert.ok(entries.length > 1 || file === 'index.json', file);
    for (const entry of all(entries).slice(0, 300)) {
      const node = nodeAt(tree, source, entry.pointer);
      assert.ok(node && entry.from <= node.from && node.to <= entry.to, `${file} ${entry.pointer}`);
      assert.equal(entriesAt(entries, node.from).at(-1), entry);
    }
  }
});

test('very many are not all listed, and half a text still has what it has', () => {
  const [entry] = of(JSON.stringify({ objects: Array.from({ length: 700 }, () => ({ sphere: {} })) }));
  assert.deepEqual([entry!.children.length, entry!.more, entry!.detail], [500, 200, '700']);
  assert.deepEqual(lines(of('{"objects": [{"sphere": {}}, {"name": "b", "box": {')), ['objects (2)', '  sphere', '  b (box)']);
  assert.deepEqual(of(''), []);
  assert.deepEqual(of('[1]'), []);
});
