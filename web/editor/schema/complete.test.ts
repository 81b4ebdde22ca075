// Completion and help over the real schema, judged by a validator that is not ours.
import { snippet } from '@codemirror/autocomplete';
import { EditorState, type Transaction } from '@codemirror/state';
import Ajv from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { contextAt } from '../json/context';
import { complete, type Completions } from './complete';
import { describe, helpText } from './describe';
import { SceneSchema, type Schema } from './schema';
import { snippets } from './snippets';

const root = JSON.parse(readFileSync('docs/scene.schema.json', 'utf8')) as Schema;
const schema = new SceneSchema(root);
const validate = new Ajv({ strict: false }).compile(root as object);
const given: Record<string, string[]> = { materials: ['red', 'gl"ass', 'a}b'], textures: ['wood'], media: ['fog'], prototypes: ['{tree'] };

const at = (marked: string): Completions | null =>
  complete(schema, marked.replace('|', ''), marked.indexOf('|'), (section) => given[section] ?? []);
const labels = (marked: string): string[] => at(marked)?.suggestions.map(({ label }) => label) ?? [];
/** The text with a suggestion taken by the editor, its fields left as they are proposed. */
function taken(marked: string, label: string): string {
  const completions = at(marked)!;
  const one = completions.suggestions.find((suggestion) => suggestion.label === label)!;
  let state = EditorState.create({ doc: marked.replace('|', '') });
  const editor = { state, dispatch: (transaction: Transaction) => { state = transaction.state; } };
  snippet(one.insert)(editor, null, completions.from, completions.to);
  return state.doc.toString();
}

test('keys: those of the object there, without those it has or that these rule out', () => {
  const top = labels('{"raypool": 1, |}');
  assert.ok(!top.includes('raypool'));
  for (const key of ['camera', 'objects', 'materials', 'render']) assert.ok(top.includes(key), key);

  assert.deepEqual(labels('{"raypool": 1, "objects": [{"sphere": {|}}]}'), ['center', 'radius']);
  assert.deepEqual(labels('{"raypool": 1, "objects": [{"sphere": {"radius": 1, |}}]}'), ['center']);
  // The second of two keys, too, is not offered before the first.
  assert.deepEqual(labels('{"raypool": 1, "objects": [{"sphere": {|, "radius": 1}}]}'), ['center']);

  const inObject = labels('{"raypool": 1, "objects": [{"sphere": {}, |}]}');
  assert.ok(!inObject.includes('box') && !inObject.includes('sphere') && inObject.includes('material'));
  assert.ok(labels('{"raypool": 1, "objects": [{|}]}').includes('box'));
  const transform = labels('{"raypool": 1, "objects": [{"transform": {"rotate": {}, |}}]}');
  assert.ok(transform.includes('translate') && !transform.includes('matrix') && !transform.includes('rotation'));
  // Required ones first.
  assert.equal(labels('{"raypool": 1, "objects": [{"model": {|}}]}')[0], 'file');
});

test('the type of an object decides on its keys; without one it is the usual', () => {
  const material = (inside: string) => labels(`{"raypool": 1, "materials": {"m": {${inside}}}}`);
  assert.ok(material('|').includes('base_metalness') && !material('|').includes('ior'));
  assert.ok(material('"type": "dielectric", |').includes('ior') && !material('"type": "dielectric", |').includes('base_metalness'));
  assert.ok(material('|, "type": "dielectric"').includes('ior'));
  assert.ok(material('"type": "conductor", "roughness": 0.1, |').includes('ior_n'));
  assert.ok(!material('"type": "conductor", "roughness": 0.1, |').includes('alpha'));
  assert.deepEqual(labels('{"raypool": 1, "environment": {"type": "none", |}}'), []);
  assert.ok(labels('{"raypool": 1, "lights": [{"type": "spot", |}]}').includes('outer_cone_angle'));
});

test('values: enums, kinds, booleans, names, presets', () => {
  const kinds = labels('{"raypool": 1, "materials": {"m": {"type": "|"}}}');
  assert.deepEqual(kinds, ['openpbr', 'diffuse', 'conductor', 'dielectric', 'mix', 'interface', 'measured']);
  assert.deepEqual(labels('{"raypool": 1, "render": {"integrator": "|"}}').slice(0, 3), ['path', 'direct', 'albedo']);
  assert.deepEqual(labels('{"raypool": 1, "objects": [{"visible_to_camera": |}]}'), ['true', 'false']);
  const materials = labels('{"raypool": 1, "objects": [{"material": |}]}');
  assert.deepEqual(materials.slice(0, 3), given['materials']);
  assert.ok(materials.includes('gold') && materials.includes('{…}'));
  assert.deepEqual(labels('{"raypool": 1, "objects": [{"instance": "|"}]}'), given['prototypes']);
  assert.ok(labels('{"raypool": 1, "objects": [{"medium": |}]}').includes('fog'));
  assert.ok(labels('{"raypool": 1, "materials": {"m": {"base_color": |}}}').includes('wood'));
  assert.deepEqual(labels('{"raypool": 1, "materials": {"m": {"type": "mix", "a": |}}}').slice(0, 3), given['materials']);
  const presets = at('{"raypool": 1, "materials": {"m": {"preset": "|"}}}')!.suggestions;
  assert.ok(presets.length > 20);
  assert.ok(presets.find(({ label }) => label === 'salt')!.help!.description.includes('Rock salt'));
});

test('what is inserted stands in place of what was typed, with the commas that are missing', () => {
  const cases: [string, string, string][] = [
    ['{|}', 'raypool', '{"raypool": 1}'],
    ['{"raypool": 1, "objects": [{"material": |}]}', 'a}b', '{"raypool": 1, "objects": [{"material": "a}b"}]}'],
    ['{"raypool": 1, "objects": [{|}]}', 'instance', '{"raypool": 1, "objects": [{"instance": "{tree"}]}'],
    ['{"raypool": 1 |}', 'title', '{"raypool": 1 , "title": ""}'],
    ['{"raypool": 1, "re|"}', 'render', '{"raypool": 1, "render": {}}'],
    ['{"raypool": 1, "ren| \n"camera": {}}', 'render', '{"raypool": 1, "render": {}, \n"camera": {}}'],
    ['{"raypool": 1, "ren|": {"width": 5}}', 'render', '{"raypool": 1, "render": {"width": 5}}'],
    ['{"raypool": 1, "objects": [{"sphere": {rad|}}]}', 'radius', '{"raypool": 1, "objects": [{"sphere": {"radius": 1}}]}'],
    ['{"raypool": 1, "objects": [{"material": "r|"}]}', 'red', '{"raypool": 1, "objects": [{"material": "red"}]}'],
    ['{"raypool": 1, "objects": [{"material": |}]}', 'gl"ass', '{"raypool": 1, "objects": [{"material": "gl\\"ass"}]}'],
    ['{"raypool": 1, "materials": {"m": {|}}}', 'base_color', '{"raypool": 1, "materials": {"m": {"base_color": [0.8, 0.8, 0.8]}}}'],
    ['{"raypool": 1, "materials": {"gold": {}, |}}', 'gold', '{"raypool": 1, "materials": {"gold": {}, "gold 2": {"preset": "gold", "specular_roughness": 0.2}}}'],
  ];
  for (const [marked, label, expected] of cases) assert.equal(taken(marked, label), expected, marked);
});

test('every key with its first value makes a text that the schema takes, wherever it is offered', () => {
  let count = 0;
  const places = [
    '{"raypool": 1, |}', '{"raypool": 1, "render": {|}}', '{"raypool": 1, "display": {|}}', '{"raypool": 1, "camera": {|}}',
    ...['constant', 'gradient', 'sky'].map((type) => `{"raypool": 1, "environment": {"type": "${type}", |}}`),
    ...['sphere', 'box', 'rectangle', 'disk', 'plane', 'cylinder'].map((shape) => `{"raypool": 1, "objects": [{"${shape}": {|}}]}`),
    '{"raypool": 1, "objects": [{"sphere": {}, |}]}', '{"raypool": 1, "objects": [{|}]}',
    ...['openpbr', 'diffuse', 'dielectric', 'interface'].map((type) => `{"raypool": 1, "materials": {"red": {"type": "${type}", |}}}`),
    ...['point', 'spot', 'directional'].map((type) => `{"raypool": 1, "lights": [{"type": "${type}", |}]}`),
  ];
  // Need others beside them, or a file that must be named.
  const partial = /^(mesh|group|instance|model|keyframes|transform|matrix)$/;
  for (const place of places) {
    for (const label of labels(place)) {
      if (partial.test(label)) continue;
      const text = taken(place, label).replace(/,(\s*})/g, '$1');
      const valid = validate(JSON.parse(text));
      // It may need another field beside it, which is for the person to add.
      assert.ok(valid || validate.errors![0]!.keyword === 'required', `${text}: ${JSON.stringify(validate.errors?.[0])}`);
      if (valid) count++;
    }
  }
  assert.ok(count > 150, String(count));
});

test('every snippet is valid where the menu and completion put it', () => {
  for (const { label, section, value, name } of snippets) {
    const scene: Record<string, unknown> = { raypool: 1 };
    const node = root.properties![section]!;
    scene[section] = node.type === 'array' ? [value] : node.type === 'object' ? { [name]: value } : value;
    assert.ok(validate(scene), `${label}: ${JSON.stringify(validate.errors?.[0])}`);
  }
  const text = taken('{"raypool": 1, "objects": [|]}', 'sphere');
  assert.ok(validate(JSON.parse(text)), text);
  assert.ok(labels('{"raypool": 1, "lights": [|]}').includes('sun'));
  assert.ok(labels('{"raypool": 1, "environment": |}').includes('sky'));
});

test('help has the description, the type, the unit, the range and the default', () => {
  const help = (marked: string) => {
    const context = contextAt(marked.replace('|', ''), marked.indexOf('|'));
    const place = schema.placeAt(context);
    return place && describe(String(context.path.at(-1)), place);
  };
  assert.deepEqual(help('{"raypool": 1, "render": {"wi|dth": 800}}'), {
    title: 'width', description: 'Width of the picture.',
    facts: [['Type', 'whole number'], ['Unit', 'pixels'], ['Range', '1 to 16384'], ['Default', '800']],
  });
  assert.deepEqual(help('{"raypool": 1, "objects": [{"sphere": {"radius": 1|}}]}')!.facts,
    [['Type', 'number'], ['Unit', 'm'], ['Range', 'more than 0'], ['Default', '1']]);
  const colour = help('{"raypool": 1, "materials": {"m": {"base_color": "|"}}}')!;
  assert.equal(colour.facts[0]![1], 'number, or array of 3 numbers, or name of one of the textures, or a texture');
  assert.equal(colour.facts.find(([name]) => name === 'Range')![1], '0 to 1');
  assert.match(helpText(colour), /^base_color\. Colour of the diffuse base.*Default: 0\.8\.$/);
  assert.equal(help('{"raypool": 1, "nonsense": {"radius|": 1}}'), null);
});

test('scenes of other programs are let alone', () => {
  for (const text of ['{"width": 800, "fov": 90, |}', '{"film": {}, "objects": [{|}]}', '[|]', '{"width": 800, "fov": 90, "lights": [|]}']) {
    assert.equal(at(text), null, text);
  }
  assert.ok(labels('{|}').includes('raypool'));
  assert.ok(labels('{"ra|"}').includes('raypool'));
});
