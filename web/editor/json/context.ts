// Where a cursor stands in a JSON text that is just being written: in which objects and arrays, at a key or at a value,
// and what else these hold. It reads tokens and no more: a parser's tree of half a text says what the rest might become,
// here it matters what is there.
import type { Path } from './tree';

export interface Token {
  from: number;
  to: number;
  text: string;
}

export interface FrameMember {
  key: string;
  keyFrom: number;
  /** The value as it is written if it is no object and no array; null while there is none. */
  scalar: string | null;
  hasValue: boolean;
}

/** An object or an array around the cursor. */
export interface Frame {
  kind: 'object' | 'array';
  from: number;
  /** All of an object's members, those behind the cursor too. */
  members: FrameMember[];
  /** Where in it the cursor is: a key, or an index; null between an object's members. */
  step: string | number | null;
}

export interface Context {
  /** The outermost first. */
  frames: Frame[];
  path: Path;
  /** A key belongs here, or a value, or neither (behind a value, behind a key). */
  place: 'key' | 'value' | 'none';
  /** The string, number or word that the cursor is in or at the end of. */
  token: Token | null;
  /** A comma is missing before what would be written here. */
  commaBefore: boolean;
  /** The first character behind the token, or behind the cursor; empty at the end. */
  next: string;
}

type State = 'key' | 'colon' | 'value' | 'after';

interface Open extends Frame {
  state: State;
}

const tokens = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g;

const unquoted = (text: string): string => {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.replace(/^"|"$/g, '');
  }
};

/** Follows the brackets; errors are forgiven in the way that loses the least. */
class Reader {
  readonly open: Open[] = [];
  /** The last string that was taken for a value: a colon behind it says that it is a key. */
  private lastString: Token | null = null;

  read({ text, from, to }: Token): void {
    const top = this.open.at(-1);
    if (text === '{' || text === '[') {
      if (top) this.beginValue(top, null);
      const kind = text === '{' ? 'object' : 'array';
      this.open.push({ kind, from, members: [], step: kind === 'array' ? 0 : null, state: kind === 'array' ? 'value' : 'key' });
    } else if (text === '}' || text === ']') {
      const kind = text === '}' ? 'object' : 'array';
      const at = this.open.findLastIndex((frame) => frame.kind === kind);
      if (at >= 0) this.open.length = at;
    } else if (!top) {
      return;
    } else if (text === ',') {
      this.next(top);
    } else if (text === ':') {
      if (top.kind === 'array') return;
      if (top.state === 'after' && this.lastString) this.takeKey(top, this.lastString);
      top.state = 'value';
    } else if (top.kind === 'object' && top.state !== 'value') {
      this.takeKey(top, { text, from, to });
    } else {
      this.beginValue(top, text);
      this.lastString = text.startsWith('"') ? { text, from, to } : null;
      return;
    }
    this.lastString = null;
  }

  next(top: Open): void {
    top.state = top.kind === 'array' ? 'value' : 'key';
    top.step = top.kind === 'array' ? (top.step as number) + 1 : null;
  }

  private takeKey(top: Open, token: Token): void {
    const last = top.members.at(-1);
    // It was taken for the value of the key before, which has none.
    if (last && token === this.lastString) Object.assign(last, { scalar: null, hasValue: false });
    top.step = unquoted(token.text);
    top.members.push({ key: top.step, keyFrom: token.from, scalar: null, hasValue: false });
    top.state = 'colon';
  }

  private beginValue(top: Open, scalar: string | null): void {
    if (top.kind === 'array') {
      if (top.state === 'after') this.next(top);
    } else {
      const last = top.members.at(-1);
      if (last && top.state === 'value') Object.assign(last, { scalar, hasValue: true });
    }
    top.state = 'after';
  }
}

export function contextAt(text: string, offset: number): Context {
  const reader = new Reader();
  let context: Context | null = null;
  const capture = (token: Token | null, next: string): Context => {
    const frames: Open[] = [...reader.open];
    const top = frames.at(-1);
    const before = top?.state ?? 'value';
    let place: Context['place'] = 'none';
    if (before === 'key' || before === 'value') place = before;
    else if (before === 'after' && top) place = top.kind === 'object' ? 'key' : 'value';
    const commaBefore = before === 'after' && top !== undefined;
    if (commaBefore && top && (token === null || top.kind === 'array')) {
      // What would be written here is the next entry.
      if (top.kind === 'array') reader.next(top);
      else top.step = null;
      top.state = 'after';
    }
    if (place === 'key' && top && top.kind === 'object') top.step = token ? unquoted(token.text) : null;
    const path = frames.map((frame) => frame.step).filter((step) => step !== null);
    return { frames: frames.map((frame) => frame), path, place, token, commaBefore, next };
  };
  const steps: (string | number | null)[] = [];
  tokens.lastIndex = 0;
  for (let match = tokens.exec(text); match; match = tokens.exec(text)) {
    const token: Token = { text: match[0], from: match.index, to: match.index + match[0].length };
    if (!context && token.to >= offset) {
      const punctuation = /^[{}[\],:]$/.test(token.text);
      if (!punctuation && token.from < offset) {
        // A string without its end goes on to the end of the line, but not over the white space there.
        const end = Math.max(offset, token.from + token.text.trimEnd().length);
        const trimmed = { ...token, to: end, text: text.slice(token.from, end) };
        context = capture(trimmed, /\S/.exec(text.slice(token.to, token.to + 1000))?.[0] ?? '');
      } else if (token.from >= offset) {
        context = capture(null, token.text[0]!);
      }
      if (context) steps.push(...context.frames.map((frame) => frame.step));
    }
    reader.read(token);
    if (context && reader.open.length === 0) break;
  }
  context ??= capture(null, '');
  // What came behind the cursor has moved them on.
  if (steps.length > 0) context.frames.forEach((frame, i) => { frame.step = steps[i]!; });
  return context;
}
