import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { applied, format, layOut, moved } from './json-format';

function formatted(text: string): string {
  const changes = format(text)!;
  changes.forEach(({ from }, i) => assert.ok(i === 0 || from >= changes[i - 1]!.to, 'in order'));
  return applied(text, changes);
}

test('short things stand on one line, the rest is broken up level by level', () => {
  const scene = {
    raypool: 1, camera: { position: [0, 1.5, 6], look_at: [0, 0, 0] }, objects: [{ sphere: {} }, { name: 'a', box: { size: [1, 2, 3] } }],
    materials: {}, textures: { wood: { type: 'image', path: 'x'.repeat(120) } },
  };
  assert.equal(formatted(JSON.stringify(scene)), `{
  "raypool": 1,
  "camera": {"position": [0, 1.5, 6], "look_at": [0, 0, 0]},
  "objects": [{"sphere": {}}, {"name": "a", "box": {"size": [1, 2, 3]}}],
  "materials": {},
  "textures": {
    "wood": {
      "type": "image",
      "path": "${'x'.repeat(120)}"
    }
  }
}
`);
});

test('numbers keep their spelling, and long lists of them are filled', () => {
  const numbers = Array.from({ length: 60 }, (_, i) => `${i}.50e0`);
  const text = formatted(`{"raypool":1,"objects":[{"mesh":{"positions":[${numbers.join(' ,\n')}]}}]}`);
  assert.deepEqual(text.match(/\d+\.50e0/g), numbers);
  const rows = text.split('\n').filter((row) => row.includes('.50e0'));
  assert.ok(rows.length >= 4 && rows.length <= 8, text);
  assert.ok(rows.slice(0, -1).every((row) => row.length > 90 && row.length <= 110), text);
});

test('the scenes keep their meaning and every token; formatting twice changes nothing more', () => {
  for (const name of readdirSync('scenes').filter((file) => file.endsWith('.json'))) {
    const text = readFileSync(`scenes/${name}`, 'utf8');
    const once = formatted(text);
    assert.deepEqual(JSON.parse(once), JSON.parse(text));
    const bare = (s: string): string => s.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
    assert.equal(bare(once), bare(text), name);
    assert.deepEqual(format(once), [], name);
    const long = once.split('\n').filter((row) => row.length > 112 && !/"[^"]{40,}"/.test(row));
    assert.deepEqual(long, [], name);
  }
});

test('what is not JSON is let alone', () => {
  for (const text of ['', '{', '{"a": }', '{"a": 1} x', '[1 2]', '{"a": "b]']) assert.equal(format(text), null, text);
  assert.equal(formatted(' 5 '), '5\n');
  assert.equal(formatted('{ }'), '{}\n');
});

test('a value for a line that is indented', () => {
  assert.equal(layOut({ sphere: { center: [0, 1, 0] } }, '  '), '{"sphere": {"center": [0, 1, 0]}}');
  const long = { a: 'x'.repeat(60), b: { c: 'y'.repeat(60) } };
  assert.equal(layOut(long, '    '), `{\n      "a": "${'x'.repeat(60)}",\n      "b": {"c": "${'y'.repeat(60)}"}\n    }`);
});

test('a place in the text stays with what stood there', () => {
  const text = '{"raypool":1,"objects":[{"sphere":{}},   {"box":{"size":[1,2,3]}}],   "title":"' + 'long '.repeat(30) + '"}';
  const changes = format(text)!;
  const after = applied(text, changes);
  for (const word of ['{"ray', '1,"ob', '{"sph', '{"box', '3]', '"title', 'long "']) {
    const to = moved(text.indexOf(word), changes);
    assert.equal(after.slice(to).trimStart()[0], word[0], word);
    assert.equal(after.slice(0, to).replaceAll(/\s/g, ''), text.slice(0, text.indexOf(word)).replaceAll(/\s/g, ''), word);
  }
  assert.equal(moved(text.length, changes), after.length - 1, 'before the end of the last line');
});
