// The scene's side of the page: the editor, loaded late, and the list of problems.
import { byId, make, setText } from '../controls/dom';
import type { Diagnostic } from '../raypool';
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';
import { createPlain } from './plain';
import type { EditorEvents, SceneEditor } from './scene-editor';

export class EditorPane {
  private editor: SceneEditor | null = null;
  private nextIndex = 0;
  /** Diagnostics that the editor shows. */
  private shown: readonly Diagnostic[] = [];
  /** Where the cursor is, once the editor is there. */
  private pointer: string | null = null;
  private readonly cursorListeners = new Set<(pointer: string) => void>();

  constructor(
    private readonly store: Store,
    private readonly workspace: Workspace,
  ) {
    store.watch(['diagnostics'], () => this.showProblems());
  }

  async load(): Promise<void> {
    const host = byId('scene', HTMLElement);
    const events: EditorEvents = {
      onEdit: (text, typed) => this.workspace.edited(text, typed),
      onCursor: (pointer) => {
        this.pointer = pointer;
        for (const listener of this.cursorListeners) listener(pointer);
      },
      // After what is said of the scene that brought it.
      onLongLine: (format) => queueMicrotask(() => this.workspace.offerFormat(format)),
      onForeign: (why, label, again) => this.workspace.offerConversion(why, label, again),
    };
    try {
      const { createCodeMirror } = await import('./code-mirror');
      this.editor = createCodeMirror(host, this.store.state.text, events);
    } catch (error) {
      console.warn('The editor could not be loaded; a plain one takes its place.', error);
      this.editor = createPlain(host, this.store.state.text, events);
    }
    this.workspace.editor = this.editor;
    this.showProblems();
  }

  focus(): void {
    this.editor?.focus();
  }

  nextProblem(): void {
    const { diagnostics } = this.store.state;
    const problem = diagnostics[this.nextIndex++ % Math.max(1, diagnostics.length)];
    if (problem) this.editor?.jumpTo(problem.from);
  }

  /**
   * Selects the value at this JSON pointer (RFC 6901) of the text, unfolds it and brings it into view. Without `focus` the
   * keyboard stays where it is, and only the editor scrolls. False if there is no such value, or no editor yet.
   */
  selectPointer(pointer: string, focus = false): boolean {
    return this.editor?.selectPointer(pointer, focus) ?? false;
  }

  /** Hears, now if it is known and after every move, the JSON pointer of the innermost value that the cursor is in: on
   *  `"radius"` of the first object it is `/objects/0/sphere/radius`. Returns how to stop. */
  onCursorPointer(listener: (pointer: string) => void): () => void {
    this.cursorListeners.add(listener);
    if (this.pointer !== null) listener(this.pointer);
    return () => this.cursorListeners.delete(listener);
  }

  undo(): void {
    this.editor?.undo();
  }

  redo(): void {
    this.editor?.redo();
  }

  private showProblems(): void {
    const { diagnostics } = this.store.state;
    this.nextIndex = 0;
    // Every accepted render brings an empty list; it need not go through the editor each time.
    if (diagnostics.length > 0 || this.shown.length > 0) this.editor?.setDiagnostics(diagnostics);
    if (this.editor) this.shown = diagnostics;
    const title = byId('problems-title', HTMLElement);
    const errors = diagnostics.filter((d) => d.severity === 'error').length;
    const warnings = diagnostics.length - errors;
    const parts = [count(errors, 'problem'), count(warnings, 'remark')].filter((part) => part !== '');
    setText(title, this.editor ? parts.join(', ') || 'No problems' : 'Loading the editor …');
    title.dataset['errors'] = String(errors > 0);
    byId('problems', HTMLElement).replaceChildren(...diagnostics.map((d) => this.entry(d)));
  }

  private entry(d: Diagnostic): HTMLElement {
    const item = make('li', '');
    const button = make('button', 'problem');
    button.type = 'button';
    button.dataset['severity'] = d.severity;
    button.onclick = () => this.editor?.jumpTo(d.from);
    const text = make('span', 'problem-text', d.message);
    if (d.hint) text.append(' ', make('span', 'problem-hint', d.hint));
    button.append(make('span', 'problem-place', `${d.line}:${d.column}`), ' ', text);
    item.append(button);
    return item;
  }
}

function count(n: number, what: string): string {
  return n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}`;
}
