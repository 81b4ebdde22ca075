import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TileSchedule, type Task } from './tile-schedule';

function takeAll(schedule: TileSchedule): Task[] {
  const tasks: Task[] = [];
  for (let task = schedule.take(); task; task = schedule.take()) tasks.push(task);
  return tasks;
}

test('every tile of a pass comes once, the coarse pass before the next', () => {
  assert.deepEqual(takeAll(new TileSchedule(3, 2)), [
    { tile: 0, pass: 0 }, { tile: 1, pass: 0 }, { tile: 2, pass: 0 },
    { tile: 0, pass: 1 }, { tile: 1, pass: 1 }, { tile: 2, pass: 1 },
  ]);
});

test('a tile given back by a dead worker comes again, and the picture is not finished without it', () => {
  const schedule = new TileSchedule(2, 1);
  const lost = schedule.take()!;
  schedule.finish(schedule.take()!);
  assert.equal(schedule.take(), null);
  schedule.giveBack(lost);
  assert.equal(schedule.finished, false);
  assert.deepEqual(schedule.take(), lost);
  schedule.finish(lost);
  assert.equal(schedule.finished, true);
});

test('a coarse tile that comes late does not overwrite the fine one', () => {
  const schedule = new TileSchedule(1, 2);
  assert.equal(schedule.finish({ tile: 0, pass: 1 }), true);
  assert.equal(schedule.finish({ tile: 0, pass: 0 }), false);
  assert.equal(schedule.finished, true);
});

test('the fraction grows from 0 to 1, and the coarse pass is a small part of it', () => {
  const schedule = new TileSchedule(16, 3);
  const seen = [schedule.fraction];
  for (const task of takeAll(schedule)) {
    schedule.finish(task);
    seen.push(schedule.fraction);
  }
  assert.equal(seen[0], 0);
  assert.ok(seen[16]! > 0 && seen[16]! < 0.05);
  assert.equal(seen.at(-1), 1);
  seen.slice(1).forEach((fraction, i) => assert.ok(fraction > seen[i]!));
  assert.equal(schedule.pass, 2);
  assert.equal(schedule.tilesDone, 16);
});

test('a single pass counts whole tiles', () => {
  const schedule = new TileSchedule(4, 1);
  schedule.finish(schedule.take()!);
  assert.equal(schedule.fraction, 0.25);
  assert.equal(schedule.tilesDone, 1);
});

test('with samples that double, the fraction is the share of samples, and full passes count', () => {
  const schedule = new TileSchedule(2, 5, 0, 6);  // coarse, then 1, 2, 4, 6 samples
  const seen: [number, number][] = [];
  for (const task of takeAll(schedule)) {
    schedule.finish(task);
    if (task.tile === 1) seen.push([schedule.samplesDone, Math.round(100 * schedule.fraction)]);
  }
  assert.deepEqual(seen, [[0, 1], [1, 18], [2, 34], [4, 67], [6, 100]]);
});

test('a schedule that goes on begins with its first pass, and what was before counts', () => {
  const schedule = new TileSchedule(2, 5, 3, 8);  // coarse, then 1, 2, 4, 8; pass 3 is from 2 to 4
  assert.equal(schedule.pass, 3);
  const tasks = takeAll(schedule);
  assert.deepEqual(tasks.map(({ pass }) => pass), [3, 3, 4, 4]);
  for (const task of tasks) schedule.finish(task);
  assert.equal(schedule.finished, true);
  assert.equal(schedule.fraction, 1);
});

test('a worker gets the tiles that suit it, and no tile twice in a pass', () => {
  const schedule = new TileSchedule(6, 2);
  const odd = (tile: number): number => (tile % 2 === 1 ? 2 : 0);
  const even = (tile: number): number => (tile % 2 === 0 ? 2 : 0);
  const tiles = [odd, even, odd, odd, odd, even].map((suits) => schedule.take(suits)!);
  assert.deepEqual(tiles.map(({ tile }) => tile), [1, 0, 3, 5, 2, 4]);
  assert.ok(tiles.every(({ pass }) => pass === 0));
  assert.equal(schedule.take(odd)!.pass, 1);
});
