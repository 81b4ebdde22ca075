// The colours of the text. As CodeMirror's own, except that a very long line has none: a span for each of its numbers would
// take the browser a tenth of a second at every key.
import { HighlightStyle, syntaxTree } from '@codemirror/language';
import { Prec, RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { highlightTree, tags } from '@lezer/highlight';
import { longest } from './wrapping';

const style = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--code-key)' },
  { tag: tags.string, color: 'var(--code-string)' },
  // They can be dragged.
  { tag: tags.number, color: 'var(--code-number)', cursor: 'ew-resize' },
  { tag: [tags.bool, tags.null], color: 'var(--code-atom)' },
  { tag: [tags.brace, tags.squareBracket, tags.separator], color: 'var(--muted)' },
]);
const marks = new Map<string, Decoration>();

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const put = (from: number, to: number, name: string): void => {
    let mark = marks.get(name);
    if (!mark) marks.set(name, (mark = Decoration.mark({ class: name })));
    builder.add(from, to, mark);
  };
  const tree = syntaxTree(state);
  for (const { from, to } of visibleRanges) {
    let start = from;
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      at = line.to + 1;
      if (line.length <= longest) continue;
      if (start < line.from) highlightTree(tree, style, put, start, line.from);
      start = at;
    }
    if (start < to) highlightTree(tree, style, put, start, to);
  }
  return builder.finish();
}

const plugin = ViewPlugin.define((view) => ({
  decorations: decorate(view),
  update({ view: now, changes, startState, state, viewportChanged }: ViewUpdate) {
    const tree = syntaxTree(state);
    // What is not read yet keeps its colours.
    if (tree.length < now.viewport.to) this.decorations = this.decorations.map(changes);
    else if (viewportChanged || tree !== syntaxTree(startState)) this.decorations = decorate(now);
  },
}), { decorations: (value) => value.decorations });

export const colouring: Extension = [EditorView.styleModule.of(style.module!), Prec.high(plugin)];
