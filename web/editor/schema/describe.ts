// A field of the scene format in words: what it is, what may be written, within which bounds, and what holds without it.
import type { Alternative, Place, Schema } from './schema';

export interface Help {
  title: string;
  description: string;
  /** Type, unit, range, default, ... as pairs to be shown below each other. */
  facts: readonly (readonly [name: string, value: string])[];
}

/** "Width of the film. Unit: mm." */
const unitPattern = /\s*Unit: (.+?)\.$/;
/** Bounds that only keep numbers sane are no news. */
const sane = 1e6;

export function splitUnit(description = ''): { text: string; unit: string | null } {
  const match = unitPattern.exec(description);
  return match ? { text: description.slice(0, match.index), unit: match[1]! } : { text: description, unit: null };
}

export function describe(title: string, place: Place, schema = place.field): Help {
  const { alternatives } = place;
  const own = splitUnit(schema.description);
  const unit = own.unit;
  const facts: [string, string][] = [];
  const type = [...new Set(alternatives.map((one) => typeName(one, place)))].filter((name) => name !== '').join(', or ');
  if (type) facts.push(['Type', type]);
  if (unit) facts.push(['Unit', unit]);
  const range = alternatives.map(({ schema: { type: kind, items, ...rest } }) => rangeOf(kind === 'array' && items ? items : rest))
    .find((text) => text !== null);
  if (range) facts.push(['Range', range]);
  const fallback = schema.default;
  if (fallback !== undefined) facts.push(['Default', JSON.stringify(fallback).replaceAll(',', ', ')]);
  return { title, description: own.text || (alternatives.length === 1 ? splitUnit(alternatives[0]!.schema.description).text : ''), facts };
}

function typeName({ schema, kind }: Alternative, place: Place): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  // Many, and each with a description of its own: they are for the list of completions.
  if (schema.const !== undefined) return place.alternatives.length > 8 ? 'one of a list of names' : JSON.stringify(schema.const);
  switch (schema.type) {
    case 'integer': return 'whole number';
    case 'string': return place.names ? `name of one of the ${place.names}` : 'text';
    case 'boolean': return 'true or false';
    case 'array': return arrayName(schema);
    case 'object': return kind === null ? 'object' : article(kind.replaceAll('_', ' '));
    default: return schema.type ?? '';
  }
}

function arrayName({ items, minItems, maxItems }: Schema): string {
  const what = items?.type === 'array' ? 'arrays' : items?.$ref ? `${items.$ref.replace(/^.*\//, '')} objects` : items?.type === 'number' || items?.type === 'integer' ? 'numbers' : 'values';
  return minItems !== undefined && minItems === maxItems ? `array of ${minItems} ${what}` : `array of ${what}`;
}

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

function rangeOf({ minimum, maximum }: Schema): string | null {
  const low = minimum !== undefined && minimum > -sane && !(minimum > 0 && minimum <= 1e-6) ? minimum : null;
  const high = maximum !== undefined && maximum < sane ? maximum : null;
  if (minimum !== undefined && minimum > 0 && minimum <= 1e-6 && high === null) return 'more than 0';
  if (low !== null && high !== null) return `${low} to ${high}`;
  if (low !== null) return `at least ${low}`;
  return high === null ? null : `at most ${high}`;
}

/** The same in one line, for screen readers. */
export function helpText({ title, description, facts }: Help): string {
  return [`${title}.`, description, ...facts.map(([name, value]) => `${name}: ${value}.`)].filter((part) => part !== '').join(' ');
}
