import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byteLength, concatenate, encodeRequest, encodeText } from './messages';

test('a request is the length of its header, the header, the payload', () => {
  const bytes = concatenate(encodeRequest({ op: 'check', job: 3 }, [new Uint8Array([1, 2]), new Uint8Array([3])]));
  const length = new DataView(bytes.buffer).getUint32(0, true);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))), { op: 'check', job: 3 });
  assert.deepEqual([...bytes.subarray(4 + length)], [1, 2, 3]);
});

test('a text in slices is the same UTF-8 as in one piece, wherever surrogate pairs lie', async () => {
  const slice = 1 << 19;
  for (const before of [slice - 2, slice - 1, slice]) {
    const text = `${'a'.repeat(before)}😀é${'b'.repeat(slice)}\u{10ffff}`;
    const pieces = await encodeText(text);
    assert.ok(pieces.length >= 2);
    const whole = new TextEncoder().encode(text);
    assert.equal(byteLength(pieces), whole.length);
    assert.equal(Buffer.compare(concatenate(pieces), whole), 0);
  }
});

test('an empty text has no pieces', async () => assert.deepEqual(await encodeText(''), []));
