// Errors that a render rejects with.
import type { Diagnostic, SceneError } from '../raypool';

export function sceneError(diagnostics: Diagnostic[]): SceneError {
  const first = diagnostics[0];
  const where = first ? `${first.line}:${first.column}: ${first.message}` : 'The scene could not be read.';
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : '';
  const error = new Error(where + more) as SceneError;
  error.name = 'SceneError';
  error.diagnostics = diagnostics;
  return error;
}

export function abortError(why: string): DOMException {
  return new DOMException(why, 'AbortError');
}
