import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { sceneIn, withScene } from './png-scene';

const scene = { text: '{ "raypool": 1, "title": "Ünïcode 😀" }', base: 'scenes/knot.json' };

function picture(): Buffer {
  const image = new PNG({ width: 5, height: 3 });
  for (let i = 0; i < image.data.length; i++) image.data[i] = (i * 37) & 255;
  return PNG.sync.write(image);
}
const blob = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);
const bytesOf = async (file: Blob): Promise<Buffer<ArrayBuffer>> => Buffer.from(await file.arrayBuffer());

/** An iTXt chunk as another program writes it. */
function textChunk(key: string, text: string, packed: boolean, damage = 0): Buffer {
  const value = packed ? deflateSync(Buffer.from(text)) : Buffer.from(text);
  const body = Buffer.concat([Buffer.from('iTXt'), Buffer.from(key), Buffer.from([0, packed ? 1 : 0, 0]), Buffer.from('en\0Szene\0'), value]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(body.length - 4);
  body.copy(whole, 4);
  whole.writeUInt32BE((crc32(body) ^ damage) >>> 0, whole.length - 4);
  return whole;
}
const insert = (png: Buffer, chunk: Buffer, at: number): Buffer => Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);

test('a picture with a scene is the same picture, every chunk with its right checksum, and gives the scene back', async () => {
  const png = picture();
  const carrying = await bytesOf(await withScene(blob(png), scene));
  assert.equal(Buffer.compare(PNG.sync.read(carrying).data, PNG.sync.read(png).data), 0);
  const types: string[] = [];
  for (let at = 8; at < carrying.length; ) {
    const length = carrying.readUInt32BE(at);
    types.push(carrying.toString('latin1', at + 4, at + 8));
    assert.equal(carrying.readUInt32BE(at + 8 + length), crc32(carrying.subarray(at + 4, at + 8 + length)), types.at(-1));
    at += 12 + length;
  }
  assert.deepEqual(types.slice(0, 3), ['IHDR', 'iTXt', 'iTXt']);
  assert.deepEqual(await sceneIn(blob(carrying)), scene);
});

test('texts of other programs: packed or plain, after the pixels, with a language', async () => {
  const png = picture();
  for (const packed of [true, false]) {
    for (const at of [33, png.length - 12]) {
      assert.deepEqual(await sceneIn(blob(insert(png, textChunk('Raypool scene', scene.text, packed), at))), { text: scene.text, base: '' });
    }
  }
});

test('no scene, other texts, no PNG, cut off', async () => {
  const png = picture();
  assert.equal(await sceneIn(blob(png)), null);
  assert.equal(await sceneIn(blob(insert(png, textChunk('Comment', 'hello', true), 33))), null);
  assert.equal(await sceneIn(new Blob(['{}'])), null);
  const carrying = await bytesOf(await withScene(blob(png), scene));
  assert.equal(await sceneIn(blob(carrying.subarray(0, 60))), null);
});

test('a damaged scene is said to be so, and none fills the memory', async () => {
  await assert.rejects(sceneIn(blob(insert(picture(), textChunk('Raypool scene', scene.text, false, 1), 33))), /damaged/);
  await assert.rejects(sceneIn(blob(insert(picture(), textChunk('Raypool scene', 'x'.repeat(40 << 20), true), 33))), /more than 32 MB/);
});
