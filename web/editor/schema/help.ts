// Help on the field under the mouse, or at the cursor: a note with what the schema says, and ways on from there.
import { hoverTooltip, showTooltip, EditorView, type Command, type Tooltip, type TooltipView } from '@codemirror/view';
import { StateEffect, StateField, type EditorState, type Extension } from '@codemirror/state';
import { make } from '../../controls/dom';
import { goToDefinition } from '../definition';
import { cursorAt, type Cursor } from '../references';
import { describe, helpText, type Help } from './describe';
import { currentSchema, loadSchema } from './load';

/** What is said of the place: of an entry of an array of numbers, what is said of the array. */
function helpOf({ context }: Cursor): Help | null {
  const schema = currentSchema();
  for (let depth = context.frames.length; schema && depth > 0; depth--) {
    const step = context.frames[depth - 1]!.step;
    const place = schema.placeAt(context, depth);
    if (place && typeof step === 'string' && place.field.description) return describe(step, place);
  }
  return null;
}

export function helpElement({ title, description, facts }: Help): HTMLElement {
  const element = make('div', 'help-note');
  element.append(make('strong', 'help-name', title), ' ', make('span', 'help-text', description));
  if (facts.length > 0) {
    const list = make('dl', 'help-facts');
    for (const [name, value] of facts) list.append(make('dt', '', name), make('dd', '', value));
    element.append(list);
  }
  return element;
}

/** The note for a position; `focus`: it may be reached by keyboard. */
function tooltipAt(state: EditorState, offset: number): Tooltip | null {
  const cursor = cursorAt(state, offset);
  const token = cursor?.context.token;
  if (!cursor || !token) return null;
  const help = helpOf(cursor);
  if (!help) return null;
  return {
    pos: token.from, end: token.to, above: true, arrow: false,
    create: (view): TooltipView => ({ dom: note(view, help, cursor) }),
  };
}

function note(view: EditorView, help: Help, { reference }: Cursor): HTMLElement {
  const element = helpElement(help);
  if (reference) {
    const { definition, section, name } = reference;
    if (definition) {
      const button = make('button', 'help-action', `Go to “${name}”`);
      button.type = 'button';
      button.onclick = () => goToDefinition(view, definition);
      element.append(button);
    } else {
      element.append(make('p', 'help-missing', `There is no “${name}” among the ${section}.`));
    }
  }
  return element;
}

const setNote = StateEffect.define<Tooltip | null>();

/** The note that was asked for by key or button; it goes with the next move or change. */
const askedFor = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) if (effect.is(setNote)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

/** Explains the field at the cursor; `say` reads it out. */
export function explain(say: (text: string) => void): Command {
  return (view) => {
    void loadSchema().then(() => {
      const { head } = view.state.selection.main;
      const cursor = cursorAt(view.state, head);
      const help = cursor && helpOf(cursor);
      view.dispatch({ effects: setNote.of(tooltipAt(view.state, head)) });
      say(help ? helpText(help) : 'There is no help for this place: put the cursor on a field of a Raypool scene.');
    });
    return true;
  };
}

export const hideNote: Command = (view) => {
  if (!view.state.field(askedFor, false)) return false;
  view.dispatch({ effects: setNote.of(null) });
  return true;
};

export const schemaHelp: Extension = [
  askedFor,
  hoverTooltip((view, pos) => (currentSchema() ? tooltipAt(view.state, pos) : loadSchema().then(() => tooltipAt(view.state, pos))),
    { hoverTime: 350 }),
];
