// Lines too long for the pane are broken and go on two columns behind their indent, so that nothing of a scene lies out
// of sight at the side. By classes, because a strict Content-Security-Policy refuses styles of single elements.
import { RangeSetBuilder, StateField, type EditorState, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

/** Deeper lines go on no further to the right: on a phone little would be left. */
const deepest = 16;
/** A file as a data URI is one line of megabytes, which takes the browser a fifth of a second to break: with such a line none is. */
export const longest = 20_000;

const hasLongLine = ({ doc }: EditorState, from = 0, to = doc.length): boolean => {
  for (let at = from; at <= to;) {
    const line = doc.lineAt(at);
    if (line.length > longest) return true;
    at = line.to + 1;
  }
  return false;
};
export const wraps = StateField.define<boolean>({
  create: (state) => !hasLongLine(state),
  update(value, { docChanged, changes, state }) {
    if (!docChanged) return value;
    if (!value) return !hasLongLine(state);
    let still = true;
    changes.iterChangedRanges((_, __, from, to) => { still &&= !hasLongLine(state, from, to); });
    return still;
  },
  provide: (field) => EditorView.contentAttributes.from(field, (value): Record<string, string> => (value ? { class: 'cm-lineWrapping' } : {})),
});

const classOf = (indent: number): string => `cm-hang-${indent}`;
const hanging = Array.from({ length: deepest + 1 }, (_, indent) => Decoration.line({ class: classOf(indent) }));

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let end = -1;
  for (const { from, to } of state.field(wraps) ? visibleRanges : []) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      // Of a long line several parts may be visible.
      if (line.from > end) {
        const indent = /^ */.exec(state.sliceDoc(line.from, Math.min(line.to, line.from + deepest)))![0].length;
        builder.add(line.from, line.from, hanging[indent]!);
      }
      end = line.from;
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const plugin = ViewPlugin.define((view) => ({
  decorations: decorate(view),
  update(update: ViewUpdate) {
    if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
  },
}), { decorations: (value) => value.decorations });

const rules = hanging.map((_, indent) => [`.cm-line.${classOf(indent)}`, {
  paddingLeft: `calc(6px + ${indent + 2}ch)`, textIndent: `${-indent - 2}ch`,
}] as const);

/** Whether to lay the text out would help: not where the line is a file, or too much to be laid out at once. */
export const wantsFormat = (state: EditorState): boolean =>
  !state.field(wraps) && state.doc.length <= 2 << 20 && !new RegExp(`[",][^",\\n]{${longest}}`).test(state.sliceDoc());

export const wrapping: Extension = [wraps, plugin, EditorView.theme(Object.fromEntries(rules))];
