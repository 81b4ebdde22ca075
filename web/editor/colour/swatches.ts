// A swatch before every colour in the text; a click on it, or Alt+Enter in the colour, opens the browser's colour picker,
// which writes the linear triple.
import { syntaxTree } from '@codemirror/language';
import { EditorView, Decoration, ViewPlugin, WidgetType, type Command, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { RangeSetBuilder, type EditorState, type Extension } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { make } from '../../controls/dom';
import { stepOfGesture } from '../history';
import { itemsOf, memberOf, rootValue, stringAt } from '../json/tree';
import { isColourField } from '../schema/colour-fields';
import { written } from '../scrub/steps';
import { brightness, fromHex, toHex, type Triple } from './convert';

interface Colour {
  from: number;
  to: number;
  value: Triple;
  key: string;
}

/** The colour that an array in the text is, or null. */
function colourOf(state: EditorState, array: SyntaxNode): Colour | null {
  const property = array.parent;
  const name = property?.name === 'Property' ? property.firstChild : null;
  if (!name || array.to - array.from > 200) return null;
  const key = stringAt(state.doc, name);
  if (!isColourField(key, /^[ab]$/.test(key) && insideTextures(state, array) ? 'texture' : null)) return null;
  const items = [...itemsOf(array)];
  if (items.length !== 3 || items.some((item) => item.name !== 'Number')) return null;
  const [r, g, b] = items.map((item) => Number(state.sliceDoc(item.from, item.to))) as [number, number, number];
  return { from: array.from, to: array.to, value: [r, g, b], key };
}

function insideTextures(state: EditorState, node: SyntaxNode): boolean {
  const root = rootValue(syntaxTree(state));
  const textures = root && memberOf(state.doc, root, 'textures');
  return textures !== null && textures !== undefined && textures.from < node.from && node.to < textures.to;
}

class Swatch extends WidgetType {
  constructor(private readonly hex: string, private readonly key: string) {
    super();
  }

  override eq(other: Swatch): boolean {
    return other.hex === this.hex && other.key === this.key;
  }

  override toDOM(): HTMLElement {
    // For mouse and touch; the keyboard has Alt+Enter, and the numbers are there to be read.
    const element = make('span', 'swatch');
    element.setAttribute('aria-hidden', 'true');
    element.title = `Choose ${this.key} (Alt+Enter)`;
    element.style.setProperty('--colour', this.hex);
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}

function swatchesIn(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from, to,
      enter(node) {
        if (node.name !== 'Array') return;
        const colour = colourOf(view.state, node.node);
        if (colour) builder.add(colour.from, colour.from, Decoration.widget({ widget: new Swatch(toHex(colour.value), colour.key), side: -1 }));
      },
    });
  }
  return builder.finish();
}

let gestures = 0;

/** The browser's picker over the swatch; gone again when it has done. */
function openPicker(view: EditorView, colour: Colour): void {
  const { state } = view;
  const at = view.coordsAtPos(colour.from, 1);
  const box = view.dom.getBoundingClientRect();
  const input = make('input', 'colour-input');
  input.type = 'color';
  input.value = toHex(colour.value);
  input.setAttribute('aria-label', `${colour.key.replaceAll('_', ' ')}`);
  input.style.left = `${(at?.left ?? box.left) - box.left}px`;
  input.style.top = `${(at?.top ?? box.top) - box.top}px`;
  const gesture = `colour ${++gestures}`;
  const scale = brightness(colour.value);
  let { to } = colour;
  const write = (): void => {
    const insert = `[${fromHex(input.value, scale).map(written).join(', ')}]`;
    if (view.state.sliceDoc(colour.from, to) === insert) return;
    view.dispatch({ changes: { from: colour.from, to, insert }, annotations: [...stepOfGesture(view.state, gesture)] });
    to = colour.from + insert.length;
  };
  const close = (): void => {
    if (!input.isConnected) return;
    // Removing it takes the focus from it, which would come here again.
    input.onblur = null;
    input.remove();
    // Only if the focus went nowhere else.
    if (document.activeElement === document.body || document.activeElement === null) view.focus();
  };
  input.oninput = write;
  input.onchange = () => {
    write();
    close();
  };
  input.onblur = close;
  input.onkeydown = (event) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    close();
  };
  view.dom.append(input);
  view.dispatch({ selection: { anchor: Math.min(colour.from, state.doc.length) } });
  input.focus();
  try {
    input.showPicker();
  } catch {
    // Not allowed here, or not known: it has the focus, and Space opens it.
  }
}

/** The colour that a position is in. */
function colourAround(state: EditorState, offset: number): Colour | null {
  for (let node: SyntaxNode | null = syntaxTree(state).resolveInner(offset, 1); node; node = node.parent) {
    if (node.name === 'Array') return colourOf(state, node);
    if (node.name === 'Property') {
      const value = node.lastChild;
      return value?.name === 'Array' ? colourOf(state, value) : null;
    }
  }
  return null;
}

export const pickColour: Command = (view) => {
  const colour = colourAround(view.state, view.state.selection.main.head);
  if (!colour) return false;
  openPicker(view, colour);
  return true;
};

export const swatches: Extension = ViewPlugin.fromClass(class {
  decorations: DecorationSet;

  constructor(view: EditorView) {
    this.decorations = swatchesIn(view);
  }

  update(update: ViewUpdate): void {
    const parsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || parsed) this.decorations = swatchesIn(update.view);
  }
}, {
  decorations: (plugin) => plugin.decorations,
  eventHandlers: {
    mousedown(event) {
      if (!(event.target instanceof HTMLElement) || !event.target.classList.contains('swatch')) return false;
      event.preventDefault();
      return true;
    },
    click(event, view) {
      if (!(event.target instanceof HTMLElement) || !event.target.classList.contains('swatch')) return false;
      const colour = colourAround(view.state, view.posAtDOM(event.target));
      if (colour) openPicker(view, colour);
      return colour !== null;
    },
  },
});
