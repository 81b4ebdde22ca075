// The JSON editor. Loaded after the first picture has begun, since it is the largest part of the page.
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { lintGutter, nextDiagnostic, previousDiagnostic, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, EditorState, Prec } from '@codemirror/state';
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { textChange } from '../files/text-change';
import type { Diagnostic } from '../raypool';
import { barState, setUpBar } from './bar';
import { pickColour, swatches } from './colour/swatches';
import { colouring } from './colouring';
import { definitionAtCursor, definitions, goBack } from './definition';
import { formatDocument } from './format';
import { groupedHistory, stepOfGesture } from './history';
import { setUpInsertMenu } from './insert/menu';
import { hideNote, noteField } from './note';
import { outlinePanel } from './outline/panel';
import { Postponed } from './postponed';
import { replaceSelection } from './replace-selection';
import type { EditorEvents, SceneEditor } from './scene-editor';
import { schemaCompletion } from './schema/completion';
import { explain, hoverHelp } from './schema/help';
import { loadSchema } from './schema/load';
import { scrubbing, scrubKeys } from './scrub/scrub';
import { cursorPointer, scrollsInside, selectPointer } from './select';
import { useConstructedStyleSheets } from './style-sheets';
import { theme } from './theme';
import { wantsFormat, wrapping, wraps } from './wrapping';

/** As long as CodeMirror itself lets Tab leave after an Escape. */
const leaveMs = 2000;

/** Marks changes that did not come from the person at the keyboard. */
const fromProgram = Annotation.define<boolean>();

export function createCodeMirror(parent: HTMLElement, text: string, events: EditorEvents): SceneEditor {
  useConstructedStyleSheets();
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), foldGutter(), lintGutter(), groupedHistory, drawSelection(), indentOnInput(), bracketMatching(),
        closeBrackets(), replaceSelection, highlightActiveLine(), highlightActiveLineGutter(), highlightSelectionMatches(),
        // What can't be seen, or would turn the line about: pasted texts are full of it, and it is no JSON.
        highlightSpecialChars({ addSpecialChars: /\u00a0/g }),
        search({ top: true }), json(), schemaCompletion, hoverHelp, noteField, definitions, scrubbing, swatches, outlinePanel,
        // Two clicks select a number whole.
        EditorState.languageData.of(() => [{ wordChars: '.+-' }]),
        indentUnit.of('  '), colouring, theme, wrapping,
        // Ctrl+Enter renders; the page's own shortcut sees it.
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run: () => true, preventDefault: false }])),
        keymap.of([
          { key: 'Shift-F1', run: explain }, { key: 'Escape', run: hideNote }, { key: 'Alt-Enter', run: pickColour },
          { key: 'F12', run: definitionAtCursor }, { key: 'Shift-F12', run: goBack }, { key: 'Shift-Alt-f', run: formatDocument },
          ...scrubKeys,
          { key: 'F8', run: nextDiagnostic }, { key: 'Shift-F8', run: previousDiagnostic },
          ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, indentWithTab,
        ]),
        EditorView.contentAttributes.of({
          'aria-label': 'Scene as JSON. Escape, then Tab, leaves the editor.',
          // Focusable by itself; said again for tools that look for it.
          tabindex: '0', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false',
        }),
        // Escape, then Tab, leaves also where Escape has had something else to do: a selection, a list or a note to close.
        EditorView.domEventHandlers({ keyup: (event, editor) => void (event.key === 'Escape' && editor.setTabFocusMode(leaveMs)) }),
        EditorView.updateListener.of((update) => {
          const byProgram = update.transactions.some((transaction) => transaction.annotation(fromProgram));
          const typed = update.transactions.some((one) => one.isUserEvent('input.type') || one.isUserEvent('delete'));
          if (update.docChanged && !byProgram) events.onEdit(update.state.doc.toString(), typed);
          const now = update.state.field(wraps);
          const isInput = update.transactions.some((one) => one.isUserEvent('input'));
          // Who takes Format back knows of it.
          if (now !== update.startState.field(wraps) && (now || isInput)) offerFormat();
        }),
        barState, cursorPointer(events.onCursor), scrollsInside,
      ],
    }),
  });
  setUpBar(view);
  setUpInsertMenu(view, (why, again) => events.onForeign(why, 'Convert and insert', () => {
    late.now();
    again();
  }));
  // The first word that is typed should not have to wait for it.
  void loadSchema();

  const offerFormat = (): void => events.onLongLine(wantsFormat(view.state) ? () => void formatDocument(view) : null);
  offerFormat();
  /** A text that the view does not show yet. */
  const late = new Postponed();
  const show = (next: string): void => {
    // What is the same need not be laid out again.
    const change = textChange(view.state.doc.toString(), next);
    if (!change) return;
    view.dispatch({
      changes: change, selection: { anchor: 0 }, scrollIntoView: true,
      annotations: [fromProgram.of(true), ...stepOfGesture(view.state, undefined)],
    });
    if (!view.state.field(wraps)) offerFormat();
  };
  const current = (): EditorView => {
    late.now();
    return view;
  };

  return {
    setText(next, seen) {
      // Each is a step of undo, and the one that waits is part of what is undone.
      late.now();
      if (seen) late.after(seen, () => show(next));
      else show(next);
    },
    applyEdit(changes, gesture) {
      late.now();
      const apply = (): void => view.dispatch({
        changes: [...changes], annotations: [fromProgram.of(true), ...stepOfGesture(view.state, gesture)],
      });
      // In a task of its own: what it follows, such as the end of a camera's way, has begun a render.
      late.after(Promise.resolve(), apply);
    },
    setDiagnostics(diagnostics) {
      const { state } = current();
      view.dispatch(setDiagnostics(state, diagnostics.map((d) => mark(d, state.doc.length))));
    },
    focus: () => current().focus(),
    jumpTo(offset) {
      const anchor = Math.min(Math.max(0, offset), current().state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    nextProblem() {
      current().focus();
      nextDiagnostic(view);
    },
    selectPointer: (pointer, focus) => selectPointer(current(), pointer, focus),
    undo: () => void undo(current()),
    redo: () => void redo(current()),
  };
}

function mark(d: Diagnostic, length: number): { from: number; to: number; severity: Diagnostic['severity']; message: string } {
  // An empty range at the very end still needs a character to be seen.
  const from = Math.max(0, Math.min(d.from, length - 1));
  const to = Math.min(length, Math.max(d.to, from + 1));
  return { from, to: Math.max(from, to), severity: d.severity, message: d.hint ? `${d.message} (${d.hint})` : d.message };
}
