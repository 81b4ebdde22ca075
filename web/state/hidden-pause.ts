// Pauses the render while the page has been hidden for long, and goes on when it is seen again: saves battery and heat.

export class HiddenPause {
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** The pause is ours, not the person's. */
  private pausing = false;

  /** `isWorking`: there is something to pause. Times in milliseconds. */
  constructor(
    private readonly delay: number,
    private readonly isWorking: () => boolean,
    private readonly setPaused: (paused: boolean) => void,
  ) {}

  /** `wanted`: whether the person asked for it. */
  update(hidden: boolean, wanted: boolean): void {
    if (hidden && wanted) {
      this.timer ??= setTimeout(() => this.pause(), this.delay);
      return;
    }
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    if (!this.pausing) return;
    this.pausing = false;
    this.setPaused(false);
  }

  private pause(): void {
    if (!this.isWorking()) return;
    this.pausing = true;
    this.setPaused(true);
  }
}
