// Copies the tiles that changed from the engine's shared memory into the picture. A tile may be rewritten while it is
// copied, so it goes through a scratch buffer and counts only if its version was even before and is the same after.
import { Control } from '@protocol';
import type { ControlBlock } from './control-block';
import type { Picture } from './picture';

const budgetMs = 4;

export class FrameReader {
  /** Job whose pixels the picture shows. */
  job = 0;
  private frame = -1;
  private width = 0;
  private height = 0;
  private tileSize = 0;
  private tilesX = 0;
  private tiles = 0;
  private pixels = 0;
  private versions = 0;
  private film = 0;
  private seen = new Int32Array(0);
  private scratch = new Uint32Array(0);
  private cursor = 0;
  private started = false;
  /** The last tick has looked at every tile. */
  isThrough = false;

  constructor(
    private readonly control: ControlBlock,
    private readonly picture: Picture,
  ) {}

  /**
   * Copies for a few milliseconds at most. True when nothing is left to copy. `accepted`: the job whose acceptance the page
   * has read; the engine renders before it says so, and what comes earlier waits until it is known how it is to be shown.
   */
  tick(accepted: number): boolean {
    this.isThrough = false;
    const frame = this.control.load(Control.kFrameVersion);
    if ((frame & 1) !== 0) return false;
    if (frame !== this.frame) {
      if (this.control.load(Control.kJob) !== accepted) return true;
      if (!this.open(frame)) return false;
    }
    if (this.tiles === 0) return (this.isThrough = true);

    const deadline = performance.now() + budgetMs;
    const view = this.control.view;
    const versions = this.versions >> 2;
    let clean = true;
    // The scan goes round, so that a budget that runs out never starves the tiles at the end.
    for (let step = 0; step < this.tiles; step++) {
      const tile = this.cursor;
      const version = Atomics.load(view, versions + tile);
      if (version !== this.seen[tile] && version !== 0) {
        if ((version & 1) !== 0 || !this.copy(tile, version, frame)) {
          clean = false;
        } else if (performance.now() > deadline) {
          this.advance();
          return false;
        }
      }
      this.advance();
    }
    this.isThrough = true;
    return clean;
  }

  /** The linear picture, a copy; null while there is none. */
  readFilm(): Float32Array | null {
    const frame = this.control.load(Control.kFrameVersion);
    if ((frame & 1) !== 0 || this.film === 0 || frame !== this.frame) return null;
    const length = 3 * this.width * this.height;
    const copy = new Float32Array(length);
    copy.set(new Float32Array(this.control.view.buffer, this.film, length));
    return this.control.load(Control.kFrameVersion) === frame ? copy : null;
  }

  private advance(): void {
    this.cursor = this.cursor + 1 === this.tiles ? 0 : this.cursor + 1;
  }

  private open(frame: number): boolean {
    const c = this.control;
    const width = c.load(Control.kWidth);
    const height = c.load(Control.kHeight);
    const tileSize = c.load(Control.kTileSize);
    const tilesX = c.load(Control.kTilesX);
    const tilesY = c.load(Control.kTilesY);
    const pixels = c.pointer(Control.kPixelsPointer);
    const versions = c.pointer(Control.kTileVersionsPointer);
    const film = c.pointer(Control.kFilmPointer);
    const job = c.load(Control.kJob);
    if (c.load(Control.kFrameVersion) !== frame) return false;
    this.frame = frame;
    this.job = job;
    this.width = width;
    this.height = height;
    this.tileSize = tileSize;
    this.tilesX = tilesX;
    this.tiles = pixels === 0 || versions === 0 ? 0 : tilesX * tilesY;
    this.pixels = pixels;
    this.versions = versions;
    this.film = film;
    this.cursor = 0;
    this.started = false;
    if (this.seen.length < this.tiles) this.seen = new Int32Array(this.tiles);
    else this.seen.fill(0);
    if (this.scratch.length < tileSize * tileSize) this.scratch = new Uint32Array(tileSize * tileSize);
    return true;
  }

  private copy(tile: number, version: number, frame: number): boolean {
    const view = this.control.view;
    const x = (tile % this.tilesX) * this.tileSize;
    const y = Math.floor(tile / this.tilesX) * this.tileSize;
    const width = Math.min(this.tileSize, this.width - x);
    const height = Math.min(this.tileSize, this.height - y);
    const scratch = this.scratch;
    let from = (this.pixels >> 2) + y * this.width + x;
    let to = 0;
    for (let row = 0; row < height; row++, from += this.width) {
      for (let column = 0; column < width; column++) scratch[to++] = view[from + column]!;
    }
    if (Atomics.load(view, (this.versions >> 2) + tile) !== version) return false;
    if (this.control.load(Control.kFrameVersion) !== frame) return false;

    // The old picture stays until the first new pixels are here; only then may the size change.
    if (!this.started) {
      this.picture.resize(this.width, this.height);
      this.started = true;
    }
    this.picture.place(scratch, 0, width, x, y, width, height);
    this.seen[tile] = version;
    return true;
  }
}
