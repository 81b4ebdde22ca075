// From a JSON pointer to its text, and from the cursor to its JSON pointer.
import { ensureSyntaxTree, foldedRanges, syntaxTree, unfoldEffect } from '@codemirror/language';
import { EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import type { StateEffect } from '@codemirror/state';
import { nodeAt, pathAt, pathToPointer } from './json/tree';

/** Longer parsing would be felt. */
const parseMs = 25;

/** Selects a range in view, unfolds what hides it. Without focus the page around the editor stays where it is. */
export function reveal(view: EditorView, from: number, to: number, focus: boolean): void {
  const effects: StateEffect<unknown>[] = [];
  foldedRanges(view.state).between(from, to, (foldFrom, foldTo) => {
    // What is folded inside of the range may stay so.
    if (foldFrom < from || foldTo > to) effects.push(unfoldEffect.of({ from: foldFrom, to: foldTo }));
  });
  effects.push(EditorView.scrollIntoView(from, { y: 'center' }));
  inside.delete(view);
  if (!focus) inside.set(view, { from, to });
  view.dispatch({ selection: { anchor: from, head: to }, effects, userEvent: 'select' });
  if (focus) view.focus();
}

/** What is to come into view in the editor's own scroller only: the picture that was clicked must not leave the screen of a phone. */
const inside = new WeakMap<EditorView, { from: number; to: number }>();

/** Called when what is scrolled to is drawn: before that its lines have a guessed height, and the way to it would be wrong. */
export const scrollsInside = EditorView.scrollHandler.of((view, range) => {
  const wanted = inside.get(view);
  inside.delete(view);
  if (wanted?.from !== range.head) return false;
  const { scrollDOM } = view;
  const box = scrollDOM.getBoundingClientRect();
  const line = (at: number): DOMRect | undefined => {
    const { node } = view.domAtPos(at);
    return (node instanceof Element ? node : node.parentElement)?.closest('.cm-line')?.getBoundingClientRect();
  };
  const top = line(wanted.from)?.top;
  if (top === undefined) return false;
  // To its end, or as much of it as would be seen after the scrolling.
  const end = Math.min(line(wanted.to)?.bottom ?? Infinity, top + (2 / 3) * box.height);
  if (top < box.top || end > box.bottom) scrollDOM.scrollTop += top - box.top - box.height / 3;
  return true;
});

export function selectPointer(view: EditorView, pointer: string, focus: boolean): boolean {
  const { state } = view;
  const tree = ensureSyntaxTree(state, state.doc.length, parseMs) ?? syntaxTree(state);
  const node = nodeAt(tree, state.doc, pointer);
  if (!node) return false;
  reveal(view, node.from, node.to, focus);
  return true;
}

/** Tells the pointer of the innermost value around the cursor whenever it is another one. */
export function cursorPointer(tell: (pointer: string) => void) {
  return ViewPlugin.fromClass(class {
    private told: string | null = null;
    private timer = 0;

    constructor(private readonly view: EditorView) {
      this.soon();
    }

    update(update: ViewUpdate): void {
      if (update.selectionSet || update.docChanged) this.soon();
    }

    destroy(): void {
      clearTimeout(this.timer);
    }

    /** Not while keys come fast. */
    private soon(): void {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => {
        const { state } = this.view;
        // What a selection begins with, so that a value selected as a whole counts as itself.
        const pointer = pathToPointer(pathAt(syntaxTree(state), state.doc, state.selection.main.from));
        if (pointer === this.told) return;
        this.told = pointer;
        tell(pointer);
      }, 40);
    }
  });
}
