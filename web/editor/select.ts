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
  if (focus) effects.push(EditorView.scrollIntoView(from, { y: 'center' }));
  view.dispatch({ selection: { anchor: from, head: to }, effects, userEvent: 'select' });
  if (focus) view.focus();
  else scrollInside(view, from, to);
}

/** In the editor's own scroller only: the picture that was clicked must not leave the screen of a phone. */
function scrollInside(view: EditorView, from: number, to: number): void {
  const { scrollDOM } = view;
  const scroll = (): void => {
    const { clientHeight, scrollTop } = scrollDOM;
    const block = (at: number) => view.lineBlockAt(Math.min(at, view.state.doc.length));
    const { top } = block(from);
    // To its end, or as much of it as would be seen after the scrolling.
    const end = Math.min(block(to).bottom, top + (2 / 3) * clientHeight);
    if (top < scrollTop || end > scrollTop + clientHeight) scrollDOM.scrollTop = top - clientHeight / 3;
  };
  scroll();
  // Lines that were out of sight have a guessed height until they are drawn.
  view.requestMeasure({ read: () => {}, write: scroll });
}

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
