// Runs the command line (RAYPOOL_CLI, a JSON array; the native one of build/ unless it is set) in a folder of its own for each file
// of tests, and reads what it writes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { inflateSync } from 'node:zlib';

export const root = path.resolve(import.meta.dirname, '../../..');
const command = JSON.parse(process.env.RAYPOOL_CLI ?? '["build/native/raypool"]');
const folder = mkdtempSync(path.join(tmpdir(), 'raypool-cli-'));
after(() => rmSync(folder, { recursive: true }));
export const file = (name) => path.join(folder, name);
export const scene = 'scenes/default.json';
export const small = ['--width', '80', '--height', '60'];

/** A small scene of the native format: a ball on the ground, a lamp and a bright sky. */
writeFileSync(file('native.json'), JSON.stringify({
  raypool: 1,
  render: { width: 40, height: 30, samples: 4 },
  camera: { position: [0, 1, 5], look_at: [0, 0.5, 0], yfov: 40 },
  environment: { type: 'constant', color: [0.3, 0.4, 0.5] },
  objects: [
    { rectangle: { width: 8, height: 8, normal: [0, 1, 0] }, material: { type: 'diffuse', color: 0.5 } },
    { sphere: { center: [0, 0.6, 0], radius: 0.6 }, material: { type: 'diffuse', color: [0.8, 0.3, 0.2] } },
    { rectangle: { center: [0, 3, 0], normal: [0, -1, 0] },
      material: { type: 'diffuse', color: 0, emission_color: [9, 8, 7], emission_luminance: 1 } },
  ],
}));
export const native = file('native.json');

export function raypool(...args) {
  const [program, ...first] = command;
  const result = spawnSync(program, [...first, ...args], { cwd: root, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Renders the native scene; the file's name. */
export function rendered(name, ...args) {
  const { code, err } = raypool('render', native, '-o', file(name), '--quiet', ...args);
  assert.equal(code, 0, err);
  assert.equal(err, '');
  return file(name);
}

/** RGB rows from the top. */
export function readPfm(path) {
  const bytes = readFileSync(path);
  const [, header, width, height] = /^(PF\n(\d+) (\d+)\n-1\.0\n)/.exec(bytes.subarray(0, 40).toString('latin1'));
  const [w, h] = [Number(width), Number(height)];
  const values = new Float32Array(w * h * 3);
  for (let y = 0; y < h; ++y) {
    for (let i = 0; i < w * 3; ++i) values[y * w * 3 + i] = bytes.readFloatLE(header.length + ((h - 1 - y) * w * 3 + i) * 4);
  }
  return { width: w, height: h, values };
}

/** A reader of OpenEXR by itself: 32-bit floats, ZIP, which is what the program writes. */
export function readExr(path) {
  const bytes = readFileSync(path);
  let at = 8;
  const text = () => {
    const end = bytes.indexOf(0, at);
    const out = bytes.subarray(at, end).toString('latin1');
    at = end + 1;
    return out;
  };
  const exr = { attributes: {}, names: [], channels: {} };
  for (let name = text(); name; name = text()) {
    const type = text();
    const value = bytes.subarray(at + 4, at + 4 + bytes.readInt32LE(at));
    at += 4 + value.length;
    if (type === 'box2i') exr[name] = [0, 4, 8, 12].map((i) => value.readInt32LE(i));
    if (type === 'string') exr.attributes[name] = value.toString();
    if (name === 'compression') assert.equal(value[0], 3);
    if (name === 'channels') {
      for (let i = 0; value[i];) {
        const end = value.indexOf(0, i);
        exr.names.push(value.subarray(i, end).toString());
        assert.equal(value.readInt32LE(end + 1), 2);
        i = end + 17;
      }
    }
  }
  const [x0, y0, x1, y1] = exr.dataWindow;
  const [width, height] = [x1 - x0 + 1, y1 - y0 + 1];
  for (const name of exr.names) exr.channels[name] = new Float32Array(width * height);
  at += 8 * Math.ceil(height / 16);
  for (let first = 0; first < height; first += 16) {
    assert.equal(bytes.readInt32LE(at), y0 + first);
    const lines = Math.min(16, height - first);
    const size = lines * width * 4 * exr.names.length;
    let data = bytes.subarray(at + 8, at + 8 + bytes.readInt32LE(at + 4));
    at += 8 + data.length;
    if (data.length < size) {
      const inflated = inflateSync(data);
      for (let i = 1; i < inflated.length; ++i) inflated[i] += inflated[i - 1] - 128;
      data = Buffer.alloc(size);
      for (let i = 0; i < size; ++i) data[i] = inflated[(i % 2) * Math.ceil(size / 2) + (i >> 1)];
    }
    for (let line = 0, from = 0; line < lines; ++line) {
      for (const name of exr.names) {
        for (let x = 0; x < width; ++x, from += 4) exr.channels[name][(first + line) * width + x] = data.readFloatLE(from);
      }
    }
  }
  return { ...exr, width, height };
}

/** SHA-256 of a file. */
export const hash = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The scene with a change, in a file of its own. */
export function changed(name, change) {
  const value = JSON.parse(readFileSync(path.join(root, scene), 'utf8'));
  change(value);
  writeFileSync(file(name), JSON.stringify(value));
  return file(name);
}
