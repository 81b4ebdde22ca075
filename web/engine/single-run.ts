// A render of the thread-less engine: whose module holds which tile's samples, the film put together from all, times and
// counts.
import type { Stats } from '../raypool';
import type { Response, Snapshot } from './engine';
import type { Picture } from './picture';
import type { Frame } from './single-protocol';
import type { Slot } from './single-slot';
import { TileSchedule, type Task } from './tile-schedule';

export type Accepted = Extract<Response, { type: 'accepted' }>;

interface TilePixels {
  tile: number;
  pixels: Uint32Array<ArrayBuffer>;
  film?: Float32Array<ArrayBuffer> | null;
}

export class SingleRun {
  schedule: TileSchedule;
  /** What a worker has to be told besides, once it was asked for. */
  more: Uint8Array<ArrayBuffer> | null = null;
  display: Uint8Array<ArrayBuffer> | null = null;
  /** Counts the schedules: tiles of an earlier one no longer count. */
  generation = 0;
  readonly film: Float32Array;
  timeLimit: number;
  rays = 0;
  readonly startedAt = performance.now();
  pausedMs = 0;
  /** 0 while it runs. */
  endedAt = 0;
  firstPixelMs = 0;
  /** The picture has its size, and something of it. */
  started = false;
  end: Stats['end'] = '';
  /** Whose module holds the tile's samples, and the pass that the picture shows of it, -1: none. */
  private readonly owners: ({ slot: Slot; life: number } | null)[];
  private readonly passes: Int16Array;

  /** `scene`: the request that brought the scene: the same, unless `request` is for another camera only. */
  constructor(
    public frame: Frame,
    readonly request: Uint8Array<ArrayBuffer>,
    readonly scene: Uint8Array<ArrayBuffer>,
    private readonly accepted: Accepted,
  ) {
    const tiles = frame.tilesX * frame.tilesY;
    this.schedule = new TileSchedule(tiles, frame.passes, 0, frame.samplesTarget);
    this.owners = new Array<null>(tiles).fill(null);
    this.passes = new Int16Array(tiles).fill(-1);
    this.film = new Float32Array(3 * frame.width * frame.height);
    this.timeLimit = accepted.timeLimit;
  }

  get job(): number {
    return this.frame.job;
  }

  /** With the pass that was the last, which has more samples now; or where a cancel came. */
  extend(frame: Frame): void {
    const first = Math.min(this.schedule.pass, this.frame.passes - 1);
    this.frame = frame;
    this.schedule = new TileSchedule(frame.tilesX * frame.tilesY, frame.passes, first, frame.samplesTarget);
    this.generation++;
    this.timeLimit = 0;
    this.end = '';
    if (this.endedAt !== 0) this.pausedMs += performance.now() - this.endedAt;
    this.endedAt = 0;
  }

  /** The slot whose worker has the tile's samples; null: none has, or it is gone. */
  ownerOf(tile: number): Slot | null {
    const owner = this.owners[tile];
    return owner && owner.life === owner.slot.life ? owner.slot : null;
  }

  /** The next tile for this worker: one that it knows, or that nobody has. */
  taskFor(slot: Slot): Task | null {
    return this.schedule.take((tile) => {
      const owner = this.ownerOf(tile);
      return owner === null ? 1 : owner === slot ? 2 : 0;
    });
  }

  /** The tiles that the picture shows, each with its newest pass. */
  shownTiles(): Task[] {
    return [...this.passes].flatMap((pass, tile) => (pass < 0 ? [] : [{ tile, pass }]));
  }

  takeIn(tile: TilePixels & { pass: number; rays: number }, slot: Slot, picture: Picture): void {
    this.rays += tile.rays;
    if (!this.schedule.finish(tile)) return;
    this.place(tile, picture);
    this.owners[tile.tile] = { slot, life: slot.life };
    this.passes[tile.tile] = tile.pass;
  }

  /** The same samples, shown in another way. */
  showAgain(tile: TilePixels & { pass: number }, picture: Picture): boolean {
    if (tile.pass < this.passes[tile.tile]!) return false;
    this.place(tile, picture);
    return true;
  }

  private place(tile: TilePixels, picture: Picture): void {
    const { frame } = this;
    if (!this.started) {
      this.started = true;
      this.firstPixelMs = performance.now() - this.startedAt;
      picture.resize(frame.width, frame.height);
    }
    const x = (tile.tile % frame.tilesX) * frame.tileSize;
    const y = Math.floor(tile.tile / frame.tilesX) * frame.tileSize;
    const width = Math.min(frame.tileSize, frame.width - x);
    const height = Math.min(frame.tileSize, frame.height - y);
    for (let row = 0; row < height && tile.film; row++) {
      this.film.set(tile.film.subarray(3 * row * width, 3 * (row + 1) * width), 3 * ((y + row) * frame.width + x));
    }
    picture.place(tile.pixels, 0, width, x, y, width, height);
  }

  /** `now`: or the moment since which it is paused. */
  seconds(now: number): number {
    return Math.max(0, (this.endedAt || now) - this.startedAt - this.pausedMs) / 1000;
  }

  stats(threads: number, now: number): Stats {
    const seconds = this.seconds(now);
    const { samplesDone } = this.schedule;
    return {
      ...noStats(threads), samplesDone, samplesTarget: this.frame.samplesTarget, rays: this.rays,
      raysPerSecond: seconds > 0 ? this.rays / seconds : 0, seconds, firstPixelMs: this.firstPixelMs,
      compileMs: this.accepted.compileMs, bvhMs: this.accepted.bvhMs, triangles: this.accepted.triangles,
      memoryBytes: this.frame.memoryBytes * threads, samplesMean: samplesDone, end: this.end,
    };
  }

  writeSnapshot(s: Snapshot): void {
    const { frame, schedule } = this;
    s.job = frame.job;
    s.fraction = schedule.fraction;
    s.pass = s.shownPass = schedule.pass;
    s.passes = frame.passes;
    s.tilesDone = schedule.tilesDone;
    s.tilesTotal = schedule.tiles;
    s.samplesTarget = frame.samplesTarget;
    s.samplesDone = schedule.samplesDone;
    s.rays = this.rays;
    s.memoryBytes = frame.memoryBytes * s.threads;
    s.tileSize = frame.tileSize;
    s.tilesX = frame.tilesX;
  }
}

/** Of a render that never began. */
export function noStats(threads: number): Stats {
  return {
    threads, samplesDone: 0, samplesTarget: 0, rays: 0, raysPerSecond: 0, seconds: 0, firstPixelMs: 0, compileMs: 0, bvhMs: 0,
    triangles: 0, memoryBytes: 0, errorEstimate: 0, samplesMean: 0, invalidSamples: 0, end: '',
  };
}
