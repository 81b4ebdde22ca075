import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { digest, fromBase64Url, toBase64Url } from './packing';
import { baseFrom, baseWithin, fromFragment, toFragment } from './share-link';

const scene = JSON.stringify({ raypool: 1, title: 'Ünïcode 😀', objects: Array.from({ length: 400 }, (_, i) => ({ sphere: { center: [i, 0, 0] } })) });

test('a link holds the text as raw deflate in base64url, as any program would unpack it', async () => {
  const fragment = await toFragment({ text: scene, base: '' });
  const [, packed] = /^#s=([\w-]+)$/.exec(fragment)!;
  assert.equal(inflateRawSync(Buffer.from(packed!, 'base64url')).toString('utf8'), scene);
  assert.ok(fragment.length < scene.length / 4);
});

test('a link says how large its picture is, if that is known, and is read without it, too', async () => {
  const fragment = await toFragment({ text: scene, base: 'scenes/knot.json' }, [960, 640]);
  assert.match(fragment, /^#s=[\w-]+&size=960x640&base=scenes%2Fknot\.json$/);
  assert.deepEqual(await fromFragment(fragment), { text: scene, base: 'scenes/knot.json' });
});

test('what another program packed is read, with the place of its files', async () => {
  const packed = deflateRawSync(Buffer.from(scene)).toString('base64url');
  assert.deepEqual(await fromFragment(`#s=${packed}&base=scenes%2Fknot.json`), { text: scene, base: 'scenes/knot.json' });
});

test('a browser that cannot pack makes a longer link that all can read', async () => {
  const { CompressionStream } = globalThis;
  Object.assign(globalThis, { CompressionStream: undefined });
  const fragment = await toFragment({ text: scene, base: 'scenes/knot.json' });
  Object.assign(globalThis, { CompressionStream });
  assert.match(fragment, /^#t=[\w-]+&base=/);
  assert.deepEqual(await fromFragment(fragment), { text: scene, base: 'scenes/knot.json' });
});

test('no scene, a damaged one, one that would fill the memory', async () => {
  assert.equal(await fromFragment(''), null);
  assert.equal(await fromFragment('#somewhere'), null);
  const { length } = await toFragment({ text: scene, base: '' });
  const cut = (await toFragment({ text: scene, base: '' })).slice(0, length / 2);
  await assert.rejects(fromFragment(cut), /cut off or changed/);
  await assert.rejects(fromFragment('#s=%%%'), /cut off or changed/);
  const bomb = deflateRawSync(Buffer.alloc(40 << 20)).toString('base64url');
  await assert.rejects(fromFragment(`#s=${bomb}`), /more than 32 MB/);
});

test('files are looked for within the site only', () => {
  const home = 'https://host/app/';
  assert.equal(baseWithin('https://host/app/scenes/knot.json', home), 'scenes/knot.json');
  for (const base of ['https://host/app/', 'https://host/app/index.html?x#y', 'https://elsewhere/a.json', 'https://host/other/a.json']) {
    assert.equal(baseWithin(base, home), '', base);
  }
  assert.equal(baseFrom('scenes/knot.json', home), 'https://host/app/scenes/knot.json');
  for (const base of ['https://elsewhere/a.json', '//elsewhere/a.json', '../other/a.json', 'javascript:alert(1)', '']) {
    assert.equal(baseFrom(base, home), home, base);
  }
});

test('base64url and digests', () => {
  const bytes = Uint8Array.from({ length: 70000 }, (_, i) => (i * 7919) >> 3);
  assert.equal(toBase64Url(bytes), Buffer.from(bytes).toString('base64url'));
  assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
  assert.notEqual(digest('{"a": 1}'), digest('{"a": 2}'));
  assert.equal(digest(scene), digest(scene));
});
