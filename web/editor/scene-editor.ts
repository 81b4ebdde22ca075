// What the page asks of an editor of the scene's text: CodeMirror (code-mirror.ts), or a plain field where that can't be
// had (plain.ts).
import type { TextChange } from '../files/text-change';
import type { Diagnostic } from '../raypool';

export interface SceneEditor {
  /** Another scene; one step of undo. Until `seen` settles the picture goes first: laying out a text takes its time. */
  setText(text: string, seen?: Promise<unknown>): void;
  /** Changes that a tool of the page makes; all with the same `gesture` are one step of undo. */
  applyEdit(changes: readonly TextChange[], gesture?: string): void;
  setDiagnostics(diagnostics: readonly Diagnostic[]): void;
  focus(): void;
  /** Puts the cursor there, in view and with focus. */
  jumpTo(offset: number): void;
  nextProblem(): void;
  /** Selects the value at a JSON pointer, unfolded and in view. False if there is none. */
  selectPointer(pointer: string, focus: boolean): boolean;
  undo(): void;
  redo(): void;
}

export interface EditorEvents {
  /** A person has changed the text. `typed`: by keys, so that it may be half of what is meant. */
  onEdit(text: string, typed: boolean): void;
  /** JSON pointer of the innermost value that the cursor is in. */
  onCursor(pointer: string): void;
  /** The text has a line that is too long to be edited well; `format` mends that. Null: it has none any more. */
  onLongLine(format: (() => void) | null): void;
  /** A command of the editor is for scenes of Raypool's own format only. `again`: what to do when this has become one. */
  onForeign(why: string, label: string, again: () => void): void;
}
