// Small changes of a scene's text that leave the rest of it as it was written: white space, order, numbers.
import { layOut } from './json-format';

interface Member {
  key: string;
  /** Of the value. */
  from: number;
  to: number;
}

const space = (text: string, at: number): number => {
  while (at < text.length && /\s/.test(text[at]!)) at++;
  return at;
};

/** End of the string that begins at `at`. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return text.length;
}

/** End of the value that begins at `at`. Not recursive: brackets are counted. */
function valueEnd(text: string, at: number): number {
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    const c = text[i]!;
    if (c === '"') {
      i = stringEnd(text, i) - 1;
      if (depth === 0) return i + 1;
    } else if (c === '{' || c === '[') {
      depth++;
    } else if (c === '}' || c === ']') {
      if (depth === 0) return i;
      if (--depth === 0) return i + 1;
    } else if (depth === 0 && (c === ',' || /\s/.test(c))) {
      return i;
    }
  }
  return text.length;
}

/** Members of the object whose brace is at `at`, and where its closing brace is. Null if it isn't one. */
function members(text: string, at: number): { list: Member[]; end: number } | null {
  if (text[at] !== '{') return null;
  const list: Member[] = [];
  let i = space(text, at + 1);
  while (i < text.length && text[i] !== '}') {
    if (text[i] !== '"') return null;
    const keyEnd = stringEnd(text, i);
    const key = JSON.parse(text.slice(i, keyEnd)) as string;
    i = space(text, keyEnd);
    if (text[i] !== ':') return null;
    const from = space(text, i + 1);
    const to = valueEnd(text, from);
    list.push({ key, from, to });
    i = space(text, to);
    if (text[i] === ',') i = space(text, i + 1);
  }
  return i < text.length ? { list, end: i } : null;
}

/** How deep the line is indented on which `at` lies. */
function indentAt(text: string, at: number): string {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, at))![0];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The scene as an object if it is one of the native format. */
export function nativeScene(text: string): Record<string, unknown> | null {
  try {
    const scene: unknown = JSON.parse(text);
    return isObject(scene) && 'raypool' in scene ? scene : null;
  } catch {
    return null;
  }
}

/** Puts `insert` behind the last of what stands between the brackets, in the manner of what is there. */
function append(text: string, open: number, lastEnd: number | null, close: number, entry: (indent: string) => string): string {
  const inner = lastEnd === null ? indentAt(text, open) + '  ' : indentAt(text, lastEnd);
  const oneLine = lastEnd !== null && !text.slice(open, close).includes('\n');
  if (lastEnd === null) return `${text.slice(0, open + 1)}\n${inner}${entry(inner)}\n${indentAt(text, open)}${text.slice(close)}`;
  if (oneLine) return `${text.slice(0, lastEnd)}, ${entry(inner)}${text.slice(lastEnd)}`;
  return `${text.slice(0, lastEnd)},\n${inner}${entry(inner)}${text.slice(lastEnd)}`;
}

/** The text with this member of its top-level object set. Null if the text is no JSON object. */
export function setMember(text: string, key: string, value: unknown): string | null {
  if (!parses(text)) return null;
  const open = space(text, 0);
  const object = members(text, open);
  if (!object) return null;
  const known = object.list.find((member) => member.key === key);
  if (known) return text.slice(0, known.from) + layOut(value, indentAt(text, known.from)) + text.slice(known.to);
  const last = object.list.at(-1)?.to ?? null;
  return append(text, open, last, object.end, (indent) => `${JSON.stringify(key)}: ${layOut(value, indent)}`);
}

/** A value that does not count as the text of another one: only what follows the path is read. */
function parsed(text: string, member: { from: number; to: number }): unknown {
  try {
    return JSON.parse(text.slice(member.from, member.to));
  } catch {
    return undefined;
  }
}

/** The value of a member of the scene's object, without the rest of the text being parsed; undefined if there is none. */
export function memberValue(text: string, key: string): unknown {
  const known = members(text, space(text, 0))?.list.find((member) => member.key === key);
  return known && parsed(text, known);
}

/** The text with a member of an object in the scene's object set, both made where they are missing. The rest of the text
 *  stays as it is, and is not parsed. Null if there is no such object, or something else in its place. */
export function setInner(text: string, outer: string, key: string, value: unknown): string | null {
  const open = space(text, 0);
  const top = members(text, open);
  if (!top) return null;
  const holder = top.list.find((member) => member.key === outer);
  if (!holder) {
    const made = { [key]: value };
    return append(text, open, top.list.at(-1)?.to ?? null, top.end, (indent) => `${JSON.stringify(outer)}: ${layOut(made, indent)}`);
  }
  const object = members(text, holder.from);
  if (!object) return null;
  const known = object.list.find((member) => member.key === key);
  if (known) return text.slice(0, known.from) + layOut(value, indentAt(text, known.from)) + text.slice(known.to);
  const last = object.list.at(-1)?.to ?? null;
  return append(text, holder.from, last, object.end, (indent) => `${JSON.stringify(key)}: ${layOut(value, indent)}`);
}

/** The text with this entry at the end of the array, or the object, of that name; `key`: the entry's, in an object. */
export function addEntry(text: string, list: string, value: unknown, key?: string): string | null {
  if (!parses(text)) return null;
  const top = members(text, space(text, 0));
  if (!top) return null;
  const holder = top.list.find((member) => member.key === list);
  if (!holder) return setMember(text, list, key === undefined ? [value] : { [key]: value });
  const entry = (indent: string): string =>
    (key === undefined ? '' : `${JSON.stringify(key)}: `) + layOut(value, indent);
  if (key !== undefined) {
    const object = members(text, holder.from);
    if (!object || object.list.some((member) => member.key === key)) return null;
    return append(text, holder.from, object.list.at(-1)?.to ?? null, object.end, entry);
  }
  if (text[holder.from] !== '[') return null;
  let last: number | null = null;
  let i = space(text, holder.from + 1);
  while (text[i] !== ']') {
    last = valueEnd(text, i);
    i = space(text, last);
    if (text[i] === ',') i = space(text, i + 1);
  }
  return append(text, holder.from, last, i, entry);
}

function parses(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}
