import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Watchdog, type Pulse } from './watchdog';

/** Looks every 250 ms; `live` changes the pulse before each look. Returns the first complaint and when it came. */
function run(seconds: number, live: (pulse: { heartbeat: number; beats: number[]; busy: boolean[] }) => void,
             step = 250): { reason: string | null; at: number } {
  const state = { heartbeat: 0, beats: [0, 0], busy: [true, true] };
  const pulse: Pulse = {
    get heartbeat() { return state.heartbeat; },
    workers: 2,
    beat: (worker) => state.beats[worker]!,
    busy: (worker) => state.busy[worker]!,
  };
  const watchdog = new Watchdog(2);
  watchdog.reset(0);
  for (let now = 0; now <= 1000 * seconds; now += step) {
    live(state);
    const reason = watchdog.look(now, pulse);
    if (reason) return { reason, at: now };
  }
  return { reason: null, at: 0 };
}

test('an engine that shows signs of life is left alone', () => {
  assert.equal(run(60, (s) => { s.heartbeat++; s.beats[0]!++; s.beats[1]!++; }).reason, null);
});

test('an idle worker need not show any', () => {
  assert.equal(run(60, (s) => { s.heartbeat++; s.beats[0]!++; s.busy[1] = false; }).reason, null);
});

test('a worker that stops in a tile is named within six seconds', () => {
  const { reason, at } = run(60, (s) => { s.heartbeat++; s.beats[0]!++; });
  assert.match(reason ?? '', /Worker 2/);
  assert.ok(at > 4000 && at <= 6000);
});

test('a coordinator that stops is noticed', () => {
  assert.match(run(60, (s) => { s.beats[0]!++; s.beats[1]!++; }).reason ?? '', /stopped answering/);
});

test('a page that was frozen between two looks accuses nobody', () => {
  assert.equal(run(60, () => {}, 2500).reason, null);
});
