// Putting a thing into the scene: where its kind belongs, under a name of its own, selected when it is there.
import type { EditorView } from '@codemirror/view';
import { addEntry, nativeScene, setMember } from '../../files/json-edit';
import { textChange } from '../../files/text-change';
import { stepOfGesture } from '../history';
import { pathToPointer } from '../json/tree';
import { freeName } from '../schema/complete';
import type { Snippet } from '../schema/snippets';
import { selectPointer } from '../select';

/** Sections that are one thing each, which a new one takes the place of. */
const single = new Set(['camera', 'environment']);

export const foreign = 'Things can be inserted into scenes of Raypool’s own format only. This scene can be made one.';

/** The text with it, and the pointer of it; or why it can't be put in. */
export function withSnippet(text: string, { section, value, name }: Snippet): { text: string; pointer: string } | { problem: string } {
  const given = /\S/.test(text) ? text : '{\n  "raypool": 1\n}\n';
  const scene = nativeScene(given);
  if (!scene) {
    return { problem: /"raypool"\s*:/.test(given) ? 'Mend the problems first: the text is not whole.' : foreign };
  }
  const holder = scene[section];
  if (single.has(section)) return done(setMember(given, section, value), [section], section);
  const isList = section === 'objects' || section === 'lights';
  if (isList) return done(addEntry(given, section, value), [section, Array.isArray(holder) ? holder.length : 0], section);
  const free = freeName(name, new Set(Object.keys((holder ?? {}) as object)));
  return done(addEntry(given, section, value, free), [section, free], section);
}

function done(text: string | null, path: (string | number)[], section: string): { text: string; pointer: string } | { problem: string } {
  return text === null ? { problem: `“${section}” is not what it should be: mend that first.` } : { text, pointer: pathToPointer(path) };
}

/** Into the editor's text. Returns what stands in the way, or null. */
export function insertSnippet(view: EditorView, snippet: Snippet): string | null {
  const before = view.state.doc.toString();
  const result = withSnippet(before, snippet);
  if ('problem' in result) return result.problem;
  const change = textChange(before, result.text);
  if (change) view.dispatch({ changes: change, annotations: stepOfGesture(view.state, undefined), userEvent: 'input.insert' });
  selectPointer(view, result.pointer, !matchMedia('(pointer: coarse)').matches);
  return null;
}
