// What stands in the picture files that the command line writes.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { file, hash, native, raypool, readExr, readPfm, rendered, scene, small } from './support.mjs';

test('render writes a PNG of the size asked for, opaque, with something in it', () => {
  const { code, err } = raypool('render', scene, '-o', file('a.png'), ...small);
  assert.equal(code, 0, err);
  const png = PNG.sync.read(readFileSync(file('a.png')));
  assert.deepEqual([png.width, png.height], [80, 60]);
  const values = new Set(png.data.filter((_, i) => i % 4 !== 3));
  assert.ok(values.size > 50, `${values.size} different values`);
  assert.ok(png.data.every((value, i) => i % 4 !== 3 || value === 255));
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

test('an EXR has the picture, its samples, what was asked for, and says which samples they are', () => {
  const exr = readExr(rendered('all.exr', '--aov', 'albedo,normal,depth,object,material,stderr', '--seed', '7'));
  assert.deepEqual(exr.names, ['B', 'G', 'R', 'Z', 'albedo.B', 'albedo.G', 'albedo.R', 'materialId', 'normal.X', 'normal.Y', 'normal.Z',
    'objectId', 'samples', 'stderr.B', 'stderr.G', 'stderr.R']);
  const pfm = readPfm(rendered('all.pfm', '--seed', '7'));
  pfm.values.forEach((v, i) => assert.equal(v, exr.channels['RGB'[i % 3]][Math.floor(i / 3)]));
  assert.ok(exr.channels.samples.every((n) => n === 4));
  assert.deepEqual([exr.attributes['raypool:seed'], exr.attributes['raypool:sampleBegin'], exr.attributes['raypool:sampleEnd']], ['7', '0', '4']);
  // The middle of the picture: the ball, 4.4 away, its albedo, facing the camera.
  const middle = 14 * 40 + 20;
  assert.ok(Math.abs(exr.channels.Z[middle] - 4.43) < 0.05, `${exr.channels.Z[middle]}`);
  for (const [c, value] of [['R', 0.8], ['G', 0.3], ['B', 0.2]]) assert.ok(Math.abs(exr.channels[`albedo.${c}`][middle] - value) < 1e-3);
  assert.ok(exr.channels['normal.Z'][middle] > 0.9);
  assert.notEqual(exr.channels.objectId[middle], exr.channels.objectId[29 * 40 + 20]);
  assert.ok(exr.channels['stderr.R'].some((e) => e > 0) && exr.channels['stderr.R'].every((e) => e >= 0 && e < 5));
});

test('AOVs beside a picture that can hold no more channels', () => {
  rendered('beside.png', '--aov', 'albedo,normal');
  const [albedo, normal] = ['albedo', 'normal'].map((aov) => readPfm(file(`beside.${aov}.pfm`)).values);
  const at = (14 * 40 + 20) * 3;
  assert.ok(Math.abs(albedo[at] - 0.8) < 1e-3);
  assert.ok(normal.some((v) => v < 0), 'normals keep their sign');
  assert.ok(Math.hypot(...normal.subarray(at, at + 3)) > 0.95);
});

test('a PNG of normals shows them', () => {
  const { data, width, height } = PNG.sync.read(readFileSync(rendered('normals.png', '--integrator', 'normal')));
  const at = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
  const floor = at(4, height - 2);   // up: (1/2, 1, 1/2)
  assert.ok(Math.abs(floor[0] - 128) < 4 && floor[1] > 250 && Math.abs(floor[2] - 128) < 4, String(floor));
});

test('--pixel prints the sample that the picture is made of', () => {
  const [x, y] = [21, 17];
  const at = (y * 40 + x) * 3;
  const sums = [0, 0, 0];
  for (let sample = 0; sample < 4; ++sample) {
    const { code, out } = raypool('render', native, '--pixel', `${x},${y}`, '--sample', String(sample));
    assert.equal(code, 0);
    const [r, w] = ['radiance', 'weight'].map((key) => new RegExp(`^${key} +(.+)$`, 'm').exec(out)[1].split(' ').map(Number));
    assert.match(out, new RegExp(`pixel +${x},${y}\nsample +${sample}\nseed +0\n`));
    assert.match(out, /object +1\nmaterial +\d+\nbounces +\d+\nrays +[1-9]/);
    r.forEach((value, c) => { sums[c] += value * w[0] / 4; });
  }
  const { values } = readPfm(rendered('replay.pfm'));
  sums.forEach((value, c) => assert.ok(Math.abs(value - values[at + c]) <= 1e-6 * values[at + c], `${value} ${values[at + c]}`));
});

test('--exposure and --tonemap change what a PNG shows, not what an EXR holds', () => {
  const mean = (name, ...args) => {
    const { data } = PNG.sync.read(readFileSync(rendered(name, ...args)));
    return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? 0 : value), 0) / (data.length / 4 * 3);
  };
  const [plain, brighter, darker] = [mean('e.png'), mean('e1.png', '--exposure', '1'), mean('e2.png', '--exposure', '-2')];
  assert.ok(brighter > plain + 10 && darker < plain - 10, `${darker} ${plain} ${brighter}`);
  const maps = ['agx', 'neutral', 'aces', 'linear'].map((map) => hash(rendered(`${map}.png`, '--tonemap', map)));
  assert.equal(new Set(maps).size, 4);
  assert.equal(hash(rendered('e.exr')), hash(rendered('e3.exr', '--exposure', '3', '--tonemap', 'linear')));
});

test('HDR holds what PFM does to a 256th', () => {
  rendered('h.hdr');
  rendered('h.pfm');
  const { code, out } = raypool('compare', file('h.hdr'), file('h.pfm'), '--metric', 'relmse', '--threshold', '1e-5');
  assert.equal(code, 0, out);
});
