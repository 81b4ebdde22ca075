// Rendering as one types. A text is rendered at once; while nothing is seen yet of the one before, the newest of those that
// follow waits until something is, so that a picture is seen of some of them however fast they come.

/** A render that has shown nothing for so long makes room for a newer text. */
const patienceMs = 200;

export class Follower {
  /** The render that nothing has been seen of yet. */
  private underway: object | null = null;
  private due = false;
  private delay: ReturnType<typeof setTimeout> | undefined;

  /** `render` begins with the text as it is then; it calls `shown` once the whole picture shows it, and settles at its end. */
  constructor(private readonly render: (shown: () => void) => Promise<unknown>) {}

  /** There is another text. `delayMs`: to be rendered when so much time has passed without one. */
  ask(delayMs = 0): void {
    this.stop();
    if (delayMs > 0) this.delay = setTimeout(() => this.begin(), delayMs);
    else if (this.underway) this.due = true;
    else this.begin();
  }

  /** Nothing that waits will begin. */
  stop(): void {
    clearTimeout(this.delay);
    this.due = false;
  }

  private begin(): void {
    this.stop();
    const underway = (this.underway = {});
    const over = (): void => {
      if (this.underway !== underway) return;
      clearTimeout(patience);
      this.underway = null;
      if (this.due) this.begin();
    };
    const patience = setTimeout(over, patienceMs);
    this.render(over).then(over, over);
  }
}
