import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeImage } from './image-files';

/** Two columns, two rows. */
const film = new Float32Array([1, 2, 3, 0.5, 0, 0, 0, 0, 0, 1e6, 0.25, 1e-3]);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

test('PFM: rows from the bottom, the same floats', () => {
  const file = encodeImage('pfm', 2, 2, film);
  const header = 'PF\n2 2\n-1.0\n';
  assert.equal(text(file).slice(0, header.length), header);
  const floats = new Float32Array(file.slice(header.length).buffer);
  assert.deepEqual([...floats], [...film.slice(6), ...film.slice(0, 6)]);
});

test('HDR: a shared exponent, within a part in 128', () => {
  const file = encodeImage('hdr', 2, 2, film);
  const at = text(file).indexOf('+X 2\n') + 5;
  assert.equal(file.length - at, 16);
  for (let pixel = 0; pixel < 4; pixel++) {
    const rgbe = file.subarray(at + 4 * pixel);
    const most = Math.max(...film.subarray(3 * pixel, 3 * pixel + 3));
    for (let c = 0; c < 3; c++) {
      const value = rgbe[3] === 0 ? 0 : rgbe[c]! * 2 ** (rgbe[3]! - 136);
      assert.ok(Math.abs(value - film[3 * pixel + c]!) <= most / 128, `pixel ${pixel}`);
    }
  }
});

test('EXR: an index of the lines, and planes of floats in the order of the names', () => {
  const file = encodeImage('exr', 2, 2, film);
  const view = new DataView(file.buffer);
  assert.equal(view.getUint32(0, true), 20000630);
  const lineBytes = 8 + 24;
  const index = file.length - 2 * lineBytes - 16;
  for (let y = 0; y < 2; y++) {
    const at = Number(view.getBigUint64(index + 8 * y, true));
    assert.equal(at, index + 16 + y * lineBytes);
    assert.deepEqual([view.getInt32(at, true), view.getInt32(at + 4, true)], [y, 24]);
    const planes = Array.from({ length: 6 }, (_, i) => view.getFloat32(at + 8 + 4 * i, true));
    const of = (x: number, c: number): number => film[3 * (2 * y + x) + c]!;
    assert.deepEqual(planes, [of(0, 2), of(1, 2), of(0, 1), of(1, 1), of(0, 0), of(1, 0)]);
  }
});
