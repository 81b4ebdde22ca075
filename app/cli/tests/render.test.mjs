// What a render takes account of: threads, samples, limits, integrators, denoising.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { PNG } from 'pngjs';
import { changed, file, hash, native, raypool, readExr, readPfm, rendered, scene, small } from './support.mjs';

test('the number of threads does not change a byte', () => {
  const hashes = [1, 2, 3, 8].map((threads) => {
    const out = file(`t${threads}.pfm`);
    assert.equal(raypool('render', scene, '-o', out, ...small, '--threads', String(threads), '--quiet').code, 0);
    return hash(out);
  });
  assert.equal(new Set(hashes).size, 1);
});

test('statistics', () => {
  assert.equal(raypool('render', scene, '-o', file('d.png'), ...small, '--threads', '2', '--stats', file('d.json')).code, 0);
  const stats = JSON.parse(readFileSync(file('d.json'), 'utf8'));
  assert.equal(stats.threads, 2);
  assert.equal(stats.samplesDone, 1);
  assert.ok(stats.rays >= 80 * 60);
  assert.ok(stats.seconds > 0 && stats.firstPixelMs > 0 && stats.memoryBytes > 80 * 60 * 16);
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

test('the number of threads does not change a byte of a path-traced picture', () => {
  const files = [1, 2, 5].map((threads) => rendered(`p${threads}.exr`, '--threads', String(threads), '--aov', 'albedo,normal,depth,stderr'));
  assert.equal(new Set(files.map(hash)).size, 1);
});

test('how well trees are built does not change a byte of a picture', () => {
  // A mesh that crosses itself, each triangle twice.
  const positions = [], indices = [];
  for (let i = 0; i < 400; ++i) {
    for (let k = 0; k < 3; ++k) positions.push([Math.sin(i * 3.1 + k), Math.cos(i * 1.7 + 2 * k), Math.sin(i * 0.3 + k * k)]);
    indices.push([3 * i, 3 * i + 1, 3 * i + 2], [3 * i + 1, 3 * i + 2, 3 * i]);
  }
  writeFileSync(file('tangle.json'), JSON.stringify({ raypool: 1, render: { width: 60, height: 50, samples: 4 }, objects: [{ mesh: { positions, indices } }] }));
  const hashes = ['default', 'high'].map((build) => {
    const { code, err } = raypool('render', file('tangle.json'), '-o', file(`${build}.exr`), '--quiet', '--aov', 'normal,depth', '--bvh-build', build);
    assert.equal(code, 0, err);
    return hash(file(`${build}.exr`));
  });
  assert.equal(hashes[0], hashes[1]);
  assert.match(raypool('render', file('tangle.json'), '-o', file('x.exr'), '--bvh-build', 'best').err, /--bvh-build/);
});

test('--samples, --seed, --width and --height instead of what the scene says', () => {
  const plain = rendered('o.pfm');
  assert.equal(hash(rendered('o4.pfm', '--samples', '4', '--seed', '0')), hash(plain));
  assert.notEqual(hash(rendered('o5.pfm', '--samples', '5')), hash(plain));
  assert.notEqual(hash(rendered('os.pfm', '--seed', '1')), hash(plain));
  const { width, height, values } = readPfm(rendered('ow.pfm', '--width', '20', '--height', '10'));
  assert.deepEqual([width, height], [20, 10]);
  assert.ok(values.every((v) => v >= 0 && v < 20) && values.some((v) => v > 0));
});

test('--denoise takes noise away, keeps the noisy picture in an EXR, and does not depend on the number of threads', () => {
  const large = ['--width', '160', '--height', '120'];
  const truth = readPfm(rendered('truth.pfm', '--samples', '256', ...large)).values;
  const error = (values) => values.reduce((sum, v, i) => sum + (v - truth[i]) ** 2 / (truth[i] + 0.05) ** 2, 0);
  const noisy = error(readPfm(rendered('noisy.pfm', '--samples', '8', ...large)).values);
  for (const [quality, gain] of [['final', 2], ['preview', 1.5]]) {
    const values = readPfm(rendered(`${quality}.pfm`, '--samples', '8', '--denoise', quality, ...large)).values;
    assert.ok(error(values) < noisy / gain, `${quality}: ${error(values)} of ${noisy}`);
  }
  const files = [1, 3].map((threads) => rendered(`d${threads}.exr`, '--samples', '8', '--denoise', 'final', '--threads', String(threads), ...large));
  assert.equal(hash(files[0]), hash(files[1]));
  const exr = readExr(files[0]);
  assert.deepEqual(exr.names, ['B', 'G', 'R', 'noisy.B', 'noisy.G', 'noisy.R', 'samples']);
  readPfm(file('noisy.pfm')).values.forEach((v, i) => assert.equal(v, exr.channels[`noisy.${'RGB'[i % 3]}`][Math.floor(i / 3)]));
  assert.equal(raypool('render', scene, '-o', file('x.exr'), '--denoise', 'final').code, 2);
});

test('--integrator, also for a scene of the 2018 demo', () => {
  const albedo = readPfm(rendered('albedo.pfm', '--integrator', 'albedo')).values;
  assert.ok(Math.abs(albedo[(14 * 40 + 20) * 3] - 0.8) < 1e-3);
  assert.equal(raypool('render', scene, '-o', file('demo.pfm'), ...small, '--integrator', 'path', '--samples', '1', '--quiet').code, 0);
  raypool('render', scene, '-o', file('classic.pfm'), ...small, '--quiet');
  assert.notEqual(hash(file('demo.pfm')), hash(file('classic.pfm')));
  const { code, err } = raypool('render', native, '-o', file('x.png'), '--integrator', 'classic');
  assert.equal(code, 1);
  assert.match(err, /classic/);
});

test('--noise-target ends a render, --time-limit a longer one', () => {
  const stats = file('noise.json');
  const noisy = raypool('render', native, '-o', file('noise.exr'), '--samples', '4096', '--noise-target', '0.5', '--stats', stats);
  assert.equal(noisy.code, 0, noisy.err);
  assert.match(noisy.err, /the noise target is reached/);
  assert.ok(JSON.parse(readFileSync(stats, 'utf8')).samplesDone < 4096);
  const slow = raypool('render', native, '-o', file('time.exr'), '--samples', '10000000', '--time-limit', '0.5');
  assert.equal(slow.code, 0, slow.err);
  assert.match(slow.err, /the time was up before it was complete/);
  assert.ok(readExr(file('time.exr')).channels.samples.every((n) => n >= 1));
});
