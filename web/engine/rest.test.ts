import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rest } from './rest';

test('a key has the cores for a moment; a text that is being written is seen first', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const pass = (ms: number): void => {
    now += ms;
    context.mock.timers.tick(ms);
  };
  const told: boolean[] = [];
  const rest = new Rest((resting) => told.push(resting), () => now);
  const heard = (): boolean[] => told.splice(0);

  rest.ask();
  pass(79);
  rest.ask();
  pass(79);
  assert.deepEqual(heard(), [true, true]);
  pass(1);
  assert.deepEqual(heard(), [false]);

  // The key's text is rendered; the next key comes before anything is seen of it.
  rest.ask();
  rest.liveBegins();
  pass(40);
  rest.ask();
  assert.deepEqual(heard(), [true]);
  pass(20);
  rest.liveShown();
  assert.deepEqual(heard(), [true]);
  pass(60);
  assert.deepEqual(heard(), [false]);

  // One that shows nothing for long holds no key up; one that is seen when nobody types does not rest.
  rest.liveBegins();
  pass(51);
  rest.ask();
  assert.deepEqual(heard(), [true]);
  pass(80);
  rest.liveShown();
  assert.deepEqual(heard(), [false]);
});
