// What the command line says of a scene, and converts it to.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { file, hash, native, raypool, readPfm, scene, small } from './support.mjs';

test('check and info', () => {
  assert.deepEqual(raypool('check', scene), { code: 0, out: `${scene}: good\n`, err: '' });
  const { code, out } = raypool('info', scene);
  assert.equal(code, 0);
  assert.match(out, /format +demo-2018\npicture +800 x 800 pixels\nintegrator +classic\nelements +5\nlights +3\n/);
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
