// Which tile comes next, for the thread-less engine: the coarse pass over the whole picture first, then pass by pass.

export interface Task {
  tile: number;
  pass: number;
}

export class TileSchedule {
  private next = 0;
  private again: Task[] = [];
  /** Highest pass that the picture shows of each tile, -1: none. A late coarse pass must not overwrite a finer one. */
  private readonly shown: Int16Array;
  private done = 0;

  constructor(
    readonly tiles: number,
    readonly passes: number,
  ) {
    this.shown = new Int16Array(tiles).fill(-1);
  }

  take(): Task | null {
    const task = this.again.pop();
    if (task) return task;
    if (this.next >= this.tiles * this.passes) return null;
    const n = this.next++;
    return { tile: n % this.tiles, pass: Math.floor(n / this.tiles) };
  }

  /** The worker that had it is gone. */
  giveBack(task: Task): void {
    this.again.push(task);
  }

  /** True if the pixels are newer than those shown. */
  finish(task: Task): boolean {
    this.done++;
    if (task.pass <= this.shown[task.tile]!) return false;
    this.shown[task.tile] = task.pass;
    return true;
  }

  get finished(): boolean {
    return this.done === this.tiles * this.passes;
  }

  get fraction(): number {
    // The coarse pass is a small part of the work; counted as a sixteenth of a full one.
    const coarse = Math.min(this.done, this.tiles);
    const full = this.done - coarse;
    const total = this.passes > 1 ? this.tiles / 16 + this.tiles * (this.passes - 1) : this.tiles;
    return this.passes > 1 ? (coarse / 16 + full) / total : this.done / total;
  }

  get pass(): number {
    return Math.min(this.passes - 1, Math.floor(this.done / this.tiles));
  }

  get tilesDone(): number {
    return this.finished ? this.tiles : this.done % this.tiles;
  }
}
