// The scene format's JSON Schema, as `raypool schema` writes it, and what it says of a place in a scene: which values may
// stand there and which keys an object may have. It describes; what is right or wrong is the engine's to say.
import type { Context, Frame, FrameMember } from '../json/context';

export interface Schema {
  description?: string;
  type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: readonly string[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  not?: Schema;
  $ref?: string;
  $defs?: Record<string, Schema>;
}

/** One of the kinds of value that may stand at a place. */
export interface Alternative {
  schema: Schema;
  /** Name of the definition that it comes from: 'material', 'object', ... */
  kind: string | null;
}

/** A place in a scene: a member of an object, an entry of an array, or the whole. */
export interface Place {
  /** Of the field itself: its description and default. */
  field: Schema;
  alternatives: readonly Alternative[];
  /** Member of the scene whose names may stand here instead of a value: 'materials', ... */
  names: string | null;
}

export class SceneSchema {
  /** By definition, the scene's member that gives names to its values. */
  private readonly sections = new Map<string, string>();

  constructor(readonly root: Schema) {
    for (const [section, { additionalProperties }] of Object.entries(root.properties ?? {})) {
      const kind = typeof additionalProperties === 'object' ? kindOf(additionalProperties) : null;
      if (kind) this.sections.set(kind, section);
    }
  }

  /** Members of a scene that hold named things, with what these are. */
  get namedSections(): ReadonlyMap<string, string> {
    return new Map([...this.sections].map(([kind, section]) => [section, kind]));
  }

  /** The place at the end of the context's path, or at the end of its first `depth` frames' steps. Null outside the format. */
  placeAt({ frames }: Context, depth = frames.length): Place | null {
    let place: Place | null = this.place(this.root, null);
    for (const frame of frames.slice(0, depth)) {
      if (!place || frame.step === null) return null;
      place = this.step(place, frame, frame.step);
    }
    return place;
  }

  /** What the innermost object around the cursor may be, as its members tell. */
  objectsAt({ frames }: Context): readonly Alternative[] {
    const place = this.placeAt({ frames } as Context, frames.length - 1);
    const frame = frames.at(-1);
    return place && frame?.kind === 'object' ? fitting(place.alternatives, frame.members) : [];
  }

  /** A field of an object, with all that may stand in it. */
  place(field: Schema, owner: string | null, key: string | null = null): Place {
    const alternatives = this.flatten(field, null);
    const free = alternatives.some(({ schema }) => schema.type === 'string' && schema.enum === undefined && schema.const === undefined);
    const named = alternatives.map(({ kind }) => (kind === null ? undefined : this.sections.get(kind)))
      .find((section) => section !== undefined);
    // An instance says which prototype it is by its name alone.
    const instance = owner === 'object' && key === 'instance' ? this.sections.get('object') : undefined;
    return { field, alternatives, names: (free ? (named ?? instance) : undefined) ?? null };
  }

  private step(place: Place, frame: Frame, step: string | number): Place | null {
    if (typeof step === 'number') {
      const array = place.alternatives.filter(({ schema }) => schema.type === 'array' && schema.items);
      const items = array.map(({ schema }) => schema.items!);
      if (items.length === 0) return null;
      return this.place(items.length === 1 ? items[0]! : { anyOf: items }, null);
    }
    for (const { schema, kind } of fitting(place.alternatives, frame.members)) {
      const own = schema.properties && Object.hasOwn(schema.properties, step) ? schema.properties[step] : undefined;
      if (own?.const !== undefined) return this.place(this.choice(place.alternatives, own, step), kind, step);
      const field = own ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
      if (field) return this.place(field, kind, step);
    }
    return null;
  }

  /** What tells the kinds of an object apart may be any of theirs. */
  private choice(alternatives: readonly Alternative[], own: Schema, key: string): Schema {
    const anyOf = alternatives.map(({ schema }) => schema.properties?.[key])
      .filter((field): field is Schema => field?.const !== undefined).map((field) => ({ const: field.const }));
    const fallback = alternatives.find(({ schema }) => schema.properties?.[key]?.default !== undefined);
    const { description } = own;
    const value = fallback?.schema.properties?.[key]?.default;
    return { ...(description !== undefined && { description }), ...(value !== undefined && { default: value }), anyOf };
  }

  private flatten(schema: Schema, kind: string | null): Alternative[] {
    if (schema.$ref) {
      const name = kindOf(schema)!;
      const target = this.root.$defs?.[name];
      return target ? this.flatten(target, name) : [];
    }
    const several = schema.anyOf ?? (schema.properties ? undefined : schema.oneOf);
    return several ? several.flatMap((one) => this.flatten(one, kind)) : [{ schema, kind }];
  }
}

function kindOf({ $ref }: Schema): string | null {
  return $ref ? /^#\/\$defs\/(.+)$/.exec($ref)?.[1] ?? null : null;
}

/** The objects among the alternatives that have these members: a `type` tells them apart, or the default where it is not given. */
export function fitting(alternatives: readonly Alternative[], members: readonly FrameMember[]): readonly Alternative[] {
  const objects = alternatives.filter(({ schema }) => schema.type === 'object');
  const agrees = ({ schema }: Alternative, strict: boolean): boolean =>
    Object.entries(schema.properties ?? {}).every(([key, field]) => {
      if (field.const === undefined) return true;
      const written = members.find((member) => member.key === key)?.scalar ?? null;
      if (written === null) return !strict || field.default !== undefined;
      return written === JSON.stringify(field.const);
    });
  const strict = objects.filter((object) => agrees(object, true));
  return strict.length > 0 ? strict : objects;
}

/** Keys that may stand beside those that are there: neither there already nor ruled out by them. */
export function keysFor(schema: Schema, present: ReadonlySet<string>): string[] {
  const barred = new Set<string>();
  for (const { not } of schema.allOf ?? []) {
    const [a, b] = not?.required ?? [];
    if (a !== undefined && b !== undefined) {
      if (present.has(a)) barred.add(b);
      if (present.has(b)) barred.add(a);
    }
  }
  // One of several, as an object's shape is.
  const choice = schema.properties ? (schema.oneOf ?? []).flatMap(({ required }) => required ?? []) : [];
  if (choice.some((key) => present.has(key))) for (const key of choice) barred.add(key);
  return Object.keys(schema.properties ?? {}).filter((key) => !present.has(key) && !barred.has(key));
}

/** Whether the text is, or may become, a scene of the format that the schema describes. */
export function isNative({ frames }: Context): boolean {
  const top = frames[0];
  if (!top) return true;
  if (top.kind !== 'object') return false;
  const complete = top.members.filter((member) => member.hasValue);
  return complete.length === 0 || complete.some(({ key }) => key === 'raypool');
}
