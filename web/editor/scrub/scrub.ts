// Numbers that are dragged: with the mouse or a finger sideways over a number, or with Alt and the arrow keys. All that
// one drag changes is one step of undo.
import { syntaxTree } from '@codemirror/language';
import type { ChangeSpec, EditorState, Extension } from '@codemirror/state';
import { EditorView, type Command, type KeyBinding } from '@codemirror/view';
import { stepOfGesture } from '../history';
import { cursorAt } from '../references';
import { splitUnit } from '../schema/describe';
import { anyNumber, scaleOf, stepped, written, type Range } from './steps';

interface Numeral {
  from: number;
  to: number;
  value: number;
  range: Range;
}

function numeralAt(state: EditorState, offset: number): Numeral | null {
  const tree = syntaxTree(state);
  const node = [tree.resolveInner(offset, -1), tree.resolveInner(offset, 1)].find(({ name }) => name === 'Number');
  if (!node) return null;
  const { from, to } = node;
  const value = Number(state.sliceDoc(from, to));
  return Number.isFinite(value) ? { from, to, value, range: rangeAt(state, from) } : null;
}

function rangeAt(state: EditorState, offset: number): Range {
  const place = cursorAt(state, offset)?.place;
  const kinds = place?.alternatives.map(({ schema }) => schema).filter(({ type }) => type === 'number' || type === 'integer') ?? [];
  const schema = kinds[0];
  if (!place || !schema) return anyNumber;
  const { minimum, maximum, type } = schema;
  return {
    ...(minimum !== undefined && { minimum }), ...(maximum !== undefined && { maximum }),
    integer: type === 'integer', unit: splitUnit(place.field.description).unit,
  };
}

let gestures = 0;
const newGesture = (): string => `number ${++gestures}`;

/** One number being changed, from where it began. */
class Scrub {
  private readonly name: string;
  private to: number;
  private readonly from: number;
  private value: number;

  constructor(private readonly view: EditorView, private readonly numeral: Numeral, name = newGesture()) {
    this.name = name;
    this.from = numeral.from;
    this.to = numeral.to;
    this.value = numeral.value;
  }

  /** So many steps from where it began. */
  moveTo(steps: number): void {
    const { value, range } = this.numeral;
    this.set(stepped(value, steps, scaleOf(value, range).step, range));
  }

  set(value: number): void {
    if (value === this.value) return;
    this.value = value;
    const insert = written(value);
    const changes: ChangeSpec = { from: this.from, to: this.to, insert };
    this.to = this.from + insert.length;
    this.view.dispatch({
      changes, selection: { anchor: this.from, head: this.to },
      annotations: [...stepOfGesture(this.view.state, this.name)],
    });
  }
}

/** Tenfold with Shift, a tenth with Ctrl. */
const factor = ({ shiftKey, ctrlKey, metaKey }: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): number =>
  shiftKey ? 10 : ctrlKey || metaKey ? 0.1 : 1;

// ---- Keyboard ---------------------------------------------------------------------------------------------------

/** Presses of the keys that follow each other soon are one gesture. */
const pauseMs = 1000;
let last = { name: '', at: 0, from: -1 };

const nudge = (steps: number): Command => (view) => {
  const numeral = numeralAt(view.state, view.state.selection.main.head);
  if (!numeral) return false;
  const now = performance.now();
  const goesOn = now - last.at < pauseMs && last.from === numeral.from;
  last = { name: goesOn ? last.name : newGesture(), at: now, from: numeral.from };
  const { value, range } = numeral;
  new Scrub(view, numeral, last.name).set(stepped(value, steps, scaleOf(value, range).step, range));
  return true;
};

const withFactors = (key: string, sign: number): KeyBinding[] => [
  { key: `Alt-${key}`, run: nudge(sign) },
  { key: `Shift-Alt-${key}`, run: nudge(10 * sign) },
  { key: `Ctrl-Alt-${key}`, run: nudge(0.1 * sign) },
];

export const scrubKeys: readonly KeyBinding[] = [...withFactors('ArrowUp', 1), ...withFactors('ArrowDown', -1)];

// ---- Mouse and touch --------------------------------------------------------------------------------------------

/** Pixels sideways that make a drag of a press. */
const slop = 4;

class Drag {
  private scrub: Scrub | null = null;
  private lastX: number;
  private steps = 0;

  constructor(private readonly view: EditorView, private readonly numeral: Numeral, private readonly x: number, private readonly y: number) {
    this.lastX = x;
  }

  /** 'undecided' while it may still become another gesture, 'no' when it has. */
  move(x: number, y: number, keys: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }): 'undecided' | 'no' | 'yes' {
    if (!this.scrub) {
      const [across, along] = [Math.abs(x - this.x), Math.abs(y - this.y)];
      if (Math.max(across, along) < slop) return 'undecided';
      if (along > across) return 'no';
      this.scrub = new Scrub(this.view, this.numeral);
      this.view.dispatch({ selection: { anchor: this.numeral.from, head: this.numeral.to } });
      this.view.dom.classList.add('is-scrubbing');
      this.lastX = x;
    }
    const { value, range } = this.numeral;
    this.steps += ((x - this.lastX) / scaleOf(value, range).pixels) * factor(keys);
    this.lastX = x;
    // Whole steps, or whole tenths of one.
    this.scrub.moveTo(factor(keys) < 1 ? Math.round(this.steps * 10) / 10 : Math.round(this.steps));
    return 'yes';
  }

  end(): boolean {
    this.view.dom.classList.remove('is-scrubbing');
    return this.scrub !== null;
  }
}

/** The number under a point, if the point is over its digits and not only beside them. */
function numeralUnder(view: EditorView, x: number, y: number): Numeral | null {
  const at = view.posAtCoords({ x, y });
  const numeral = at === null ? null : numeralAt(view.state, at);
  if (!numeral) return null;
  const [start, end] = [view.coordsAtPos(numeral.from, 1), view.coordsAtPos(numeral.to, -1)];
  return start && end && x >= start.left - 1 && x <= end.right + 1 && y >= start.top && y <= end.bottom ? numeral : null;
}

export const scrubbing: Extension = EditorView.domEventHandlers({
  mousedown(event, view) {
    // Shift selects as ever, and so does a second click.
    if (event.button !== 0 || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || event.detail > 1) return false;
    const numeral = numeralUnder(view, event.clientX, event.clientY);
    if (!numeral || view.state.readOnly) return false;
    const drag = new Drag(view, numeral, event.clientX, event.clientY);
    const stop = (): void => {
      removeEventListener('mousemove', move, true);
      removeEventListener('mouseup', up, true);
      removeEventListener('dragstart', refuse, true);
    };
    // A number just dragged is selected, and the browser would drag the selected text away.
    const refuse = (started: Event): void => {
      started.preventDefault();
      started.stopPropagation();
    };
    // Before the editor's own listeners, which would select text.
    const move = (moved: MouseEvent): void => {
      const what = drag.move(moved.clientX, moved.clientY, moved);
      if (what === 'no') stop();
      else moved.stopPropagation();
      if (what === 'yes') moved.preventDefault();
    };
    const up = (): void => {
      stop();
      drag.end();
    };
    addEventListener('mousemove', move, true);
    addEventListener('mouseup', up, true);
    addEventListener('dragstart', refuse, true);
    return false;
  },
  touchstart(event, view) {
    const touch = event.touches[0];
    const numeral = touch && event.touches.length === 1 ? numeralUnder(view, touch.clientX, touch.clientY) : null;
    if (!touch || !numeral) return false;
    const drag = new Drag(view, numeral, touch.clientX, touch.clientY);
    const { contentDOM } = view;
    const stop = (): void => {
      contentDOM.removeEventListener('touchmove', move);
      for (const kind of ['touchend', 'touchcancel'] as const) contentDOM.removeEventListener(kind, up);
    };
    const move = (moved: TouchEvent): void => {
      const finger = moved.touches[0];
      const what = finger && moved.touches.length === 1 ? drag.move(finger.clientX, finger.clientY, moved) : 'no';
      if (what === 'no') stop();
      // Else the browser would scroll with the finger.
      if (what === 'yes' && moved.cancelable) moved.preventDefault();
    };
    const up = (ended: TouchEvent): void => {
      stop();
      // No click comes of it, which would set the cursor and bring up the keyboard.
      if (drag.end() && ended.cancelable) ended.preventDefault();
    };
    contentDOM.addEventListener('touchmove', move, { passive: false });
    for (const kind of ['touchend', 'touchcancel'] as const) contentDOM.addEventListener(kind, up, { passive: false });
    return false;
  },
});
