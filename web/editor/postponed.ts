// Work that gives way to the picture, but to nobody who turns to the page: they find it done.

/** Longer than a picture takes to be seen, short enough for nobody to have read the old text. */
const patienceMs = 150;
/** What somebody may begin with. Tools for reading the screen move the focus without keys. */
const begins = ['keydown', 'pointerdown', 'click', 'focusin', 'beforeinput', 'dragover'];

export class Postponed {
  private work: (() => void) | null = null;
  private timer = 0;

  constructor() {
    for (const type of begins) addEventListener(type, () => this.now(), { capture: true, passive: true });
  }

  /** Does `work` once what came in the frame of `due` has been painted; in the place of what waits. */
  after(due: Promise<unknown>, work: () => void): void {
    this.work = work;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.now(), patienceMs);
    // A task comes after the frame, what follows a promise is still part of it.
    const soon = (): void => void setTimeout(() => this.work === work && this.now());
    due.then(soon, soon);
  }

  /** What waits is done now. */
  now(): void {
    const { work } = this;
    this.work = null;
    clearTimeout(this.timer);
    work?.();
  }
}
