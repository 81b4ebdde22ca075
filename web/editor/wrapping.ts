// Lines too long for the pane are broken and go on two columns behind their indent, so that nothing of a scene lies out
// of sight at the side. By classes, because a strict Content-Security-Policy refuses styles of single elements.
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';

/** Deeper lines go on no further to the right: on a phone little would be left. */
const deepest = 16;

const classOf = (indent: number): string => `cm-hang-${indent}`;
const hanging = Array.from({ length: deepest + 1 }, (_, indent) => Decoration.line({ class: classOf(indent) }));

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  let end = -1;
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      // Of a very long line several parts may be visible.
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

export const wrapping: Extension = [EditorView.lineWrapping, plugin, EditorView.theme(Object.fromEntries(rules))];
