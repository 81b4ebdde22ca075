// The command line as its users meet it: arguments, files, exit codes, what it says. Run natively and under Node:
//   RAYPOOL_CLI='["build/native/raypool"]' node --test app/cli/cli.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { PNG } from 'pngjs';

const root = path.resolve(import.meta.dirname, '../..');
const command = JSON.parse(process.env.RAYPOOL_CLI ?? '["build/native/raypool"]');
const folder = mkdtempSync(path.join(tmpdir(), 'raypool-cli-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name) => path.join(folder, name);
const scene = 'scenes/default.json';
const small = ['--width', '80', '--height', '60'];

function raypool(...args) {
  const [program, ...first] = command;
  const result = spawnSync(program, [...first, ...args], { cwd: root, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** The scene with a change, in a file of its own. */
function changed(name, change) {
  const value = JSON.parse(readFileSync(path.join(root, scene), 'utf8'));
  change(value);
  writeFileSync(file(name), JSON.stringify(value));
  return file(name);
}

test('render writes a PNG of the size asked for, opaque, with something in it', () => {
  const { code, err } = raypool('render', scene, '-o', file('a.png'), ...small);
  assert.equal(code, 0, err);
  const png = PNG.sync.read(readFileSync(file('a.png')));
  assert.deepEqual([png.width, png.height], [80, 60]);
  const values = new Set(png.data.filter((_, i) => i % 4 !== 3));
  assert.ok(values.size > 50, `${values.size} different values`);
  assert.ok(png.data.every((value, i) => i % 4 !== 3 || value === 255));
});

test('the number of threads does not change a byte', () => {
  const hashes = [1, 2, 3, 8].map((threads) => {
    const out = file(`t${threads}.pfm`);
    assert.equal(raypool('render', scene, '-o', out, ...small, '--threads', String(threads), '--quiet').code, 0);
    return createHash('sha256').update(readFileSync(out)).digest('hex');
  });
  assert.equal(new Set(hashes).size, 1);
});

test('PFM holds the linear values whose gamma the PNG shows, rows from the bottom', () => {
  raypool('render', scene, '-o', file('b.pfm'), ...small);
  raypool('render', scene, '-o', file('b.png'), ...small);
  const bytes = readFileSync(file('b.pfm'));
  const header = 'PF\n80 60\n-1.0\n';
  assert.equal(bytes.subarray(0, header.length).toString('latin1'), header);
  assert.equal(bytes.length, header.length + 80 * 60 * 12);
  const png = PNG.sync.read(readFileSync(file('b.png')));
  for (let y = 0; y < 60; ++y) {
    for (let i = 0; i < 80 * 3; ++i) {
      const linear = bytes.readFloatLE(header.length + ((59 - y) * 80 * 3 + i) * 4);
      const shown = png.data[(y * 80 + Math.floor(i / 3)) * 4 + (i % 3)];
      // The rounding of the gamma at a threshold is not this test's.
      assert.ok(Math.abs(Math.min(255, Math.floor(255 * linear ** (1 / 2.2))) - shown) <= 1);
    }
  }
});

test('HDR is written in the Radiance format', () => {
  assert.equal(raypool('render', scene, '-o', file('c.hdr'), ...small).code, 0);
  assert.match(readFileSync(file('c.hdr')).subarray(0, 200).toString('latin1'), /^#\?RADIANCE\n[^]*-Y 60 \+X 80\n/);
});

test('statistics', () => {
  assert.equal(raypool('render', scene, '-o', file('d.png'), ...small, '--threads', '2', '--stats', file('d.json')).code, 0);
  const stats = JSON.parse(readFileSync(file('d.json'), 'utf8'));
  assert.equal(stats.threads, 2);
  assert.equal(stats.samplesDone, 1);
  assert.ok(stats.rays >= 80 * 60);
  assert.ok(stats.seconds > 0 && stats.firstPixelMs > 0 && stats.memoryBytes > 80 * 60 * 16);
});

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

test('wrong usage exits with 2 and says what is wrong', () => {
  for (const args of [[], ['paint'], ['render', scene], ['render', scene, '-o', file('x.gif')],
    ['render', scene, '-o', file('x.png'), '--threads', '0'], ['render', scene, '-o', file('x.png'), '--width', '99999']]) {
    const { code, err, out } = raypool(...args);
    assert.equal(code, 2, args.join(' '));
    assert.ok((err + out).length > 10);
  }
});

test('a picture that cannot be written exits with 3', () => {
  const { code, err } = raypool('render', scene, '-o', path.join(folder, 'no', 'such', 'folder.png'), ...small);
  assert.equal(code, 3);
  assert.match(err, /can't be written: No such file or directory/);
});

test('check and info', () => {
  assert.deepEqual(raypool('check', scene), { code: 0, out: `${scene}: good\n`, err: '' });
  const { code, out } = raypool('info', scene);
  assert.equal(code, 0);
  assert.match(out, /format +demo-2018\npicture +800 x 800 pixels\nintegrator +classic\nelements +5\nlights +3\n/);
});

test('compare counts what differs', () => {
  const make = (name, change) => {
    const png = new PNG({ width: 4, height: 3 });
    png.data.forEach((_, i) => { png.data[i] = i % 4 === 3 ? 255 : 100; });
    change(png.data);
    writeFileSync(file(name), PNG.sync.write(png));
    return file(name);
  };
  const a = make('one.png', () => {});
  const b = make('two.png', (data) => { data[0] = 103; data[5] = 90; });
  const { code, out } = raypool('compare', a, b, '-o', file('difference.png'));
  assert.equal(code, 0);
  assert.match(out, /pixels different +2 of 12\nlargest difference +10\/255\n/);
  const mse = Number(/MSE +(\S+)/.exec(out)[1]);
  assert.ok(Math.abs(mse - (9 + 100) / 36 / 255 ** 2) < 1e-9);
  assert.equal(PNG.sync.read(readFileSync(file('difference.png'))).data[0], 48);
  assert.equal(raypool('compare', a, file('nothing.png')).code, 1);
});

test('--time-limit ends a render that takes longer, and writes what there is', () => {
  // Two mirrors of reflectivity 1 face each other: nothing is faint enough to leave out.
  const plane = (z, n) => ({ Plane: { origin: { x: 0, y: 0, z }, normal: { x: 0, y: 0, z: n }, material: {
    coloration: { Color: { red: 1, green: 1, blue: 1 } }, albedo: 0.2, surface: { Reflective: { reflectivity: 1 } } } } });
  const slow = changed('slow.json', (s) => {
    Object.assign(s, { width: 2000, height: 2000, max_recursion_depth: 60000, shadow_bias: 1e-6 });
    s.elements = [plane(-5, -1), plane(5, 1)];
  });
  const { code, err } = raypool('render', slow, '-o', file('slow.png'), '--time-limit', '0.5');
  assert.equal(code, 0, err);
  assert.match(err, /the time was up before it was complete/);
  assert.equal(PNG.sync.read(readFileSync(file('slow.png'))).width, 2000);
});
