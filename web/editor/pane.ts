// The scene's side of the page: the editor, loaded late, and the list of problems.
import { byId, make, setText } from '../controls/dom';
import type { Diagnostic } from '../raypool';
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';

export interface SceneEditor {
  setText(text: string): void;
  setDiagnostics(diagnostics: readonly Diagnostic[]): void;
  /** Puts the cursor there, in view and with focus. */
  jumpTo(offset: number): void;
  nextProblem(): void;
}

export class EditorPane {
  private editor: SceneEditor | null = null;
  private nextIndex = 0;
  /** Diagnostics that the editor shows. */
  private shown: readonly Diagnostic[] = [];

  constructor(
    private readonly store: Store,
    private readonly workspace: Workspace,
  ) {
    store.watch(['diagnostics'], () => this.showProblems());
  }

  async load(): Promise<void> {
    const host = byId('scene', HTMLElement);
    const onEdit = (text: string): void => this.workspace.edited(text);
    try {
      const { createCodeMirror } = await import('./code-mirror');
      this.editor = createCodeMirror(host, this.store.state.text, onEdit);
    } catch (error) {
      console.warn('The editor could not be loaded; a plain one takes its place.', error);
      this.editor = createPlain(host, this.store.state.text, onEdit);
    }
    this.workspace.showText = (text) => this.editor!.setText(text);
    this.showProblems();
  }

  nextProblem(): void {
    const { diagnostics } = this.store.state;
    const problem = diagnostics[this.nextIndex++ % Math.max(1, diagnostics.length)];
    if (problem) this.editor?.jumpTo(problem.from);
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

/** A plain text field, for when the real editor can't be fetched. */
function createPlain(host: HTMLElement, text: string, onEdit: (text: string) => void): SceneEditor {
  const area = make('textarea', '');
  area.setAttribute('aria-label', 'Scene as JSON');
  area.spellcheck = false;
  area.value = text;
  area.oninput = () => onEdit(area.value);
  host.replaceChildren(area);
  const jumpTo = (offset: number): void => {
    area.focus();
    area.setSelectionRange(offset, offset);
  };
  return {
    setText(next) {
      if (area.value !== next) area.value = next;
    },
    setDiagnostics() {},
    jumpTo,
    nextProblem() {},
  };
}
