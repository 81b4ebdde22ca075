// A note at the cursor that was asked for: help on a field, or why a command could not do what it should. It goes with the
// next move or change, and with Escape; screen readers hear it at once.
import { StateEffect, StateField } from '@codemirror/state';
import { showTooltip, type Command, type EditorView, type Tooltip } from '@codemirror/view';
import { byId, make, setText } from '../controls/dom';

const set = StateEffect.define<Tooltip | null>();

export const noteField = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(set)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

export const hideNote: Command = (view) => {
  if (!view.state.field(noteField)) return false;
  view.dispatch({ effects: set.of(null) });
  return true;
};

export function showNote(view: EditorView, tooltip: Tooltip, spoken: string): void {
  view.dispatch({ effects: set.of(tooltip) });
  announce(spoken);
}

/** A sentence at the cursor. */
export function sayAt(view: EditorView, text: string): void {
  const create = () => ({ dom: make('div', 'help-note', text) });
  // Below: above the first line it would cover the row of commands.
  showNote(view, { pos: view.state.selection.main.head, above: false, create }, text);
}

export function announce(text: string): void {
  setText(byId('announcer', HTMLElement), text);
}
