// Small changes of a text, as the editor and its undo take them.

export interface TextChange {
  /** In UTF-16 units of the text before. */
  from: number;
  to: number;
  insert: string;
}

/** The one change that makes `after` of `before`, without what both begin and end with; null if they are equal. */
export function textChange(before: string, after: string): TextChange | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let end = 0;
  while (end < shorter - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}
