// Names in a scene: where they are given, and where they stand for what they name.
import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { contextAt, type Context } from './json/context';
import { memberOf, membersOf, rootValue } from './json/tree';
import { currentSchema } from './schema/load';
import type { Place } from './schema/schema';

/** Longer texts are edited as plain JSON: reading them at every key would be felt. */
export const longestRead = 1 << 20;

function section(state: EditorState, name: string): SyntaxNode | null {
  const root = rootValue(syntaxTree(state));
  return root && memberOf(state.doc, root, name);
}

export function namesIn(state: EditorState, name: string): string[] {
  const node = section(state, name);
  return node ? [...membersOf(state.doc, node)].map(({ key }) => key) : [];
}

export interface Reference {
  section: string;
  name: string;
  /** The name in the text, without what it stands for; null if the scene has no such thing. */
  definition: { from: number; to: number } | null;
}

export interface Cursor {
  context: Context;
  /** Null outside the format. */
  place: Place | null;
  reference: Reference | null;
}

/** What the schema knows of a position; null without schema, or in texts that are too long. */
export function cursorAt(state: EditorState, offset: number): Cursor | null {
  const schema = currentSchema();
  if (!schema || state.doc.length > longestRead) return null;
  const text = state.sliceDoc();
  // Before the first character of a word is at that word, here.
  const context = contextAt(text, /[\s{}[\],:]/.test(text[offset - 1] ?? ' ') ? offset + 1 : offset);
  const place = schema.placeAt(context);
  return { context, place, reference: place && referenceAt(state, context, place) };
}

function referenceAt(state: EditorState, { place: kind, token, path }: Context, place: Place): Reference | null {
  if (kind !== 'value' || place.names === null || !token || !/^".*"$/.test(token.text) || path.length === 0) return null;
  let name: string;
  try {
    name = JSON.parse(token.text) as string;
  } catch {
    return null;
  }
  const holder = section(state, place.names);
  let definition: Reference['definition'] = null;
  if (holder) {
    for (const { key, property } of membersOf(state.doc, holder)) {
      if (key === name) definition = { from: property.firstChild!.from, to: property.firstChild!.to };
    }
  }
  return { section: place.names, name, definition };
}
