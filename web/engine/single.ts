// The engine where memory can't be shared: a module in each of several plain workers. This side hands out the tiles and
// puts the pixels together; worker 0 also reads the scenes. The pixels are the same as with threads.
import { Limits } from '@protocol';
import type { Stats } from '../raypool';
import {
  emptySnapshot, EngineFailure, type Engine, type EngineContext, type RequestHeader, type Response, type Snapshot,
} from './engine';
import { concatenate, encodeRequest } from './messages';
import { nextFrame } from './pacing';
import { withTimeout } from './preflight';
import { Slot } from './single-slot';
import type { Frame, FromWorker } from './single-protocol';
import { TileSchedule } from './tile-schedule';

const startTimeoutMs = 15000;
/** A worker that is still busy with something unwanted after this time is replaced. */
const patienceMs = 100;
/** Tiles that a worker has in hand: one to render, one so that it never idles. */
const tilesAhead = 2;

interface Run {
  frame: Frame;
  schedule: TileSchedule;
  request: Uint8Array<ArrayBuffer>;
  film: Float32Array;
  rays: number;
  startedAt: number;
  pausedMs: number;
  firstPixelMs: number;
  compileMs: number;
  started: boolean;
}

export class SingleEngine implements Engine {
  readonly mode = 'single';
  readonly maxMemoryBytes = 0;
  private slots: Slot[] = [];
  private run: Run | null = null;
  private film: Float32Array | null = null;
  private assets = new Map<string, Uint8Array<ArrayBuffer>>();
  private cancelledThrough = 0;
  private pausedAt = 0;
  private tickPending = false;
  private disposed = false;
  private startup: { resolve(): void; reject(failure: EngineFailure): void } | null = null;
  private readonly snapshot: Snapshot = emptySnapshot(Limits.kMaxWorkers);

  constructor(private readonly context: EngineContext) {}

  start(threads: number): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => (this.startup = { resolve, reject }));
    this.resize(threads);
    return withTimeout(
      ready,
      startTimeoutMs,
      new EngineFailure('timeout', `The engine did not start within ${startTimeoutMs / 1000} seconds.`),
    );
  }

  send(header: RequestHeader, payload: readonly Uint8Array[] = []): void {
    if (header.op === 'threads') {
      this.resize(header.count);
      return;
    }
    const bytes = concatenate(encodeRequest(header, payload));
    if (header.op === 'asset') {
      this.assets.set(header.path, bytes);
      for (const slot of this.slots) slot.post({ type: 'request', bytes });
      return;
    }
    const first = this.slots[0]!;
    first.request(header.job, bytes);
    // Worker 0 may sit in a long tile of the render that this one is to follow.
    this.replaceIfBusy(first, () => first.unanswered.some((r) => r.job === header.job) && first.inFlight.length > 0);
  }

  cancelThrough(job: number): void {
    this.cancelledThrough = Math.max(this.cancelledThrough, job);
    if (this.run && this.run.frame.job <= job) this.end('cancelled');
    for (const slot of this.slots) this.replaceIfBusy(slot, () => this.holdsUnwanted(slot));
  }

  setPaused(paused: boolean): void {
    const now = performance.now();
    if (paused && this.pausedAt === 0) this.pausedAt = now;
    if (!paused && this.pausedAt !== 0) {
      if (this.run) this.run.pausedMs += now - Math.max(this.pausedAt, this.run.startedAt);
      this.pausedAt = 0;
      this.handOut();
    }
  }

  readFilm(): Float32Array | null {
    return this.film ? this.film.slice() : null;
  }

  dispose(): void {
    this.disposed = true;
    this.run = null;
    for (const slot of this.slots) slot.terminate();
    this.slots = [];
  }

  private resize(count: number): void {
    const target = Math.max(1, Math.min(count, Limits.kMaxWorkers));
    while (this.slots.length > target) {
      const slot = this.slots.pop()!;
      slot.terminate();
      this.reclaim(slot);
    }
    while (this.slots.length < target) {
      const index = Math.max(-1, ...this.slots.map((other) => other.index)) + 1;
      const slot = new Slot(index, this.context.base, (from, message) => this.receive(from, message));
      this.slots.push(slot);
      this.brief(slot);
    }
    this.context.listener.onResponse({ type: 'threads', alive: this.slots.length });
    this.handOut();
    this.scheduleTick();
  }

  /** Tells a new worker what the others know already. */
  private brief(slot: Slot): void {
    for (const bytes of this.assets.values()) slot.post({ type: 'request', bytes });
    if (this.run) slot.request(this.run.frame.job, this.run.request);
  }

  private reclaim(slot: Slot): void {
    for (const task of slot.inFlight) if (task.job === this.run?.frame.job) this.run.schedule.giveBack(task);
  }

  private holdsUnwanted(slot: Slot): boolean {
    const current = this.run?.frame.job;
    return (
      slot.inFlight.some((task) => task.job !== current) ||
      slot.unanswered.some((request) => request.job <= this.cancelledThrough)
    );
  }

  private replaceIfBusy(slot: Slot, unwanted: () => boolean): void {
    if (!unwanted()) return;
    setTimeout(() => {
      if (this.disposed || !this.slots.includes(slot) || !unwanted()) return;
      const pending = slot.unanswered.filter((request) => request.job > this.cancelledThrough);
      const dropped = slot.unanswered.filter((request) => request.job <= this.cancelledThrough);
      this.reclaim(slot);
      slot.replace();
      this.brief(slot);
      for (const request of pending) {
        if (request.job !== this.run?.frame.job) slot.request(request.job, request.bytes);
      }
      if (slot.index === 0) for (const request of dropped) this.reportCancelled(request.job);
    }, patienceMs);
  }

  private receive(slot: Slot, message: FromWorker): void {
    if (this.disposed) return;
    switch (message.type) {
      case 'ready':
        slot.ready = true;
        slot.watchLife();
        if (slot.index === 0) {
          this.startup?.resolve();
          this.startup = null;
        }
        break;
      case 'failed':
        this.receiveFailure(slot, new EngineFailure(message.kind, message.message));
        break;
      case 'response':
        this.receiveResponse(slot, message.response, message.frame);
        break;
      case 'tile':
        this.receiveTile(slot, message);
        break;
    }
  }

  private receiveFailure(slot: Slot, failure: EngineFailure): void {
    if (this.startup && slot.index === 0) {
      this.startup.reject(failure);
      this.startup = null;
    } else if (!slot.ready && slot.index > 0) {
      // The pool does with fewer: a small device may not have the memory for another module.
      this.slots = this.slots.filter((other) => other !== slot);
      slot.terminate();
      this.context.listener.onResponse({ type: 'threads', alive: this.slots.length });
    } else {
      this.context.listener.onFailure(failure);
    }
  }

  private receiveResponse(slot: Slot, response: Response, frame: Frame | null): void {
    if (!('job' in response)) return;
    const request = slot.unanswered.find((r) => r.job === response.job);
    slot.unanswered = slot.unanswered.filter((r) => r !== request);
    if (response.type === 'accepted' && frame) slot.job = frame.job;
    const known = this.run?.frame.job === response.job;
    if (response.type === 'accepted' && frame && slot.index === 0 && !known && request) {
      if (response.job <= this.cancelledThrough) {
        this.context.listener.onResponse(response);
        this.reportCancelled(response.job);
        return;
      }
      this.begin(frame, request.bytes, response.compileMs);
      this.context.listener.onResponse(response);
    } else if (slot.index === 0 && response.type !== 'accepted') {
      this.context.listener.onResponse(response);
    }
    this.handOut();
  }

  private begin(frame: Frame, request: Uint8Array<ArrayBuffer>, compileMs: number): void {
    if (this.run) this.end('cancelled');
    this.film = null;
    this.run = {
      frame, request, compileMs,
      schedule: new TileSchedule(frame.tilesX * frame.tilesY, frame.passes),
      film: new Float32Array(3 * frame.width * frame.height),
      rays: 0, startedAt: performance.now(), pausedMs: 0, firstPixelMs: 0, started: false,
    };
    if (this.pausedAt !== 0) this.pausedAt = this.run.startedAt;
    for (const slot of this.slots) {
      slot.tilesDone = 0;
      if (slot.index === 0) continue;
      slot.request(frame.job, request);
      this.replaceIfBusy(slot, () => slot.inFlight.some((task) => task.job !== this.run?.frame.job));
    }
  }

  private handOut(): void {
    const run = this.run;
    if (!run || this.pausedAt !== 0) return;
    // Round by round, so that no worker hoards while another idles.
    for (let round = 1; round <= tilesAhead; round++) {
      for (const slot of this.slots) {
        if (slot.job !== run.frame.job || slot.inFlight.length >= round) continue;
        const task = run.schedule.take();
        if (!task) return;
        slot.give(task, run.frame.job, task.pass === run.frame.passes - 1);
      }
    }
  }

  private receiveTile(slot: Slot, message: Extract<FromWorker, { type: 'tile' }>): void {
    slot.inFlight = slot.inFlight.filter(
      (t) => t.job !== message.job || t.tile !== message.tile || t.pass !== message.pass,
    );
    const run = this.run;
    if (run && run.frame.job === message.job) {
      run.rays += message.rays;
      slot.tilesDone++;
      if (run.schedule.finish(message)) this.place(run, message);
      if (run.schedule.finished) this.end('done');
    }
    this.handOut();
    this.scheduleTick();
  }

  private place(run: Run, tile: Extract<FromWorker, { type: 'tile' }>): void {
    const { frame } = run;
    const picture = this.context.picture;
    if (!run.started) {
      run.started = true;
      run.firstPixelMs = performance.now() - run.startedAt;
      picture.resize(frame.width, frame.height);
    }
    const x = (tile.tile % frame.tilesX) * frame.tileSize;
    const y = Math.floor(tile.tile / frame.tilesX) * frame.tileSize;
    const width = Math.min(frame.tileSize, frame.width - x);
    const height = Math.min(frame.tileSize, frame.height - y);
    for (let row = 0; row < height; row++) {
      const at = (y + row) * frame.width + x;
      picture.pixels.set(tile.pixels.subarray(row * width, (row + 1) * width), at);
      if (tile.film) run.film.set(tile.film.subarray(3 * row * width, 3 * (row + 1) * width), 3 * at);
    }
    picture.markDirty(x, y, width, height);
  }

  private end(outcome: 'done' | 'cancelled'): void {
    const run = this.run!;
    this.context.picture.paint();
    this.updateSnapshot();
    this.context.listener.onTick(this.snapshot);
    this.run = null;
    if (outcome === 'done') this.film = run.film;
    this.context.listener.onResponse({ type: 'finished', job: run.frame.job, outcome, stats: this.stats(run) });
  }

  private reportCancelled(job: number): void {
    this.context.listener.onResponse({ type: 'finished', job, outcome: 'cancelled', stats: this.stats(null) });
  }

  private stats(run: Run | null): Stats {
    const paused = run && this.pausedAt !== 0 ? performance.now() - this.pausedAt : 0;
    const seconds = run ? (performance.now() - run.startedAt - run.pausedMs - paused) / 1000 : 0;
    const target = run?.frame.samplesTarget ?? 0;
    return {
      threads: this.slots.length,
      samplesDone: run?.schedule.finished ? target : 0,
      samplesTarget: target,
      rays: run?.rays ?? 0,
      raysPerSecond: run && seconds > 0 ? run.rays / seconds : 0,
      seconds,
      firstPixelMs: run?.firstPixelMs ?? 0,
      compileMs: run?.compileMs ?? 0,
      bvhMs: 0,
      triangles: 0,
      memoryBytes: (run?.frame.memoryBytes ?? 0) * this.slots.length,
      errorEstimate: 0,
    };
  }

  private scheduleTick(): void {
    if (this.tickPending) return;
    this.tickPending = true;
    void nextFrame().then(() => {
      this.tickPending = false;
      if (this.disposed) return;
      this.context.picture.paint();
      this.updateSnapshot();
      this.context.listener.onTick(this.snapshot);
    });
  }

  private updateSnapshot(): void {
    const s = this.snapshot;
    const run = this.run;
    s.threads = this.slots.length;
    s.threadsTarget = this.slots.length;
    s.workers = this.slots.length;
    this.slots.forEach((slot, i) => {
      const task = slot.inFlight[0];
      s.workerTiles[i] = task && task.job === run?.frame.job ? task.tile : -1;
      s.workerTilesDone[i] = slot.tilesDone;
    });
    if (!run) return;
    s.job = run.frame.job;
    s.fraction = run.schedule.fraction;
    s.pass = run.schedule.pass;
    s.passes = run.frame.passes;
    s.tilesDone = run.schedule.tilesDone;
    s.tilesTotal = run.schedule.tiles;
    s.samplesTarget = run.frame.samplesTarget;
    s.samplesDone = run.schedule.finished ? run.frame.samplesTarget : 0;
    s.rays = run.rays;
    s.memoryBytes = run.frame.memoryBytes * this.slots.length;
    s.tileSize = run.frame.tileSize;
    s.tilesX = run.frame.tilesX;
  }
}
