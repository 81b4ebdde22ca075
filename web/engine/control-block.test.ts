import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Control, Limits, Worker } from '@protocol';
import { ControlBlock } from './control-block';
import { emptySnapshot } from './engine';

const address = 1024;
const workersAddress = 8192;

function make(): { memory: WebAssembly.Memory; words: () => Int32Array; control: ControlBlock } {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  return { memory, words: () => new Int32Array(memory.buffer), control: new ControlBlock(memory, address) };
}

test('words lie at the address that the engine gave', () => {
  const { words, control } = make();
  control.store(Control.kCancelThrough, 7);
  assert.equal(words()[address / 4 + Control.kCancelThrough], 7);
  words()[address / 4 + Control.kRevision] = 5;
  assert.equal(control.load(Control.kRevision), 5);
});

test('pointers and the ray count are unsigned', () => {
  const { control } = make();
  control.store(Control.kPixelsPointer, 0xc0000000 | 0);
  assert.equal(control.pointer(Control.kPixelsPointer), 0xc0000000);
  control.store(Control.kRaysLow, -1);
  control.store(Control.kRaysHigh, 3);
  assert.equal(control.rays(), 4 * 2 ** 32 - 1);
});

test('memory that has grown is seen after a refresh', () => {
  const { memory, control } = make();
  memory.grow(2);
  control.refresh();
  assert.equal(control.u8.length, 3 * 65536);
  assert.equal(control.view.length, 3 * 65536 / 4);
});

test('a snapshot before there are workers', () => {
  const snapshot = emptySnapshot(Limits.kMaxWorkers);
  make().control.readSnapshot(snapshot);
  assert.equal(snapshot.workers, 0);
  assert.ok(snapshot.workerTiles.every((tile) => tile === -1));
});

test('a snapshot tells where the job and each worker stand', () => {
  const { words, control } = make();
  const values: [Control, number][] = [
    [Control.kJob, 9], [Control.kWorkDone, 2500], [Control.kPassIndex, 1], [Control.kPassCount, 2],
    [Control.kTilesDone, 3], [Control.kTilesTotal, 12], [Control.kSamplesTarget, 4], [Control.kThreadsAlive, 2],
    [Control.kThreadsTarget, 3], [Control.kTileSize, 32], [Control.kTilesX, 4], [Control.kWorkersPointer, workersAddress],
  ];
  for (const [word, value] of values) control.store(word, value);
  const worker = (index: number, tile: number, done: number, alive: number): void => {
    const at = workersAddress / 4 + index * Worker.kWorkerWords;
    words()[at + Worker.kWorkerTile] = tile;
    words()[at + Worker.kWorkerTilesDone] = done;
    words()[at + Worker.kWorkerAlive] = alive;
  };
  worker(0, 5, 2, 1);
  worker(1, 6, 1, 0);  // ended: the tile that it last had says nothing
  worker(2, -1, 0, 1);

  const snapshot = emptySnapshot(Limits.kMaxWorkers);
  control.readSnapshot(snapshot);
  assert.deepEqual([...snapshot.workerTiles.slice(0, 4)], [5, -1, -1, -1]);
  assert.deepEqual([...snapshot.workerTilesDone.slice(0, 3)], [2, 1, 0]);
  assert.equal(snapshot.workers, 3);
  assert.deepEqual(
    [snapshot.job, snapshot.fraction, snapshot.pass, snapshot.passes, snapshot.tilesDone, snapshot.tilesTotal],
    [9, 0.25, 1, 2, 3, 12],
  );
  assert.deepEqual([snapshot.threads, snapshot.threadsTarget, snapshot.tileSize, snapshot.tilesX], [2, 3, 32, 4]);
});
