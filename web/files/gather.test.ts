import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather, TooLarge } from './gather';

function bodyOf(parts: number[][], onCancel = (): void => {}): ReadableStream<Uint8Array> {
  const left = parts.map((part) => Uint8Array.from(part));
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next) controller.enqueue(next);
      else controller.close();
    },
    cancel: onCancel,
  }, { highWaterMark: 0 });
}

test('the bytes in their order, and the share of them that has come', async () => {
  const shares: number[] = [];
  const response = new Response(bodyOf([[1, 2], [3], [4]]), { headers: { 'content-length': '4' } });
  const file = await gather(response, 100, (share) => shares.push(share));
  assert.deepEqual([...new Uint8Array(await file.arrayBuffer())], [1, 2, 3, 4]);
  assert.deepEqual(shares, [0.5, 0.75, 1]);
});

test('no share of a length that is unknown or counts compressed bytes', async () => {
  for (const headers of [{}, { 'content-length': '2', 'content-encoding': 'gzip' }]) {
    const file = await gather(new Response(bodyOf([[1, 2], [3]]), { headers }), 100, () => assert.fail('a share'));
    assert.equal(file.size, 3);
  }
});

test('what is too large is not read to its end', async () => {
  for (const headers of [{}, { 'content-length': '6' }]) {
    let cancelled = false;
    const body = bodyOf([[1, 2], [3, 4], [5, 6]], () => { cancelled = true; });
    await assert.rejects(gather(new Response(body, { headers }), 3, () => {}), TooLarge);
    assert.ok(cancelled);
  }
});
