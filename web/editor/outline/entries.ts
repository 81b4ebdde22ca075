// What a scene consists of, as a tree of names: its sections, and in them objects, materials, lights, ... It knows no
// more of a format than that scenes are objects of objects, so it serves those of other programs as well.
import type { SyntaxNode, Tree } from '@lezer/common';
import { isValue, itemsOf, membersOf, rootValue, stringAt, type Source } from '../json/tree';

export interface Entry {
  /** Of its value, from the root. */
  pointer: string;
  label: string;
  /** What kind of thing it is; of one without a name, the name of its material. */
  detail: string;
  from: number;
  to: number;
  children: readonly Entry[];
  /** How many children there are beyond those listed. */
  more: number;
}

/** Of one section; more could not be found by looking, either. */
const mostListed = 500;
/** Members that hold further things of the scene. */
const holders = new Set(['group', 'objects', 'children', 'elements']);

const encode = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

export function outline(tree: Tree, source: Source): Entry[] {
  const root = rootValue(tree);
  const entries: Entry[] = [];
  if (root?.name !== 'Object') return entries;
  for (const { key, property, value } of membersOf(source, root)) {
    if (!value || (value.name !== 'Object' && value.name !== 'Array')) continue;
    const pointer = `/${encode(key)}`;
    const { children, more } = listed(source, value, pointer);
    const count = children.length + more;
    if (value.name === 'Array' && count === 0 && value.firstChild?.nextSibling?.name !== ']') continue;
    entries.push({ pointer, label: key, detail: count > 0 ? String(count) : '', from: property.from, to: property.to, children, more });
  }
  return entries;
}

/** The objects in an array, or in an object whose members are all objects. */
function listed(source: Source, holder: SyntaxNode, pointer: string): { children: Entry[]; more: number } {
  const children: Entry[] = [];
  let more = 0;
  if (holder.name === 'Array') {
    let index = 0;
    for (const item of itemsOf(holder)) {
      if (item.name === 'Object' && children.length >= mostListed) more++;
      else if (item.name === 'Object') children.push(thing(source, item, `${pointer}/${index}`, null, item.from));
      index++;
    }
    number(children);
  } else {
    const members = [...membersOf(source, holder)];
    if (members.length === 0 || members.some(({ value }) => value?.name !== 'Object')) return { children, more };
    // A camera with nothing but a transform is no list of things.
    if (depth(holder) === 1 && /^(camera|environment|render|display|medium|film|integrator)$/.test(keyOf(source, holder))) return { children, more };
    for (const { key, value, property } of members) {
      if (children.length >= mostListed) more++;
      else children.push(thing(source, value!, `${pointer}/${encode(key)}`, key, property.from));
    }
  }
  return { children, more };
}

/** Things of one kind without a name, or of one name, are told apart by number, in the order of the text. */
function number(things: Entry[]): void {
  const count = new Map<string, number>();
  for (const { label } of things) count.set(label, (count.get(label) ?? 0) + 1);
  const next = new Map<string, number>();
  for (const one of things) {
    const { label } = one;
    if (count.get(label) === 1) continue;
    const index = (next.get(label) ?? 0) + 1;
    next.set(label, index);
    one.label = `${label} ${index}`;
  }
}

function depth(node: SyntaxNode): number {
  let count = 0;
  for (let up = node.parent; up; up = up.parent) if (isValue(up)) count++;
  return count;
}

const keyOf = (source: Source, value: SyntaxNode): string => {
  const name = value.parent?.firstChild;
  return name?.name === 'PropertyName' ? stringAt(source, name) : '';
};

function thing(source: Source, object: SyntaxNode, pointer: string, key: string | null, from: number): Entry {
  let name = key;
  let kind = '';
  let material = '';
  let inner: { children: Entry[]; more: number } = { children: [], more: 0 };
  for (const member of membersOf(source, object)) {
    const { value } = member;
    if (!value) continue;
    if (member.key === 'material' && value.name === 'String') material = stringAt(source, value);
    if (member.key === 'name' && value.name === 'String') name ??= stringAt(source, value);
    else if ((member.key === 'type' || member.key === 'preset') && value.name === 'String') kind ||= stringAt(source, value);
    // An object's shape is a member of its own; the first of them says what it is.
    else if (!kind && (value.name === 'Object' || member.key === 'instance') && member.key !== 'material' && key === null) kind = member.key;
    if (holders.has(member.key)) {
      const at = `${pointer}/${encode(member.key)}`;
      if (value.name === 'Array') inner = listed(source, value, at);
      else {
        for (const one of membersOf(source, value)) if (holders.has(one.key) && one.value) inner = listed(source, one.value, `${at}/${encode(one.key)}`);
      }
    }
  }
  return { pointer, label: name ?? (kind || 'object'), detail: name === null ? material : kind, from, to: object.to, ...inner };
}

/** The innermost entry around an offset, with those around it, the outermost first. */
export function entriesAt(entries: readonly Entry[], offset: number): Entry[] {
  // In the order of the text, so the last that begins before the offset is the one.
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.from <= offset) low = middle + 1;
    else high = middle;
  }
  const entry = entries[low - 1];
  return entry && offset <= entry.to ? [entry, ...entriesAt(entry.children, offset)] : [];
}
