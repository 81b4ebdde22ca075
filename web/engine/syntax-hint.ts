// The JSON reader says what it met and what it had hoped for. What to do about it, for those who have just lost a comma.
import type { Diagnostic } from '../raypool';

const hints: readonly [message: RegExp, hint: string][] = [
  [/^unexpected (\w+ literal|'[{[]'); expected '[}\]]'/, 'Is a comma missing before it?'],
  [/^unexpected '[}\]]'; expected (string literal|'\[')/, 'Is there a comma too many before it, or is something missing?'],
  [/^unexpected end of input/, 'A bracket is not closed.'],
  [/^invalid literal/, 'Names and words stand in double quotes; a number begins with a digit.'],
];

/** With a hint, where it has none and the reader's words allow one; without what was read, which is seen in the text. */
export function withHint(diagnostic: Diagnostic): Diagnostic {
  const hint = diagnostic.hint ? undefined : hints.find(([message]) => message.test(diagnostic.message))?.[1];
  return hint === undefined ? diagnostic : { ...diagnostic, message: diagnostic.message.replace(/; last read: '.*?'(?=; expected|$)/s, ''), hint };
}
