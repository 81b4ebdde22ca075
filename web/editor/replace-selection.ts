// Typing over a selection. Left to itself Chromium keeps the colour of what it replaces in a style attribute, which a
// strict Content-Security-Policy refuses with an error; so the editor makes this change itself.
import { EditorView } from '@codemirror/view';

export const replaceSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main, ranges } = view.state.selection;
    const text = event.data;
    if (event.inputType !== 'insertText' || text === null || event.isComposing) return false;
    if (main.empty || ranges.length > 1 || view.composing) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});
