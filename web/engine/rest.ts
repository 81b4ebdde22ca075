// When the engine rests, so that the page has the cores: for a moment after a key or a press, but not before there is something
// to see of the text that is being written.

/** As long as the page needs to show what a key does, and less than there is between two keys of most people. */
const restMs = 80;
/** A text that is being written has the cores for so long to be seen, whatever keys are pressed. */
const firstPassMs = 50;

export class Rest {
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** When the live render began that nothing is seen of yet. */
  private liveSince = -Infinity;

  constructor(
    private readonly apply: (resting: boolean) => void,
    private readonly now = (): number => performance.now(),
  ) {}

  /** A key or a press. */
  ask(): void {
    clearTimeout(this.timer);
    if (this.now() - this.liveSince > firstPassMs) this.apply(true);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.apply(false);
    }, restMs);
  }

  /** The engine has been given a text that is being written. */
  liveBegins(): void {
    this.liveSince = this.now();
  }

  /** There is something to see of it: the cores are the page's for the rest of the moment. */
  liveShown(): void {
    this.liveSince = -Infinity;
    if (this.timer !== undefined) this.apply(true);
  }
}
