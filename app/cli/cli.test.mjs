// The command line as its users meet it: arguments, files, exit codes, what it says. Run natively and under Node:
//   RAYPOOL_CLI='["build/native/raypool"]' node --test app/cli/cli.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';

const root = path.resolve(import.meta.dirname, '../..');
const command = JSON.parse(process.env.RAYPOOL_CLI ?? '["build/native/raypool"]');
const folder = mkdtempSync(path.join(tmpdir(), 'raypool-cli-'));
after(() => rmSync(folder, { recursive: true }));
const file = (name) => path.join(folder, name);
const scene = 'scenes/default.json';
const small = ['--width', '80', '--height', '60'];

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
const native = file('native.json');

function raypool(...args) {
  const [program, ...first] = command;
  const result = spawnSync(program, [...first, ...args], { cwd: root, encoding: 'utf8' });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** Renders the native scene; the file's name. */
function rendered(name, ...args) {
  const { code, err } = raypool('render', native, '-o', file(name), '--quiet', ...args);
  assert.equal(code, 0, err);
  assert.equal(err, '');
  return file(name);
}

/** RGB rows from the top. */
function readPfm(path) {
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
function readExr(path) {
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

const hash = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');

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

/** A glTF file of one triangle. */
const triangle = (more) => JSON.stringify({
  asset: { version: '2.0' }, buffers: [{ byteLength: 36, uri: 'three.bin' }], bufferViews: [{ buffer: 0, byteLength: 36 }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3' }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }], nodes: [{ mesh: 0 }], ...more });
writeFileSync(file('three.bin'), Buffer.from(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer));

test('a bare model says where in itself something is wrong, and not in the stage around it', () => {
  writeFileSync(file('odd.gltf'), triangle({ extensionsUsed: ['X_ODD'] }));
  const odd = raypool('check', file('odd.gltf'));
  assert.equal(odd.code, 0, odd.err);
  assert.match(odd.err, /odd\.gltf: warning: the model "odd\.gltf": line 1: the extension "X_ODD" is not supported.* \[\/extensionsUsed\/0\]\n$/);
  writeFileSync(file('bad.gltf'), triangle({ nodes: [{ mesh: 3 }] }));
  const bad = raypool('check', file('bad.gltf'));
  assert.equal(bad.code, 1);
  assert.match(bad.err, /bad\.gltf:1:\d+: error: "mesh" is no index into "meshes".* \[\/nodes\/0\/mesh\]\n$/);
});

test('a device is no file of a scene', { skip: !existsSync('/dev/zero') }, () => {
  writeFileSync(file('endless.gltf'), triangle({ buffers: [{ byteLength: 36, uri: '/dev/zero' }] }));
  const { code, err } = raypool('check', file('endless.gltf'));
  assert.equal(code, 1);
  assert.match(err, /"\/dev\/zero" can't be read: it is a device, no file/);
});

test('wrong usage exits with 2 and says what is wrong', () => {
  for (const args of [[], ['paint'], ['render', native, '-o', file('x.png'), '--samples', '0'], ['render', native, '-o', file('x.png'), '--aov', 'colour'],
    ['render', native, '-o', file('x.png'), '--crop', '1,2,3'], ['render', native, '-o', file('x.png'), '--crop', '30,0,20,10'],
    ['render', native, '-o', file('x.png'), '--sample-range', '4:4'], ['render', native, '-o', file('x.png'), '--pixel', '1'],
    ['render', native, '-o', file('x.png'), '--tonemap', 'film'], ['render', native, '-o', file('x.png'), '--integrator', 'magic'],
    ['render', native, '-o', file('x.png'), '--samples', '2', '--sample-range', '0:2'], ['render', native, '--pixel', '40,0'],
    ['render', scene, '-o', file('x.exr'), '--aov', 'albedo'], ['render', scene, '--pixel', '1,1'], ['merge', '-o', file('x.exr')],
    ['merge', file('x.exr'), '-o', file('x.png')], ['compare', native], ['convert', scene, '-o', file('x.txt')], ['render', scene], ['render', scene, '-o', file('x.gif')],
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

test('--frame chooses one of a tray_rust scene, and only of such', () => {
  writeFileSync(file('tray.json'), JSON.stringify({
    film: { width: 16, height: 8, samples: 4, start_frame: 0, end_frame: 3, frames: 4, scene_time: 4,
      filter: { type: 'gaussian', width: 2, height: 2, alpha: 2 } },
    camera: { fov: 30, transform: [] }, integrator: { type: 'normals_debug' },
    materials: [{ name: 'm', type: 'matte', diffuse: [1, 1, 1], roughness: 0 }],
    objects: [{ name: 'o', type: 'receiver', material: 'm', geometry: { type: 'sphere', radius: 1 }, keyframes: { degree: 1, knots: [0, 0, 4, 4],
      control_points: [-4, 4].map((x) => ({ transform: [{ type: 'translate', translation: [x, 0, 12] }] })) } }],
  }));
  const middle = (frame) => {
    assert.equal(raypool('render', file('tray.json'), '-o', file(`f${frame}.pfm`), '--quiet', '--frame', String(frame)).code, 0);
    const { values } = readPfm(file(`f${frame}.pfm`));
    let x = 0, sum = 0;
    for (let i = 0; i < 128; ++i) x += (i % 16 + 0.5) * values[i * 3 + 1], sum += values[i * 3 + 1];
    return x / sum;
  };
  assert.ok(middle(1) < 7 && middle(3) > 9, `${middle(1)} ${middle(3)}`);
  assert.match(raypool('info', file('tray.json'), '--frame', '2').out, /^frames {6}0 to 3, this is 2$/m);
  const late = raypool('check', file('tray.json'), '--frame', '4');
  assert.equal(late.code, 1);
  assert.match(late.err, /no frame 4.*0 to 3/);
  assert.equal(raypool('check', native, '--frame', '1').code, 1);
  // Converted, that frame is what the scene shows.
  assert.equal(raypool('convert', file('tray.json'), '-o', file('tray3.json'), '--frame', '3').code, 0);
  assert.equal(raypool('render', file('tray3.json'), '-o', file('converted.pfm'), '--quiet').code, 0);
  assert.deepEqual(readFileSync(file('converted.pfm')), readFileSync(file('f3.pfm')));
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

test('schema is the JSON Schema of the format', () => {
  const { code, out } = raypool('schema');
  assert.equal(code, 0);
  const schema = JSON.parse(out);
  assert.match(schema.$schema, /json-schema\.org/);
  assert.ok(schema.properties.camera && schema.properties.objects);
});

test('convert makes a native scene of the 2018 demo\'s, which renders the same as it does', () => {
  const { code, err } = raypool('convert', scene, '-o', file('converted.json'));
  assert.equal(code, 0, err);
  assert.equal(JSON.parse(readFileSync(file('converted.json'), 'utf8')).raypool, 1);
  assert.equal(raypool('check', file('converted.json')).code, 0);
  const [a, b] = [scene, file('converted.json')].map((from, i) => {
    const out = file(`conv${i}.pfm`);
    const result = raypool('render', from, '-o', out, ...small, '--integrator', 'path', '--samples', '2', '--quiet');
    assert.equal(result.code, 0, result.err);
    return out;
  });
  assert.equal(hash(a), hash(b));
  // Once more: nothing left to convert.
  assert.equal(raypool('convert', file('converted.json'), '-o', file('again.json')).code, 0);
  const [once, twice] = ['converted.json', 'again.json'].map((name) => JSON.stringify(JSON.parse(readFileSync(file(name), 'utf8'))));
  assert.equal(twice, once);
});

test('info of a native scene', () => {
  const { code, out } = raypool('info', native);
  assert.equal(code, 0);
  assert.match(out, /format +raypool\npicture +40 x 30 pixels\nintegrator +path\nsamples +4 a pixel\nobjects +3, 0 of them meshes\n/);
});
