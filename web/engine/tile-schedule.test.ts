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
