// Which tile comes next, for the thread-less engine: the coarse pass over the whole picture first, then pass by pass.

export interface Task {
  tile: number;
  pass: number;
}

/** Tiles that are looked at for one that suits the worker. */
const lookAhead = 64;
/** The coarse pass is a small part of the work. */
const coarseWork = 1 / 16;

/** Work that each pass means for a tile: after a coarse pass (if there is one) 1, 2, 4, ... samples in all. */
function workOf(passes: number, samples: number): number[] {
  if (samples <= 1) return Array.from({ length: passes }, (_, pass) => (pass === 0 && passes > 1 ? coarseWork : 1));
  const full = Math.min(passes, Math.ceil(Math.log2(samples)) + 1);
  const after = (pass: number): number => (pass < 0 ? 0 : Math.min(samples, 2 ** pass));
  return Array.from({ length: passes }, (_, pass) => {
    const index = pass - (passes - full);
    return index < 0 ? coarseWork : after(index) - after(index - 1);
  });
}

export class TileSchedule {
  private handed = 0;
  private current: number;
  private cursor = 0;
  private taken: Uint8Array;
  private again: Task[] = [];
  /** Highest pass that the picture shows of each tile, -1: none. A late coarse pass must not overwrite a finer one. */
  private readonly shown: Int16Array;
  private readonly work: number[];
  private readonly wholeWork: number;
  private workDone: number;
  private done = 0;

  /** From pass `first` on; `samples`: after the last pass. */
  constructor(
    readonly tiles: number,
    readonly passes: number,
    readonly first = 0,
    readonly samples = 1,
  ) {
    this.current = first;
    this.taken = new Uint8Array(tiles);
    this.shown = new Int16Array(tiles).fill(-1);
    this.work = workOf(passes, samples);
    this.wholeWork = tiles * this.work.reduce((sum, work) => sum + work, 0);
    this.workDone = tiles * this.work.slice(0, first).reduce((sum, work) => sum + work, 0);
  }

  /** `suits`: how well a tile suits the worker, 2 at best. One that has rendered a tile need not repeat its samples. */
  take(suits: (tile: number) => number = () => 2): Task | null {
    const task = this.again.pop();
    if (task) return task;
    if (this.handed === this.tiles) {
      if (this.current + 1 >= this.passes) return null;
      this.current++;
      this.handed = 0;
      this.cursor = 0;
      this.taken.fill(0);
    }
    while (this.taken[this.cursor]) this.cursor++;
    let best = this.cursor;
    let fit = -1;
    for (let tile = this.cursor, seen = 0; tile < this.tiles && seen < lookAhead && fit < 2; tile++) {
      if (this.taken[tile]) continue;
      seen++;
      const value = suits(tile);
      if (value > fit) [best, fit] = [tile, value];
    }
    this.taken[best] = 1;
    this.handed++;
    return { tile: best, pass: this.current };
  }

  /** The worker that had it is gone. */
  giveBack(task: Task): void {
    this.again.push(task);
  }

  /** True if the pixels are newer than those shown. */
  finish(task: Task): boolean {
    this.done++;
    this.workDone += this.work[task.pass]!;
    if (task.pass <= this.shown[task.tile]!) return false;
    this.shown[task.tile] = task.pass;
    return true;
  }

  get finished(): boolean {
    return this.done === this.tiles * (this.passes - this.first);
  }

  get fraction(): number {
    return this.finished ? 1 : this.workDone / this.wholeWork;
  }

  get pass(): number {
    return Math.min(this.passes - 1, this.first + Math.floor(this.done / this.tiles));
  }

  /** That every pixel has. */
  get samplesDone(): number {
    if (this.finished) return this.samples;
    const work = this.work.slice(0, this.first + Math.floor(this.done / this.tiles));
    return this.samples > 1 ? Math.floor(work.reduce((sum, part) => sum + part, 0)) : 0;
  }

  get tilesDone(): number {
    return this.finished ? this.tiles : this.done % this.tiles;
  }
}
