// Help on the field under the mouse, or at the cursor: a note with what the schema says, and ways on from there.
import { hoverTooltip, type Command, type EditorView, type Tooltip, type TooltipView } from '@codemirror/view';
import type { EditorState, Extension } from '@codemirror/state';
import { make } from '../../controls/dom';
import { goToDefinition } from '../definition';
import { sayAt, showNote } from '../note';
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

/** The note for a position. */
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

/** Explains the field at the cursor. */
export const explain: Command = (view) => {
  void loadSchema().then(() => {
    const { head } = view.state.selection.main;
    const cursor = cursorAt(view.state, head);
    const help = cursor && helpOf(cursor);
    const tooltip = tooltipAt(view.state, head);
    if (help && tooltip) showNote(view, tooltip, helpText(help));
    else sayAt(view, 'There is help on the fields of Raypool’s own format: put the cursor on one.');
  });
  return true;
};

export const hoverHelp: Extension = hoverTooltip(
  (view, pos) => (currentSchema() ? tooltipAt(view.state, pos) : loadSchema().then(() => tooltipAt(view.state, pos))),
  // Not in the way of what is typed meanwhile.
  { hoverTime: 350, hideOnChange: true },
);
