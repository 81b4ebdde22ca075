// The schema's suggestions as CodeMirror's list of completions.
import {
  autocompletion, closeCompletion, completionStatus, snippet, startCompletion, type Completion, type CompletionContext, type CompletionResult,
} from '@codemirror/autocomplete';
import { Prec, type Extension } from '@codemirror/state';
import { keymap, type EditorView } from '@codemirror/view';
import { longestRead, namesIn } from '../references';
import { complete, type Suggestion } from './complete';
import { helpElement } from './help';
import { currentSchema, loadSchema } from './load';

const types: Record<Suggestion['sort'], string> = { key: 'property', value: 'constant', name: 'variable', snippet: 'class' };

async function source(context: CompletionContext): Promise<CompletionResult | null> {
  const { state, pos, explicit } = context;
  if (state.doc.length > longestRead) return null;
  const schema = await loadSchema();
  if (!schema || context.aborted) return null;
  const found = complete(schema, state.sliceDoc(), pos, (section) => namesIn(state, section));
  if (!found) return null;
  const typed = state.sliceDoc(found.typedFrom, pos);
  // Unasked only while a word is being written: Enter behind a comma makes a new line.
  if (!explicit && (found.from === found.to || /^[-\d]/.test(typed))) return null;
  const labels = new Set(found.suggestions.map(({ label }) => label));
  if (!explicit && typed !== '' && labels.has(typed) && found.to === pos) return null;
  return {
    from: found.typedFrom,
    options: found.suggestions.map((one, i) => option(one, i)),
    validFor: (text) => /^[\w.-]*$/.test(text) && !labels.has(text),
  };
}

function option(one: Suggestion, order: number): Completion {
  const { help } = one;
  return {
    label: one.label, type: types[one.sort], sortText: String(order).padStart(3, '0'), ...(one.detail && { detail: one.detail }),
    ...(help && { info: () => helpElement(help) }),
    apply(view, completion, _from, to) {
      // What is there now: more may have been typed since the list was made.
      const now = suggestionNow(view, to, one.label);
      if (!now) return;
      snippet(now.suggestion.insert)(view, completion, now.from, now.to);
      if (now.suggestion.again) startCompletion(view);
      else closeCompletion(view);
    },
  };
}

function suggestionNow(view: EditorView, offset: number, label: string): { from: number; to: number; suggestion: Suggestion } | null {
  const { state } = view;
  const schema = currentSchema();
  const found = schema && complete(schema, state.sliceDoc(), offset, (section) => namesIn(state, section));
  const suggestion = found?.suggestions.find((one) => one.label === label);
  return found && suggestion ? { from: found.from, to: found.to, suggestion } : null;
}

/** Of a list that is not there yet, Escape closes nothing that could be seen: it still means what it means without one. */
const closePending = (view: EditorView): boolean => {
  if (completionStatus(view.state) === 'pending') closeCompletion(view);
  return false;
};

export const schemaCompletion: Extension = [
  Prec.highest(keymap.of([{ key: 'Escape', run: closePending }])),
  autocompletion({ override: [source], icons: false, maxRenderedOptions: 80 }),
];
