import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withHint } from './syntax-hint';

const hintOf = (message: string, hint?: string) =>
  withHint({ severity: 'error', message, ...(hint && { hint }), line: 1, column: 1, from: 0, to: 1 }).hint;

test('commas, brackets and quotes that are missing or too many are named; a hint that is there stays', () => {
  for (const message of ["unexpected string literal; expected '}'", "unexpected '{'; expected ']'", "unexpected true literal; expected ']'"])
    assert.equal(hintOf(message), 'Is a comma missing before it?', message);
  for (const message of ["unexpected '}'; expected string literal", "unexpected ']'; expected '[', '{', or a literal"])
    assert.match(hintOf(message)!, /too many/, message);
  assert.match(hintOf("unexpected end of input; expected ']'")!, /not closed/);
  const literal = { severity: 'error', message: "invalid literal; last read: '1,<U+000A>  x'; expected ']'", line: 2, column: 3, from: 5, to: 6 } as const;
  assert.deepEqual(withHint(literal), { ...literal, message: "invalid literal; expected ']'", hint: hintOf('invalid literal') });
  assert.match(hintOf('invalid literal')!, /quotes/);
  for (const message of ["unexpected '}'; expected end of input", "unexpected number literal; expected ':'", 'must be a number'])
    assert.equal(hintOf(message), undefined, message);
  assert.equal(hintOf("unexpected string literal; expected '}'", 'Another.'), 'Another.');
});
