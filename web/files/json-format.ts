// The text laid out as the scenes are: what fits on a line stands on one, the rest is broken up level by level, and long
// lists of numbers are filled line by line. Only white space changes: numbers stay as they were written.
import type { TextChange } from './text-change';

const width = 110;

interface Item {
  /** Texts without the white space between them. */
  from: number;
  to: number;
  kind: 'open' | 'close' | 'comma' | 'colon' | 'scalar';
  /** Of an opening bracket: its partner. */
  close: number;
  /** Length on one line, from an opening bracket to its partner. */
  length: number;
  /** Of an opening bracket: nothing but scalars inside. */
  flat: boolean;
}

const tokens = /"(?:[^"\\\n]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g;

function read(text: string): Item[] | null {
  const items: Item[] = [];
  const open: number[] = [];
  let between = 0;
  const ended = (from: number): boolean => !/\S/.test(text.slice(between, from));
  for (const match of text.matchAll(tokens)) {
    const from = match.index;
    const c = match[0];
    if (!ended(from)) return null;
    between = from + c.length;
    const kind = c === '{' || c === '[' ? 'open' : c === '}' || c === ']' ? 'close' : c === ',' ? 'comma' : c === ':' ? 'colon' : 'scalar';
    const item: Item = { from, to: between, kind, close: -1, length: c.length, flat: true };
    if (kind === 'open') {
      const holder = open.at(-1);
      if (holder !== undefined) items[holder]!.flat = false;
      open.push(items.length);
    } else if (kind === 'close') {
      const start = open.pop();
      if (start === undefined || (text[items[start]!.from] === '{') !== (c === '}')) return null;
      const opening = items[start]!;
      opening.close = items.length;
      let length = 2;
      for (let i = start + 1; i < items.length; i = (items[i]!.kind === 'open' ? items[i]!.close : i) + 1) {
        length += items[i]!.length + (items[i]!.kind === 'comma' || items[i]!.kind === 'colon' ? 1 : 0);
      }
      opening.length = length;
    }
    items.push(item);
  }
  return open.length === 0 && ended(text.length) ? items : null;
}

/** Changes of white space, in their order, that lay the text out. Null if the text is not whole: only what is right is formatted. */
export function format(text: string): TextChange[] | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const items = read(text);
  return items && changesOf(text, items, 0, true);
}

/** A value as text for a line that is indented so far. */
export function layOut(value: unknown, indent: string): string {
  const text = JSON.stringify(value);
  return applied(text, changesOf(text, read(text)!, indent.length, false)).replaceAll('\n', `\n${indent}`);
}

/** The text with the changes, which are in their order. */
export function applied(text: string, changes: readonly TextChange[]): string {
  let at = 0;
  const pieces = changes.map(({ from, to, insert }) => {
    const piece = text.slice(at, from) + insert;
    at = to;
    return piece;
  });
  return pieces.join('') + text.slice(at);
}

/** Where a place in the text is after the changes. */
export function moved(offset: number, changes: readonly TextChange[]): number {
  let out = offset;
  for (const { from, to, insert } of changes) {
    if (from >= offset) break;
    out += Math.min(insert.length, Math.max(0, offset - from)) - (Math.min(to, offset) - from);
  }
  return out;
}

function changesOf(text: string, items: readonly Item[], indent: number, whole: boolean): TextChange[] {
  const changes: TextChange[] = [];
  const put = (at: number, insert: string): void => {
    const from = at === 0 ? 0 : items[at - 1]!.to;
    const to = at === items.length ? text.length : items[at]!.from;
    if (text.slice(from, to) !== insert) changes.push({ from, to, insert });
  };
  if (whole) put(0, '');
  /** Brackets around what comes: how deep, and whether they are broken up. */
  const levels: { broken: boolean; fill: boolean }[] = [];
  let column = indent;
  const line = (): string => `\n${'  '.repeat(levels.filter(({ broken }) => broken).length)}`;
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    const before = items[i - 1];
    let gap = '';
    if (before?.kind === 'open') {
      const level = levels.at(-1)!;
      if (item.kind === 'close') {
        levels.pop();
      } else if (level.broken) {
        gap = line();
      }
    } else if (item.kind === 'close') {
      const { broken } = levels.pop()!;
      gap = broken ? line() : '';
    } else if (before?.kind === 'comma') {
      const level = levels.at(-1)!;
      const full = column + 1 + item.length + 1 > width;
      gap = level.broken && (!level.fill || full) ? line() : ' ';
    } else if (before?.kind === 'colon') {
      gap = ' ';
    }
    if (before) put(i, gap);
    column = gap.startsWith('\n') ? indent + gap.length - 1 : column + (before ? gap.length : 0);
    if (item.kind === 'open') {
      // The whole is broken up even where it is short, so that there is room to go on.
      const rest = items[item.close + 1]?.kind === 'comma' ? 1 : 0;
      const broken = item.close > i + 1 && ((whole && i === 0 && !item.flat) || column + item.length + rest > width);
      levels.push({ broken, fill: text[item.from] === '[' && item.flat });
    }
    column += item.to - item.from;
  }
  if (whole) put(items.length, '\n');
  return changes;
}
