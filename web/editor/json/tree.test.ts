import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLanguage } from '@codemirror/lang-json';
import { Text } from '@codemirror/state';
import { nodeAt, pathAt, pathToPointer, pointerToSteps } from './tree';

const parse = (text: string) => ({ text, tree: jsonLanguage.parser.parse(text), source: Text.of(text.split('\n')) });

/** Every value of a JSON text with its pointer, by JavaScript's own parser. */
function pointersOf(value: unknown, pointer = ''): [string, unknown][] {
  const inner = typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, entry]) => pointersOf(entry, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`))
    : [];
  return [[pointer, value], ...inner];
}

test('a pointer finds its value, and the value its pointer', () => {
  const value = {
    raypool: 1, '': 'empty key', 'a/b~c': { '~1': [true, false, null], 'quo"te\n': 'ü\\' },
    objects: [{ sphere: { center: [0, -1.5, 2e-7] } }, { group: { objects: [{ box: {} }, []] } }], last: -0.5,
  };
  for (const indent of [0, 2]) {
    const { text, tree, source } = parse(JSON.stringify(value, null, indent));
    const all = pointersOf(value);
    assert.equal(all.length, 23);
    for (const [pointer, expected] of all) {
      const node = nodeAt(tree, source, pointer);
      assert.ok(node, pointer);
      assert.deepEqual(JSON.parse(text.slice(node.from, node.to)), expected);
      assert.equal(pathToPointer(pathAt(tree, source, node.from)), pointer);
      const scalar = typeof expected !== 'object' || expected === null;
      if (scalar) assert.equal(pathToPointer(pathAt(tree, source, node.to)), pointer, 'behind its end');
    }
  }
});

test('a pointer to nothing finds nothing', () => {
  const { tree, source } = parse('{"a": [1, {"b": 2}], "c": 3}');
  for (const pointer of ['/d', '/a/2', '/a/-1', '/a/01', '/a/x', '/c/0', '/a/1/b/z']) assert.equal(nodeAt(tree, source, pointer), null, pointer);
  assert.deepEqual(pointerToSteps('/a~1b/~01'), ['a/b', '~1']);
});

test('the cursor on a key is at its value; between values it is in what holds them', () => {
  const text = '{"objects": [{"sphere": {"radius": 1}}, {"box": {}}]}';
  const { tree, source } = parse(text);
  const at = (what: string, more = 0) => pathToPointer(pathAt(tree, source, text.indexOf(what) + more));
  assert.equal(at('"radius"', 3), '/objects/0/sphere/radius');
  assert.equal(at(', {"box"', 1), '/objects');
  assert.equal(at('{"box"'), '/objects/1');
  assert.equal(at('{"objects'), '');
});

test('half a text has places, too, and none of them throws', () => {
  const text = '{"objects": [{"sphere": {"radius": }}, {"box": {"size": 2}, "na';
  const { tree, source } = parse(text);
  assert.equal(pathToPointer(pathAt(tree, source, text.indexOf('}}'))), '/objects/0/sphere');
  assert.equal(pathToPointer(pathAt(tree, source, text.indexOf('2}'))), '/objects/1/box/size');
  for (let end = 0; end <= text.length; end++) {
    const half = parse(text.slice(0, end));
    assert.doesNotThrow(() => pathAt(half.tree, half.source, end));
  }
});
