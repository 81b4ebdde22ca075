import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { HiddenPause } from './hidden-pause';

test('pauses once hidden for long, if asked and if there is work; goes on when seen', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let working = true;
  const told: boolean[] = [];
  const pause = new HiddenPause(60000, () => working, (paused) => told.push(paused));
  pause.update(true, false);
  mock.timers.tick(120000);
  pause.update(true, true);
  mock.timers.tick(59000);
  pause.update(false, true);
  mock.timers.tick(59000);
  assert.deepEqual(told, []);
  pause.update(true, true);
  pause.update(true, true);
  mock.timers.tick(60000);
  assert.deepEqual(told, [true]);
  pause.update(false, true);
  assert.deepEqual(told, [true, false]);
  // The person's own pause stays.
  working = false;
  pause.update(true, true);
  mock.timers.tick(60000);
  pause.update(false, true);
  assert.deepEqual(told, [true, false]);
  mock.timers.reset();
});
