// Parts put together to a whole, and pictures compared.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { file, hash, native, raypool, readExr, readPfm, rendered } from './support.mjs';

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

test('--crop renders a part of the same picture', () => {
  const whole = readPfm(rendered('whole.pfm'));
  const part = readPfm(rendered('part.pfm', '--crop', '10,5,16,8'));
  assert.deepEqual([part.width, part.height], [16, 8]);
  for (let y = 0; y < 8; ++y) {
    for (let i = 0; i < 48; ++i) assert.equal(part.values[y * 48 + i], whole.values[((y + 5) * 40 + 10) * 3 + i]);
  }
  const exr = readExr(rendered('part.exr', '--crop', '10,5,16,8'));
  assert.deepEqual([exr.dataWindow, exr.displayWindow], [[10, 5, 25, 12], [0, 0, 39, 29]]);
  const png = PNG.sync.read(readFileSync(rendered('part.png', '--crop', '10,5,16,8')));
  assert.deepEqual([png.width, png.height], [16, 8]);
});

/** Floats of two means of the same samples, added up in another order. */
const close = (a, b) => Math.abs(a - b) <= 2e-7 * Math.max(Math.abs(a), Math.abs(b));

test('merge: ranges of samples are the whole', () => {
  const whole = readExr(rendered('m.exr', '--samples', '8', '--aov', 'albedo,depth'));
  const parts = ['0:3', '3:4', '4:8'].map((range, i) => rendered(`m${i}.exr`, '--sample-range', range, '--aov', 'albedo,depth'));
  const { code, err } = raypool('merge', ...parts, '-o', file('merged.exr'));
  assert.equal(code, 0, err);
  assert.match(err, /3 parts, 40 x 30 pixels, 8 samples a pixel/);
  const merged = readExr(file('merged.exr'));
  assert.deepEqual(merged.names, whole.names);
  for (const name of merged.names) {
    merged.channels[name].forEach((v, i) => assert.ok(close(v, whole.channels[name][i]), `${name} ${i}: ${v} ${whole.channels[name][i]}`));
  }
  assert.equal(raypool('merge', ...parts, '-o', file('merged.pfm'), '--quiet').code, 0);
  readPfm(file('merged.pfm')).values.forEach((v, i) => assert.equal(v, merged.channels['RGB'[i % 3]][Math.floor(i / 3)]));
});

test('merge: crops are the whole, byte for byte', () => {
  const parts = ['0,0,40,11', '0,11,13,19', '13,11,27,19'].map((crop, i) => rendered(`c${i}.exr`, '--crop', crop));
  assert.equal(raypool('merge', ...parts, '-o', file('crops.pfm'), '--quiet').code, 0);
  assert.equal(hash(file('crops.pfm')), hash(rendered('c.pfm')));
});

test('merge: the same samples twice, parts of other pictures, and what is no part', () => {
  const part = rendered('twice.exr');
  const twice = raypool('merge', part, rendered('range.exr', '--sample-range', '3:5'), '-o', file('bad.exr'));
  assert.equal(twice.code, 1);
  assert.match(twice.err, /twice\.exr and .*range\.exr hold the same samples/);
  assert.equal(raypool('merge', part, rendered('other.exr', '--seed', '9'), '-o', file('good.exr'), '--quiet').code, 0);
  const sizes = raypool('merge', part, rendered('small.exr', '--width', '20', '--seed', '9'), '-o', file('bad.exr'));
  assert.equal(sizes.code, 1);
  assert.match(sizes.err, /pictures of different sizes/);
  assert.equal(raypool('merge', rendered('no.png'), '-o', file('bad.exr')).code, 1);
  assert.ok(!existsSync(file('bad.exr')));
});

test('merge: files without numbers of samples count as --samples says', () => {
  const [a, b] = [rendered('w1.pfm', '--samples', '1'), rendered('w2.pfm', '--samples', '2', '--seed', '3')];
  assert.equal(raypool('merge', a, b, '-o', file('w.pfm'), '--samples', '1,3', '--quiet').code, 0);
  const [x, y, w] = [a, b, file('w.pfm')].map((path) => readPfm(path).values);
  w.forEach((v, i) => assert.ok(close(v, (x[i] + 3 * y[i]) / 4)));
  assert.equal(raypool('merge', a, b, '-o', file('w.pfm'), '--samples', '1', '--quiet').code, 2);
});

test('compare of linear pictures: metrics, thresholds, pictures of the difference', () => {
  const [a, b] = [rendered('x.exr', '--samples', '16'), rendered('y.exr', '--samples', '16', '--seed', '5')];
  const result = raypool('compare', a, b, '-o', file('d.pfm'), '--flip', file('f.png'), '--threshold', '100');
  assert.equal(result.code, 0);
  const [x, y] = [a, b].map((path) => readExr(path).channels);
  let squares = 0, relative = 0;
  for (const c of 'RGB') {
    x[c].forEach((v, i) => {
      squares += (v - y[c][i]) ** 2 / 3600;
      relative += (v - y[c][i]) ** 2 / (y[c][i] ** 2 + 0.01) / 3600;
    });
  }
  const number = (name) => Number(new RegExp(`^${name} +(\\S+)`, 'm').exec(result.out)[1]);
  assert.ok(Math.abs(number('MSE') / squares - 1) < 1e-4);
  assert.ok(Math.abs(number('relMSE') / relative - 1) < 1e-4);
  assert.ok(number('FLIP') > 0 && number('FLIP') < 0.5);
  assert.ok(Math.abs(readPfm(file('d.pfm')).values[30] - Math.abs(x.R[10] - y.R[10])) < 1e-7);
  const map = PNG.sync.read(readFileSync(file('f.png')));
  assert.deepEqual([map.width, map.height], [40, 30]);
  const over = raypool('compare', a, b, '--threshold', String(squares / 2));
  assert.equal(over.code, 1);
  assert.match(over.out, /mse is above the threshold/);
  assert.equal(raypool('compare', a, b, '--metric', 'flip', '--threshold', '0').code, 1);
});

test('compare with standard errors: other seeds agree, a brighter picture does not', () => {
  const [a, b] = [rendered('s1.exr', '--samples', '64', '--aov', 'stderr'), rendered('s2.exr', '--samples', '64', '--aov', 'stderr', '--seed', '5')];
  const same = raypool('compare', a, b, '--stderr', b, '--own-stderr', a, '--tolerance', '0.02');
  assert.equal(same.code, 0, same.out);
  assert.match(same.out, /verdict +agrees/);
  const bright = JSON.parse(readFileSync(native, 'utf8'));
  bright.environment.color = [0.33, 0.4, 0.5];
  writeFileSync(file('bright.json'), JSON.stringify(bright));
  raypool('render', file('bright.json'), '-o', file('bright.exr'), '--samples', '64', '--aov', 'stderr', '--quiet');
  const other = raypool('compare', file('bright.exr'), b, '--stderr', b, '--own-stderr', file('bright.exr'), '--tolerance', '0.02');
  assert.equal(other.code, 1);
  assert.match(other.out, /verdict +DISAGREES/);
});

test('compare of what cannot be compared is bad input', () => {
  const a = rendered('a1.pfm');
  const size = raypool('compare', a, rendered('a2.pfm', '--width', '20'));
  assert.equal(size.code, 1);
  assert.match(size.err, /differ in size: 40 x 30 and 20 x 30/);
  writeFileSync(file('cut.exr'), readFileSync(rendered('cut0.exr')).subarray(0, 900));
  const cut = raypool('compare', a, file('cut.exr'));
  assert.equal(cut.code, 1);
  assert.match(cut.err, /cut\.exr: the EXR file is/);
});
