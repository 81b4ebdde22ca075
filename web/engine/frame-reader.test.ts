import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Control } from '@protocol';
import { ControlBlock } from './control-block';
import { FrameReader } from './frame-reader';
import type { Picture } from './picture';

const address = 1024, versionsAddress = 8192, pixelsAddress = 16384;

/** An engine that shows pictures of one tile of 4 x 4 pixels, and a picture that notes what it is given. */
function make(): { publish: (job: number, value: number) => void; control: ControlBlock; reader: FrameReader; placed: number[] } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const words = new Int32Array(memory.buffer);
  const control = new ControlBlock(memory, address);
  const placed: number[] = [];
  const picture = { resize: () => {}, place: (source: Uint32Array) => placed.push(source[0]!) } as unknown as Picture;
  const publish = (job: number, value: number): void => {
    const words32: [Control, number][] = [
      [Control.kWidth, 4], [Control.kHeight, 4], [Control.kTileSize, 4], [Control.kTilesX, 1], [Control.kTilesY, 1],
      [Control.kPixelsPointer, pixelsAddress], [Control.kTileVersionsPointer, versionsAddress], [Control.kJob, job],
    ];
    for (const [word, number] of words32) control.store(word, number);
    words.fill(value, pixelsAddress / 4, pixelsAddress / 4 + 16);
    words[versionsAddress / 4] = 2;
    control.store(Control.kFrameVersion, control.load(Control.kFrameVersion) + 2);
  };
  return { publish, control, reader: new FrameReader(control, picture), placed };
}

test('tiles are copied once', () => {
  const { publish, reader, placed } = make();
  publish(1, 11);
  assert.equal(reader.tick(1), true);
  assert.equal(reader.isThrough, true);
  assert.equal(reader.tick(1), true);
  assert.deepEqual(placed, [11]);
});

test('a picture waits until the page knows that its render was accepted', () => {
  const { publish, reader, placed } = make();
  publish(1, 11);
  reader.tick(1);
  publish(2, 22);
  assert.equal(reader.tick(1), true);   // which is no reason to look again and again
  assert.equal(reader.isThrough, false);
  assert.equal(reader.job, 1);
  assert.deepEqual(placed, [11]);
  assert.equal(reader.tick(2), true);
  assert.equal(reader.isThrough, true);
  assert.equal(reader.job, 2);
  assert.deepEqual(placed, [11, 22]);
});

test('a tile that is being written is looked at again', () => {
  const { publish, control, reader, placed } = make();
  publish(1, 11);
  Atomics.store(control.view, versionsAddress / 4, 3);
  assert.equal(reader.tick(1), false);
  assert.deepEqual(placed, []);
  Atomics.store(control.view, versionsAddress / 4, 4);
  assert.equal(reader.tick(1), true);
  assert.deepEqual(placed, [11]);
});
