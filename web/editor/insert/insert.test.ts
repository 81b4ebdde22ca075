import assert from 'node:assert/strict';
import { test } from 'node:test';
import { snippets } from '../schema/snippets';
import { withSnippet } from './insert';

const snippet = (label: string) => snippets.find((one) => one.label === label)!;

test('a thing comes where its kind belongs, under a name of its own, and the rest stays as it was', () => {
  let text = '{\n  "raypool": 1,\n  "objects": [\n    {"plane": {}}\n  ]\n}\n';
  const pointers = ['sphere', 'gold', 'gold', 'sun', 'sky', 'darkness'].map((label) => {
    const result = withSnippet(text, snippet(label));
    assert.ok('text' in result, JSON.stringify(result));
    text = result.text;
    return result.pointer;
  });
  assert.deepEqual(pointers, ['/objects/1', '/materials/gold', '/materials/gold 2', '/lights/0', '/environment', '/environment']);
  const scene = JSON.parse(text);
  assert.deepEqual(Object.keys(scene.materials), ['gold', 'gold 2']);
  assert.deepEqual(scene.environment, { type: 'none' });
  assert.equal(scene.objects.length, 2);
  assert.ok(text.startsWith('{\n  "raypool": 1,\n  "objects": [\n    {"plane": {}},\n    {"sphere": {"center": [0, 1, 0], "radius": 1}'), text);
});

test('an empty text becomes a scene; what cannot be is explained', () => {
  const made = withSnippet(' \n', snippet('sphere'));
  assert.ok('text' in made && JSON.parse(made.text).raypool === 1);
  for (const [text, why] of [['{"raypool": 1,', /Mend/], ['{"width": 3}', /own format/], ['{"raypool": 1, "objects": 3}', /objects/], ['[]', /own format/]] as const) {
    const result = withSnippet(text, snippet('sphere'));
    assert.ok('problem' in result && why.test(result.problem), JSON.stringify(result));
  }
});
