import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextAt } from './context';

/** The context at the bar in the text. */
const at = (marked: string) => contextAt(marked.replace('|', ''), marked.indexOf('|'));
const brief = (marked: string) => {
  const { path, place, commaBefore, next } = at(marked);
  return `${place} ${path.join('/')}${commaBefore ? ' comma' : ''} ${next}`.trimEnd();
};

test('keys and values, in whole texts and in halves', () => {
  const cases: [string, string][] = [
    ['|', 'value'],
    ['{|', 'key'],
    ['{|}', 'key  }'],
    ['{"raypool": 1, |}', 'key  }'],
    ['{"raypool": 1 |}', 'key  comma }'],
    ['{"raypool": 1, "ob|"}', 'key ob }'],
    ['{"raypool": 1, "ob|\n "camera": {}}', 'key ob "'],
    ['{"ob|": []}', 'key ob :'],
    ['{"objects": |}', 'value objects }'],
    ['{"objects": [|]}', 'value objects/0 ]'],
    ['{"objects": [{"sphere": {}}, |]}', 'value objects/1 ]'],
    ['{"objects": [{"sphere": {}} |]}', 'value objects/1 comma ]'],
    ['{"objects": [{"sphere": {|}}]}', 'key objects/0/sphere }'],
    ['{"objects": [{"sphere": {"radius": 0.|5}}]}', 'value objects/0/sphere/radius }'],
    ['{"objects": [{"sphere": {"center": [0, 1, |', 'value objects/0/sphere/center/2'],
    ['{"objects": [{"sphere": {"center": [0, 1|', 'value objects/0/sphere/center/1'],
    ['{"objects": [{"material": |\n"medium": "x"}]}', 'value objects/0/material "'],
    ['{"objects": [{"material": "gl|"}, {}]}', 'value objects/0/material }'],
    ['{"a": {"b": "}]\\"{|"}}', 'value a/b }'],
    ['{"type":|"base_color": 1}', 'value type "'],
    ['{|"radius": 1}', 'key  "'],
    ['{"a": 1} |', 'value'],
    ['{"a": [1, 2}, "b": |', 'none'],
    ['{"a" |', 'none a'],
  ];
  for (const [marked, expected] of cases) {
    if (expected === 'none') assert.doesNotThrow(() => at(marked));
    else assert.equal(brief(marked), expected, marked);
  }
});

test('an object has the members before and behind the cursor, with their plain values', () => {
  const { frames } = at('{"materials": {"red": {"type": "diffuse", "co|", "roughness": 0.5, "emission_color": [1, 1]}, "blue": {}}, "objects": []}');
  assert.deepEqual(frames.map((frame) => frame.members.map(({ key, scalar }) => [key, scalar])), [
    [['materials', null], ['objects', null]],
    [['red', null], ['blue', null]],
    [['type', '"diffuse"'], ['co', null], ['roughness', '0.5'], ['emission_color', null]],
  ]);
  assert.deepEqual(frames.map((frame) => frame.step), ['materials', 'red', 'co']);
});

test('a key without a value does not swallow the next', () => {
  const { frames } = at('{"material": \n"medium": "fog", |}');
  assert.deepEqual(frames[0]!.members.map(({ key, scalar, hasValue }) => [key, scalar, hasValue]), [
    ['material', null, false], ['medium', '"fog"', true],
  ]);
});

test('any part of a text, and any cut of it, has a context', () => {
  const text = JSON.stringify({ raypool: 1, objects: [{ sphere: { center: [0, 1, 2] }, material: 'a"b\\' }, [[], {}], true, null] }, null, 1);
  for (let i = 0; i <= text.length; i++) {
    contextAt(text, i);
    contextAt(text.slice(0, i), i);
    contextAt(text.slice(i), 0);
  }
});
