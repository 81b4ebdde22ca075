// What may be written at the cursor: keys that the object there may have and has not, and values that fit the key.
import { contextAt, type Context } from '../json/context';
import { isColourField } from './colour-fields';
import { describe, type Help } from './describe';
import { isNative, keysFor, type Alternative, type Place, type SceneSchema, type Schema } from './schema';
import { snippetsFor, type Snippet } from './snippets';

export interface Suggestion {
  label: string;
  /** Shown behind the label. */
  detail: string;
  sort: 'key' | 'value' | 'name' | 'snippet';
  help: Help | null;
  /** Text with the fields ${1:that are filled in} one after the other, complete with commas. */
  insert: string;
  /** What was inserted has choices of its own. */
  again: boolean;
}

export interface Completions {
  /** What is replaced. */
  from: number;
  to: number;
  /** Where what has been typed of the label begins. */
  typedFrom: number;
  suggestions: readonly Suggestion[];
}

/** Names that the scene gives, by the section that gives them. */
export type Names = (section: string) => readonly string[];

export function complete(schema: SceneSchema, text: string, offset: number, names: Names): Completions | null {
  const context = contextAt(text, offset);
  if (!isNative(context)) return null;
  const { token } = context;
  const from = token?.from ?? offset;
  const to = token?.to ?? offset;
  // Behind a closing quote everything is said.
  if (token && offset === to && /^".*[^\\]"$/.test(token.text) && token.text.length > 1) return null;
  const typedFrom = token?.text.startsWith('"') ? from + 1 : from;
  const list = context.place === 'key' ? keys(schema, context, names) : context.place === 'value' ? values(schema, context, names) : [];
  if (list.length === 0) return null;
  const before = context.commaBefore ? ', ' : '';
  const after = context.next !== '' && !/[}\],:]/.test(context.next) ? ',' : '';
  const suggestions = list.map((one) => ({ ...one, insert: `${before}${one.insert}${after}` }));
  return { from, to, typedFrom, suggestions };
}

function keys(schema: SceneSchema, context: Context, names: Names): Suggestion[] {
  const frame = context.frames.at(-1);
  if (!frame) return [];
  const present = new Set(frame.members.filter((member) => member.keyFrom !== context.token?.from).map((member) => member.key));
  const renamed = context.next === ':';
  const found = new Map<string, Suggestion>();
  for (const { schema: object, kind } of schema.objectsAt(context)) {
    const required = new Set(object.required);
    for (const key of keysFor(object, present).sort((a, b) => Number(required.has(b)) - Number(required.has(a)))) {
      const field = object.properties![key]!;
      const place = schema.placeAt({ ...context, frames: [...context.frames.slice(0, -1), { ...frame, step: key }] }) ??
        schema.place(field, kind, key);
      const value = valueTemplate(place, names, isColourField(key, kind));
      if (!found.has(key)) {
        found.set(key, {
          label: key, detail: required.has(key) ? 'required' : '', sort: 'key', help: describe(key, place, { ...place.field, ...field }),
          insert: renamed ? JSON.stringify(key) : `${JSON.stringify(key)}: ${value.insert}`, again: !renamed && value.again,
        });
      }
    }
    // An object of named things: the name, too, is still to be found.
    const { additionalProperties } = object;
    if (typeof additionalProperties === 'object' && !renamed) {
      for (const alternative of schema.place(additionalProperties, null).alternatives) {
        for (const one of snippetsFor(alternative.kind)) {
          const name = freeName(one.name, present);
          found.set(one.label, { ...fromSnippet(one, `${JSON.stringify(name).replace(/^"(.*)"$/, '"${1:$1}"')}: ${one.template(2)}`) });
        }
      }
    }
  }
  return [...found.values()];
}

function values(schema: SceneSchema, context: Context, names: Names): Suggestion[] {
  const place = context.frames.length === 0 ? schema.place(schema.root, null) : schema.placeAt(context);
  if (!place) return [];
  const key = String(context.path.at(-1) ?? 'scene');
  const list: Suggestion[] = [];
  const add = (label: string, insert: string, sort: Suggestion['sort'], detail = '', help: Help | null = describe(key, place)): void => {
    if (!list.some((one) => one.label === label)) list.push({ label, insert, sort, detail, help, again: false });
  };
  if (place.names) for (const name of names(place.names)) add(name, literally(JSON.stringify(name)), 'name', singular(place.names));
  const fallback = place.field.default;
  for (const { schema: one } of place.alternatives) {
    const literals = one.enum ?? (one.const !== undefined ? [one.const] : one.type === 'boolean' ? [true, false] : []);
    for (const literal of literals) {
      const label = typeof literal === 'string' ? literal : JSON.stringify(literal);
      const help = one.const !== undefined && one.description ? { title: label, description: one.description, facts: [] } : describe(key, place);
      add(label, JSON.stringify(literal), 'value', literal === fallback ? 'default' : '', help);
    }
  }
  const written = fallback === undefined ? null : JSON.stringify(fallback).replaceAll(',', ', ');
  if (written !== null && typeof fallback !== 'string' && typeof fallback !== 'boolean') add(written, written, 'value', 'default');
  for (const alternative of place.alternatives) {
    for (const one of snippetsFor(alternative.kind)) list.push(fromSnippet(one, one.template(1)));
    if (alternative.schema.type === 'array' && written === null) add('[…]', arrayTemplate(alternative.schema), 'value', 'array');
    if (alternative.schema.type === 'object') add('{…}', '{${}}', 'value', alternative.kind ?? 'object');
  }
  return list;
}

const fromSnippet = (one: Snippet, insert: string): Suggestion => ({
  label: one.label, detail: one.kind.replaceAll('_', ' '), sort: 'snippet', insert, again: false,
  help: { title: one.label, description: one.description, facts: [] },
});

const singular = (section: string): string => (section === 'media' ? 'medium' : section.replace(/s$/, ''));

export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted} ${i}`;
  return name;
}

/** What stands behind a new key until something else is written. */
function valueTemplate(place: Place, names: Names, colour: boolean): { insert: string; again: boolean } {
  const fallback = place.field.default;
  const first = place.alternatives[0]?.schema;
  if (colour && place.alternatives.some(({ schema }) => schema.minItems === 3)) {
    const grey = typeof fallback === 'number' ? fallback : Math.min(first?.maximum ?? 1, 0.8);
    return { insert: arrayOf(Array.isArray(fallback) ? fallback : [grey, grey, grey]), again: false };
  }
  if (place.names) {
    const some = names(place.names)[0];
    return { insert: some === undefined ? '${}' : `"${field(JSON.stringify(some).slice(1, -1))}"`, again: true };
  }
  const literal = first?.enum ?? place.alternatives.flatMap(({ schema }) => (schema.const === undefined ? [] : [schema.const]));
  if (literal.length > 0) {
    const value = fallback ?? literal[0];
    return { insert: typeof value === 'string' ? `"${field(value)}"` : field(JSON.stringify(value)), again: literal.length > 1 };
  }
  if (Array.isArray(fallback)) return { insert: arrayOf(fallback), again: false };
  if (fallback !== undefined && typeof fallback !== 'object') {
    return { insert: typeof fallback === 'string' ? `"${field(fallback)}"` : field(JSON.stringify(fallback)), again: typeof fallback === 'boolean' };
  }
  switch (first?.type) {
    case 'boolean': return { insert: '${true}', again: true };
    case 'string': return { insert: '"${}"', again: false };
    case 'array': return { insert: arrayTemplate(first), again: first.items?.type === undefined && first.minItems === undefined };
    case 'number': case 'integer': return { insert: field(String(plausible(first))), again: false };
    case 'object': return { insert: hasFields(place.alternatives) ? '{${}}' : '{}', again: true };
    default: return { insert: '${}', again: true };
  }
}

const literally = (text: string): string => text.replace(/[{}]/g, '\\$&');

/** A field that holds `text`. With a number of its own, or a text of digits would be taken for the field's number. */
const field = (text: string): string => (/[{}]/.test(text) ? `\${${literally(text)}}` : `\${1:${text}}`);

const hasFields = (alternatives: readonly Alternative[]): boolean =>
  alternatives.some(({ schema }) => Object.keys(schema.properties ?? {}).length > 0 || typeof schema.additionalProperties === 'object');

const arrayOf = (values: readonly unknown[]): string => `[${values.map((value, i) => `\${${i + 1}:${JSON.stringify(value)}}`).join(', ')}]`;

function arrayTemplate({ items, minItems, maxItems }: Schema): string {
  const fixed = minItems !== undefined && minItems === maxItems && minItems <= 4;
  if (!fixed || (items?.type !== 'number' && items?.type !== 'integer')) return '[${}]';
  return arrayOf(new Array(minItems).fill(plausible(items)));
}

/** A number that the range allows: nothing where it can be nothing, else one, else its lower end. */
const plausible = ({ minimum = 0, maximum = Infinity }: Schema): number =>
  minimum <= 0 && maximum >= 0 ? 0 : minimum <= 1 && maximum >= 1 ? 1 : minimum;
