import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Follower } from './follower';

/** Renders that end when they are told to. */
function setUp() {
  const renders: { shown(): void; fail(): void }[] = [];
  const follower = new Follower((shown) => new Promise((_, reject) => renders.push({ shown, fail: () => reject(new Error('a mistake')) })));
  return { renders, follower };
}

test('the first text at once, of those that come meanwhile the newest when the first is seen', () => {
  const { renders, follower } = setUp();
  follower.ask();
  assert.equal(renders.length, 1);
  for (let i = 0; i < 3; ++i) follower.ask();
  assert.equal(renders.length, 1);
  renders[0]!.shown();
  assert.equal(renders.length, 2);
  renders[1]!.shown();
  assert.equal(renders.length, 2);
  follower.ask();
  assert.equal(renders.length, 3);
});

test('a text that is no scene holds nobody up, nor does a render that shows nothing for long', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const { renders, follower } = setUp();
  follower.ask();
  follower.ask();
  renders[0]!.fail();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(renders.length, 2);
  follower.ask();
  context.mock.timers.tick(199);
  assert.equal(renders.length, 2);
  context.mock.timers.tick(1);
  assert.equal(renders.length, 3);
  // What is seen of the one that was given up starts nothing.
  follower.ask();
  renders[1]!.shown();
  assert.equal(renders.length, 3);
});

test('what waits is stopped, and a long text waits for the last of several', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { renders, follower } = setUp();
  follower.ask();
  follower.ask();
  follower.stop();
  renders[0]!.shown();
  assert.equal(renders.length, 1);
  for (let i = 0; i < 3; ++i) {
    follower.ask(100);
    mock.timers.tick(99);
  }
  assert.equal(renders.length, 1);
  mock.timers.tick(1);
  assert.equal(renders.length, 2);
  mock.timers.reset();
});
