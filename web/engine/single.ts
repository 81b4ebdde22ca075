// The engine where memory can't be shared: a module in each of several plain workers. This side hands out the tiles and
// puts the pixels together; worker 0 also reads the scenes. The pixels are the same as with threads.
import { Limits } from '@protocol';
import type { DisplaySettings, Stats } from '../raypool';
import {
  emptySnapshot, EngineFailure, type Engine, type EngineContext, type FileKind, type RequestHeader, type Response,
  type Snapshot,
} from './engine';
import { concatenate, encodeRequest } from './messages';
import { Questions, type Picked } from './seen';
import { nextFrame } from './pacing';
import { withTimeout } from './preflight';
import { Slot } from './single-slot';
import type { Frame, FromWorker, ToWorker } from './single-protocol';
import { TileSchedule, type Task } from './tile-schedule';

const startTimeoutMs = 15000;
/** A worker that is still busy with something unwanted after this time is replaced. */
const patienceMs = 100;
/** Tiles that a worker has in hand: one to render, one so that it never idles. */
const tilesAhead = 2;

interface Run {
  frame: Frame;
  schedule: TileSchedule;
  request: Uint8Array<ArrayBuffer>;
  /** The request that brought the scene: the same, unless `request` is for another camera only. */
  scene: Uint8Array<ArrayBuffer>;
  /** What a worker has to be told besides, once it was asked for. */
  more: Uint8Array<ArrayBuffer> | null;
  display: Uint8Array<ArrayBuffer> | null;
  /** Counts the schedules: tiles of an earlier one no longer count. */
  generation: number;
  /** Whose module holds the tile's samples, and the pass that the picture shows of it, -1: none. */
  owners: ({ slot: Slot; life: number } | null)[];
  passes: Int16Array;
  film: Float32Array;
  timeLimit: number;
  rays: number;
  startedAt: number;
  pausedMs: number;
  endedAt: number;
  firstPixelMs: number;
  compileMs: number;
  bvhMs: number;
  triangles: number;
  started: boolean;
  end: Stats['end'];
}

type Accepted = Extract<Response, { type: 'accepted' }>;

export class SingleEngine implements Engine {
  readonly mode = 'single';
  readonly maxMemoryBytes = 0;
  private slots: Slot[] = [];
  private run: Run | null = null;
  /** The render whose picture is there, running or over. */
  private last: Run | null = null;
  /** Samples that `last` is to go on to, until worker 0 has answered; 0: it is not to. */
  private continuing = 0;
  private files: ((file: Uint8Array<ArrayBuffer> | null) => void)[] = [];
  private readonly picks = new Questions<Picked | null>();
  private readonly outlines = new Questions<string>();
  private assets = new Map<string, ToWorker>();
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
    if (header.op === 'asset') this.tellAsset(header.path, { type: 'request', bytes });
    if (!('job' in header)) return;  // the others have methods of their own
    const first = this.slots[0]!;
    const looksOnly = header.op === 'camera';
    if (looksOnly && this.last && !this.knows(first, this.last)) this.teach(first, this.last);
    first.request(header.job, bytes, looksOnly);
    // Worker 0 may sit in a long tile of the render that this one is to follow.
    this.replaceIfBusy(first, () => first.unanswered.some((r) => r.job === header.job) && first.inFlight.length > 0);
  }

  sendFile(path: string, file: Blob, onSent?: (share: number) => void): void {
    const head = concatenate(encodeRequest({ op: 'asset', path }));
    this.tellAsset(path, { type: 'file', head, path, file });
    onSent?.(1);
  }

  /** To all workers; and to those that come later. */
  private tellAsset(path: string, message: ToWorker): void {
    this.assets.delete(path);
    this.assets.set(path, message);
    for (const slot of this.slots) slot.post(message);
  }

  cancelThrough(job: number): void {
    this.cancelledThrough = Math.max(this.cancelledThrough, job);
    if (this.last && this.last.frame.job <= job) this.continuing = 0;
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

  more(job: number, samples: number): void {
    const run = this.last;
    if (run?.frame.job !== job) {
      this.context.listener.onResponse({ type: 'continued', job: 0, samples: 0 });
      return;
    }
    if (this.cancelledThrough >= job) this.cancelledThrough = job - 1;
    this.continuing = samples;
    run.more = concatenate(encodeRequest({ op: 'more', samples }));
    for (const slot of this.slots) {
      if (this.knows(slot, run)) slot.post({ type: 'request', bytes: run.more });
      else this.teach(slot, run);
    }
  }

  setDisplay(display: DisplaySettings): void {
    const run = this.last;
    if (!run) return;
    run.display = concatenate(encodeRequest({ op: 'display', ...display }));
    const { job } = run.frame;
    // Each worker shows anew what it has rendered, and what it has in hand; what is lost is rendered again.
    const tiles = new Map<Slot, Task[]>(this.slots.map((slot) =>
      [slot, slot.inFlight.filter((task) => task.job === job).map(({ tile, pass }) => ({ tile, pass }))]));
    const lost: Task[] = [];
    run.owners.forEach((owner, tile) => {
      const task = { tile, pass: run.passes[tile]! };
      if (task.pass < 0) return;
      const of = owner && owner.life === owner.slot.life ? tiles.get(owner.slot) : undefined;
      (of ?? lost).push(task);
    });
    for (const slot of this.slots) {
      if (this.knows(slot, run)) slot.post({ type: 'request', bytes: run.display });
      else if (lost.length > 0) this.teach(slot, run);
      else continue;
      slot.post({ type: 'show', job, tiles: tiles.get(slot)!, again: false });
    }
    const share = Math.ceil(lost.length / this.slots.length);
    this.slots.forEach((slot, i) => {
      const part = lost.slice(i * share, (i + 1) * share);
      if (part.length > 0) slot.post({ type: 'show', job, tiles: part, again: true });
    });
  }

  /** Of the worker that has rendered the tile: it alone has its samples. */
  pick(x: number, y: number): Promise<Picked | null> {
    const run = this.last;
    if (!run || this.slots.length === 0) return Promise.resolve(null);
    const { tileSize, tilesX } = run.frame;
    const owner = run.owners[Math.floor(y / tileSize) * tilesX + Math.floor(x / tileSize)];
    const slot = owner && owner.life === owner.slot.life && this.slots.includes(owner.slot) ? owner.slot : this.slots[0]!;
    return this.picks.ask((id) => slot.post({ type: 'request', bytes: concatenate(encodeRequest({ op: 'pick', id, x, y })) }));
  }

  outline(pointer: string): Promise<string> {
    const slot = this.slots[0];
    if (!this.last || !slot) return Promise.resolve('');
    return this.outlines.ask((id) => slot.post({ type: 'request', bytes: concatenate(encodeRequest({ op: 'outline', id, pointer })) }));
  }

  readFilm(): Float32Array | null {
    return this.last?.started ? this.last.film.slice() : null;
  }

  encode(kind: FileKind): Promise<Uint8Array<ArrayBuffer> | null> {
    const values = this.readFilm() as Float32Array<ArrayBuffer> | null;
    const slot = this.slots[0];
    if (!values || !slot) return Promise.resolve(null);
    const { width, height } = this.last!.frame;
    return new Promise((resolve) => {
      const id = this.files.push(resolve) - 1;
      slot.post({ type: 'encode', id, kind, film: { width, height, values } }, [values.buffer]);
    });
  }

  dispose(): void {
    this.disposed = true;
    for (const resolve of this.files) resolve(null);
    this.picks.giveUp(null);
    this.outlines.giveUp('');
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
    for (const message of this.assets.values()) slot.post(message);
    if (this.run) {
      if (this.run.scene !== this.run.request) slot.post({ type: 'request', bytes: this.run.scene });
      slot.request(this.run.frame.job, this.run.request);
      this.tellChanges(slot, this.run);
    } else if (this.last && this.continuing > 0) {
      this.teach(slot, this.last);
    }
  }

  /** A worker that has the render, or has been asked to read it. */
  private knows(slot: Slot, run: Run): boolean {
    return slot.job === run.frame.job || slot.unanswered.some((request) => request.job === run.frame.job);
  }

  /** For a worker that came after the render had ended. */
  private teach(slot: Slot, run: Run): void {
    if (run.scene !== run.request) slot.post({ type: 'request', bytes: run.scene });
    slot.post({ type: 'request', bytes: run.request });
    this.tellChanges(slot, run);
  }

  private tellChanges(slot: Slot, run: Run): void {
    if (run.more) slot.post({ type: 'request', bytes: run.more });
    if (run.display) slot.post({ type: 'request', bytes: run.display });
  }

  private reclaim(slot: Slot): void {
    this.picks.giveUp(null);
    this.outlines.giveUp('');
    for (const task of slot.inFlight) {
      const counts = task.job === this.run?.frame.job && task.generation === this.run.generation;
      if (counts) this.run!.schedule.giveBack({ tile: task.tile, pass: task.pass });
    }
  }

  private holdsUnwanted(slot: Slot): boolean {
    const current = this.run?.frame.job ?? (this.continuing > 0 ? this.last?.frame.job : undefined);
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
        if (request.looksOnly && this.last && !this.knows(slot, this.last)) this.teach(slot, this.last);
        if (request.job !== this.run?.frame.job) slot.request(request.job, request.bytes, request.looksOnly);
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
      case 'shown': {
        const run = this.last;
        if (run?.frame.job !== message.job || message.pass < run.passes[message.tile]!) break;
        this.place(run, message);
        this.scheduleTick();
        break;
      }
      case 'file':
        this.files[message.id]?.(message.bytes);
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
    if (response.type === 'picked') this.picks.answer(response.id, response);
    if (response.type === 'outlined') this.outlines.answer(response.id, response.path);
    if (!('job' in response)) return;
    if (response.type === 'continued') {
      if (slot.index === 0) this.continue(response, frame);
      return;
    }
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
      const scene = request.looksOnly && this.last ? this.last.scene : request.bytes;
      this.begin(frame, request.bytes, scene, response);
      this.context.listener.onResponse(response);
    } else if (slot.index === 0 && response.type !== 'accepted') {
      this.context.listener.onResponse(response);
    }
    this.handOut();
  }

  private begin(frame: Frame, request: Uint8Array<ArrayBuffer>, scene: Uint8Array<ArrayBuffer>, accepted: Accepted): void {
    if (this.run) this.end('cancelled');
    this.continuing = 0;
    const tiles = frame.tilesX * frame.tilesY;
    this.last = this.run = {
      frame, request, scene, more: null, display: null, generation: 0,
      schedule: new TileSchedule(tiles, frame.passes, 0, frame.samplesTarget),
      owners: new Array<null>(tiles).fill(null), passes: new Int16Array(tiles).fill(-1),
      film: new Float32Array(3 * frame.width * frame.height),
      timeLimit: accepted.timeLimit, compileMs: accepted.compileMs, bvhMs: accepted.bvhMs, triangles: accepted.triangles,
      rays: 0, startedAt: performance.now(), pausedMs: 0, endedAt: 0, firstPixelMs: 0, started: false, end: '',
    };
    if (this.pausedAt !== 0) this.pausedAt = this.run.startedAt;
    for (const slot of this.slots) {
      slot.tilesDone = 0;
      if (slot.index === 0) continue;
      slot.request(frame.job, request);
      this.replaceIfBusy(slot, () => slot.inFlight.some((task) => task.job !== this.run?.frame.job));
    }
  }

  /** With the pass that was the last, which has more samples now; or where a cancel came. */
  private continue(response: Extract<Response, { type: 'continued' }>, frame: Frame | null): void {
    const run = this.last;
    if (!run || !frame || frame.job !== run.frame.job) return;
    // Not what was taken back since, nor what a worker is told that comes later.
    if (this.continuing === 0 || response.samples < this.continuing) return;
    this.continuing = 0;
    const first = Math.min(run.schedule.pass, run.frame.passes - 1);
    run.frame = frame;
    run.schedule = new TileSchedule(frame.tilesX * frame.tilesY, frame.passes, first, frame.samplesTarget);
    run.generation++;
    run.timeLimit = 0;
    run.end = '';
    const now = performance.now();
    if (this.run !== run) run.pausedMs += now - run.endedAt;
    if (this.pausedAt !== 0) this.pausedAt = now;
    this.run = run;
    this.context.listener.onResponse(response);
    this.handOut();
    this.scheduleTick();
  }

  private handOut(): void {
    const run = this.run;
    if (!run || this.pausedAt !== 0) return;
    // Round by round, so that no worker hoards while another idles.
    for (let round = 1; round <= tilesAhead; round++) {
      for (const slot of this.slots) {
        if (slot.job !== run.frame.job || slot.inFlight.length >= round) continue;
        const task = run.schedule.take((tile) => {
          const owner = run.owners[tile];
          return !owner || owner.life !== owner.slot.life ? 1 : owner.slot === slot ? 2 : 0;
        });
        if (!task) return;
        slot.give(task, run.frame.job, run.generation);
      }
    }
  }

  private receiveTile(slot: Slot, message: Extract<FromWorker, { type: 'tile' }>): void {
    slot.inFlight = slot.inFlight.filter(
      (t) => t.job !== message.job || t.tile !== message.tile || t.pass !== message.pass ||
        t.generation !== message.generation,
    );
    const run = this.run;
    if (run && run.frame.job === message.job && run.generation === message.generation) {
      run.rays += message.rays;
      slot.tilesDone++;
      if (run.schedule.finish(message)) {
        this.place(run, message);
        run.owners[message.tile] = { slot, life: slot.life };
        run.passes[message.tile] = message.pass;
      }
      const late = run.timeLimit > 0 && run.schedule.pass > 0 && this.secondsOf(run) >= run.timeLimit;
      if (run.schedule.finished || late) {
        run.end = run.schedule.finished ? 'samples' : 'time';
        this.end('done');
      }
    }
    this.handOut();
    this.scheduleTick();
  }

  private place(
    run: Run, tile: { tile: number; pixels: Uint32Array<ArrayBuffer>; film?: Float32Array<ArrayBuffer> | null },
  ): void {
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
    for (let row = 0; row < height && tile.film; row++) {
      run.film.set(tile.film.subarray(3 * row * width, 3 * (row + 1) * width), 3 * ((y + row) * frame.width + x));
    }
    picture.place(tile.pixels, 0, width, x, y, width, height);
  }

  private end(outcome: 'done' | 'cancelled'): void {
    const run = this.run!;
    run.endedAt = this.pausedAt !== 0 ? this.pausedAt : performance.now();
    this.context.picture.paint();
    this.updateSnapshot();
    this.context.listener.onTick(this.snapshot);
    this.run = null;
    this.context.listener.onResponse({ type: 'finished', job: run.frame.job, outcome, stats: this.stats(run) });
  }

  private reportCancelled(job: number): void {
    this.context.listener.onResponse({ type: 'finished', job, outcome: 'cancelled', stats: this.stats(null) });
  }

  private secondsOf(run: Run): number {
    const until = this.run === run ? (this.pausedAt !== 0 ? this.pausedAt : performance.now()) : run.endedAt;
    return Math.max(0, until - run.startedAt - run.pausedMs) / 1000;
  }

  private stats(run: Run | null): Stats {
    const seconds = run ? this.secondsOf(run) : 0;
    const samplesDone = run?.schedule.samplesDone ?? 0;
    const target = run?.frame.samplesTarget ?? 0;
    return {
      threads: this.slots.length,
      samplesDone,
      samplesTarget: target,
      rays: run?.rays ?? 0,
      raysPerSecond: run && seconds > 0 ? run.rays / seconds : 0,
      seconds,
      firstPixelMs: run?.firstPixelMs ?? 0,
      compileMs: run?.compileMs ?? 0,
      bvhMs: run?.bvhMs ?? 0,
      triangles: run?.triangles ?? 0,
      memoryBytes: (run?.frame.memoryBytes ?? 0) * this.slots.length,
      errorEstimate: 0,
      samplesMean: samplesDone,
      invalidSamples: 0,
      end: run?.end ?? '',
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
    s.pass = s.shownPass = run.schedule.pass;
    s.passes = run.frame.passes;
    s.tilesDone = run.schedule.tilesDone;
    s.tilesTotal = run.schedule.tiles;
    s.samplesTarget = run.frame.samplesTarget;
    s.samplesDone = run.schedule.samplesDone;
    s.rays = run.rays;
    s.memoryBytes = run.frame.memoryBytes * this.slots.length;
    s.tileSize = run.frame.tileSize;
    s.tilesX = run.frame.tilesX;
  }
}
