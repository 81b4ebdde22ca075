// From a name to where it is given, and back again.
import { EditorView, type Command } from '@codemirror/view';
import { StateField, StateEffect, type Extension } from '@codemirror/state';
import { sayAt } from './note';
import { cursorAt } from './references';
import { loadSchema } from './schema/load';
import { reveal } from './select';

/** Places that one has come from, the newest last; they move with the text. */
const push = StateEffect.define<number>();
const pop = StateEffect.define<null>();
const trail = StateField.define<readonly number[]>({
  create: () => [],
  update(value, transaction) {
    let places = transaction.docChanged ? value.map((place) => transaction.changes.mapPos(place)) : value;
    for (const effect of transaction.effects) {
      if (effect.is(push)) places = [...places.slice(-50), effect.value];
      if (effect.is(pop)) places = places.slice(0, -1);
    }
    return places;
  },
});

export function goToDefinition(view: EditorView, { from, to }: { from: number; to: number }): void {
  view.dispatch({ effects: push.of(view.state.selection.main.head) });
  reveal(view, from, to, true);
}

/** To the definition of the name at the cursor. */
export const definitionAtCursor: Command = (view) => {
  void loadSchema().then(() => {
    const reference = cursorAt(view.state, view.state.selection.main.head)?.reference;
    if (reference?.definition) goToDefinition(view, reference.definition);
    else if (reference) sayAt(view, `There is no “${reference.name}” among the ${reference.section}.`);
    else sayAt(view, 'Put the cursor on the name of a material, a texture, a medium or a prototype.');
  });
  return true;
};

export const goBack: Command = (view) => {
  const place = view.state.field(trail).at(-1);
  if (place === undefined) return false;
  view.dispatch({ effects: pop.of(null) });
  reveal(view, place, place, true);
  return true;
};

/** Ctrl and a click go to the definition of a name; elsewhere they set a second cursor, as before. */
export const definitions: Extension = [
  trail,
  EditorView.domEventHandlers({
    mousedown(event, view) {
      if (event.button !== 0 || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return false;
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
      const definition = at === null ? null : cursorAt(view.state, at)?.reference?.definition;
      if (at === null || !definition) return false;
      event.preventDefault();
      view.dispatch({ selection: { anchor: at } });
      goToDefinition(view, definition);
      return true;
    },
  }),
];
