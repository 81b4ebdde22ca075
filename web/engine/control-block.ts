// Typed access to the engine's control block (app/wasm/protocol.h). Views are taken afresh whenever the memory may have
// grown: an old view of a shared memory still sees the old part, but not what was added.
import { Control, Limits, Worker } from '@protocol';
import type { Snapshot } from './engine';

export class ControlBlock {
  private words = new Int32Array(0);
  private bytes = new Uint8Array(0);
  private readonly float = new Float32Array(1);
  private readonly floatBits = new Int32Array(this.float.buffer);
  private buffer: ArrayBufferLike | null = null;
  /** As Snapshot has it; set by who copies the tiles. */
  shownPass = 0;

  constructor(
    private readonly memory: WebAssembly.Memory,
    private readonly address: number,
  ) {
    this.refresh();
  }

  refresh(): void {
    const buffer = this.memory.buffer;
    if (buffer === this.buffer) return;
    this.buffer = buffer;
    this.words = new Int32Array(buffer);
    this.bytes = new Uint8Array(buffer);
  }

  /** The memory as int32; index with `index(word)` or an address divided by four. */
  get view(): Int32Array {
    return this.words;
  }

  get u8(): Uint8Array {
    return this.bytes;
  }

  index(word: Control): number {
    return (this.address >> 2) + word;
  }

  load(word: Control): number {
    return Atomics.load(this.words, this.index(word));
  }

  store(word: Control, value: number): void {
    Atomics.store(this.words, this.index(word), value);
  }

  /** An address that the engine gave: pointers are unsigned, words are signed. */
  pointer(word: Control): number {
    return this.load(word) >>> 0;
  }

  loadFloat(word: Control): number {
    this.floatBits[0] = this.load(word);
    return this.float[0]!;
  }

  rays(): number {
    for (;;) {
      const high = this.load(Control.kRaysHigh);
      const low = this.load(Control.kRaysLow);
      if (this.load(Control.kRaysHigh) === high) return (low >>> 0) + (high >>> 0) * 2 ** 32;
    }
  }

  workerWord(worker: number, word: Worker): number {
    const pointer = this.pointer(Control.kWorkersPointer);
    if (pointer === 0) return word === Worker.kWorkerTile ? -1 : 0;
    return Atomics.load(this.words, (pointer >> 2) + worker * Worker.kWorkerWords + word);
  }

  readSnapshot(into: Snapshot): void {
    into.job = this.load(Control.kJob);
    into.fraction = this.load(Control.kWorkDone) / 10000;
    into.pass = this.load(Control.kPassIndex);
    into.shownPass = this.shownPass;
    into.passes = this.load(Control.kPassCount);
    into.tilesDone = this.load(Control.kTilesDone);
    into.tilesTotal = this.load(Control.kTilesTotal);
    into.samplesDone = this.load(Control.kSamplesDone);
    into.samplesTarget = this.load(Control.kSamplesTarget);
    into.rays = this.rays();
    into.threads = this.load(Control.kThreadsAlive);
    into.threadsTarget = this.load(Control.kThreadsTarget);
    into.memoryBytes = this.pointer(Control.kMemoryBytes);
    into.errorEstimate = this.loadFloat(Control.kErrorEstimate);
    into.tileSize = this.load(Control.kTileSize);
    into.tilesX = this.load(Control.kTilesX);
    into.workers = 0;
    for (let worker = 0; worker < Limits.kMaxWorkers; worker++) {
      const alive = this.workerWord(worker, Worker.kWorkerAlive) === 1;
      into.workerTiles[worker] = alive ? this.workerWord(worker, Worker.kWorkerTile) : -1;
      into.workerTilesDone[worker] = this.workerWord(worker, Worker.kWorkerTilesDone);
      if (alive) into.workers = worker + 1;
    }
  }
}
