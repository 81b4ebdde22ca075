// Places in a JSON text: from an offset to a JSON pointer (RFC 6901) and back, over the tree that the editor keeps of
// its text anyway. The text may be half written; the tree is what the parser makes of it.
import type { SyntaxNode, Tree } from '@lezer/common';

/** What this needs of a text: the editor's own kind has it, and a string is soon made one. */
export interface Source {
  readonly length: number;
  sliceString(from: number, to: number): string;
}

export type Path = readonly (string | number)[];

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null']);

export const isValue = (node: SyntaxNode): boolean => values.has(node.name);

export function pathToPointer(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

export function pointerToSteps(pointer: string): string[] {
  return pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A string's or a key's content. What is no valid string stays as it is written, without its quotes. */
export function stringAt(source: Source, node: { from: number; to: number }): string {
  const text = source.sliceString(node.from, node.to);
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.replace(/^"|"$/g, '');
  }
}

export function rootValue(tree: Tree): SyntaxNode | null {
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) if (isValue(node)) return node;
  return null;
}

/** A property's value, or null while it has none. */
export function valueOf(property: SyntaxNode): SyntaxNode | null {
  const last = property.lastChild;
  return last && isValue(last) ? last : null;
}

export interface Member {
  key: string;
  property: SyntaxNode;
  value: SyntaxNode | null;
}

/** An object's members in their order. Of a node that is no object there are none. */
export function* membersOf(source: Source, object: SyntaxNode): Generator<Member> {
  if (object.name !== 'Object') return;
  for (let node = object.firstChild; node; node = node.nextSibling) {
    const name = node.name === 'Property' ? node.firstChild : null;
    if (name?.name === 'PropertyName') yield { key: stringAt(source, name), property: node, value: valueOf(node) };
  }
}

export function* itemsOf(array: SyntaxNode): Generator<SyntaxNode> {
  if (array.name !== 'Array') return;
  for (let node = array.firstChild; node; node = node.nextSibling) if (isValue(node)) yield node;
}

export function memberOf(source: Source, object: SyntaxNode, key: string): SyntaxNode | null {
  for (const member of membersOf(source, object)) if (member.key === key) return member.value;
  return null;
}

/** The value at a pointer, or null if there is none. */
export function nodeAt(tree: Tree, source: Source, pointer: string): SyntaxNode | null {
  let node = rootValue(tree);
  for (const step of pointerToSteps(pointer)) {
    if (!node) return null;
    if (node.name === 'Array') {
      const index: number = /^(0|[1-9]\d*)$/.test(step) ? Number(step) : -1;
      let i = 0;
      let found: SyntaxNode | null = null;
      for (const item of itemsOf(node)) if (i++ === index) { found = item; break; }
      node = found;
    } else {
      node = memberOf(source, node, step);
    }
  }
  return node;
}

/** How one gets from the root to a node: its own key or index last. */
export function pathOf(source: Source, node: SyntaxNode): Path {
  const path: (string | number)[] = [];
  let child = node;
  for (let parent = child.parent; parent; child = parent, parent = parent.parent) {
    if (parent.name === 'Property') {
      const name = parent.firstChild;
      if (name) path.push(stringAt(source, name));
    } else if (parent.name === 'Array' && isValue(child)) {
      let index = 0;
      for (let before = child.prevSibling; before; before = before.prevSibling) if (isValue(before)) index++;
      path.push(index);
    }
  }
  return path.reverse();
}

/** The innermost value, or member, in which an offset lies: on a key it is that key's. */
export function pathAt(tree: Tree, source: Source, offset: number): Path {
  return pathOf(source, innermost(tree, offset));
}

/** The innermost value around an offset, on a key its property, between values the object or array around them. */
export function innermost(tree: Tree, offset: number): SyntaxNode {
  const inside = tree.resolveInner(offset, 1);
  const before = tree.resolveInner(offset, -1);
  // A scalar or a key that ends here is where one has just been typing.
  const node = touches(before, offset) && !touches(inside, offset) ? before : inside;
  for (let up: SyntaxNode | null = node; up; up = up.parent) {
    if (isValue(up)) return up;
    if (up.name === 'PropertyName') return up;
    if (up.name === 'Property') return up.firstChild ?? up;
  }
  return tree.topNode;
}

const touches = (node: SyntaxNode, offset: number): boolean =>
  (node.name === 'PropertyName' || (isValue(node) && node.name !== 'Object' && node.name !== 'Array')) &&
  node.from <= offset && offset <= node.to;
