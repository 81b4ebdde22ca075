// The engine where memory can't be shared: a module in each of several plain workers. This side hands out the tiles and
// puts the pixels together; worker 0 also reads the scenes. The pixels are the same as with threads.
import { Limits } from '@protocol';
import type { DisplaySettings } from '../raypool';
import {
  emptySnapshot, EngineFailure, type Engine, type EngineContext, type FileKind, type RequestHeader, type Response,
  type Snapshot,
} from './engine';
import { concatenate, encodeRequest } from './messages';
import { nextFrame } from './pacing';
import { withTimeout } from './preflight';
import type { Picked } from './seen';
import { SinglePool } from './single-pool';
import type { Frame, FromWorker } from './single-protocol';
import { SingleQuestions } from './single-questions';
import { noStats, SingleRun, type Accepted } from './single-run';
import { showInAnotherWay } from './single-show';
import type { Slot } from './single-slot';

const startTimeoutMs = 15000;
/** A worker that is still busy with something unwanted after this time is replaced. */
const patienceMs = 100;
/** Tiles that a worker has in hand: one to render, one so that it never idles. */
const tilesAhead = 2;

export class SingleEngine implements Engine {
  readonly mode = 'single';
  readonly maxMemoryBytes = 0;
  private readonly pool: SinglePool;
  private run: SingleRun | null = null;
  /** The render whose picture is there, running or over. */
  private last: SingleRun | null = null;
  /** Samples that `last` is to go on to, until worker 0 has answered; 0: it is not to. */
  private continuing = 0;
  private readonly questions = new SingleQuestions();
  private cancelledThrough = 0;
  private pausedAt = 0;
  private resting = false;
  private tickPending = false;
  private disposed = false;
  private startup: { resolve(): void; reject(failure: EngineFailure): void } | null = null;
  private readonly snapshot: Snapshot = emptySnapshot(Limits.kMaxWorkers);

  constructor(private readonly context: EngineContext) {
    this.pool = new SinglePool(context.base, (from, message) => this.receive(from, message));
  }

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
    if (header.op === 'asset') this.pool.tellAsset(header.path, { type: 'request', bytes });
    if (!('job' in header)) return;  // the others have methods of their own
    const first = this.pool.first!;
    const looksOnly = header.op === 'camera';
    if (looksOnly && this.last && !this.pool.knows(first, this.last)) this.pool.teach(first, this.last);
    first.request(header.job, bytes, looksOnly);
    // Worker 0 may sit in a long tile of the render that this one is to follow.
    this.replaceIfBusy(first, () => first.unanswered.some((r) => r.job === header.job) && first.inFlight.length > 0);
  }

  sendFile(path: string, file: Blob, onSent?: (share: number) => void): void {
    const head = concatenate(encodeRequest({ op: 'asset', path }));
    this.pool.tellAsset(path, { type: 'file', head, path, file });
    onSent?.(1);
  }

  cancelThrough(job: number): void {
    this.cancelledThrough = Math.max(this.cancelledThrough, job);
    if (this.last && this.last.job <= job) this.continuing = 0;
    if (this.run && this.run.job <= job) this.end('cancelled');
    for (const slot of this.pool.slots) this.replaceIfBusy(slot, () => this.holdsUnwanted(slot));
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

  rest(resting: boolean): void {
    this.resting = resting;
    if (!resting) this.handOut();
  }

  more(job: number, samples: number): void {
    const run = this.last;
    if (run?.job !== job) {
      this.context.listener.onResponse({ type: 'continued', job: 0, samples: 0 });
      return;
    }
    if (this.cancelledThrough >= job) this.cancelledThrough = job - 1;
    this.continuing = samples;
    run.more = concatenate(encodeRequest({ op: 'more', samples }));
    for (const slot of this.pool.slots) {
      if (this.pool.knows(slot, run)) slot.post({ type: 'request', bytes: run.more });
      else this.pool.teach(slot, run);
    }
  }

  setDisplay(display: DisplaySettings): void {
    if (this.last) showInAnotherWay(this.pool, this.last, display);
  }

  /** Of the worker that has rendered the tile: it alone has its samples. */
  pick(x: number, y: number): Promise<Picked | null> {
    const { last: run, pool } = this;
    if (!run || !pool.first) return Promise.resolve(null);
    const { tileSize, tilesX } = run.frame;
    const slot = run.ownerOf(Math.floor(y / tileSize) * tilesX + Math.floor(x / tileSize)) ?? pool.first;
    return this.questions.pick(slot, x, y);
  }

  outline(pointer: string): Promise<string> {
    const slot = this.pool.first;
    return this.last && slot ? this.questions.outline(slot, pointer) : Promise.resolve('');
  }

  readFilm(): Float32Array | null {
    return this.last?.started ? this.last.film.slice() : null;
  }

  encode(kind: FileKind): Promise<Uint8Array<ArrayBuffer> | null> {
    const values = this.readFilm() as Float32Array<ArrayBuffer> | null;
    const slot = this.pool.first;
    if (!values || !slot) return Promise.resolve(null);
    const { width, height } = this.last!.frame;
    return this.questions.encode(slot, kind, { width, height, values });
  }

  dispose(): void {
    this.disposed = true;
    this.questions.giveUp();
    this.run = null;
    this.pool.dispose();
  }

  private resize(count: number): void {
    const { added, removed } = this.pool.resize(count);
    for (const slot of removed) this.reclaim(slot);
    for (const slot of added) this.brief(slot);
    this.context.listener.onResponse({ type: 'threads', alive: this.pool.size });
    this.handOut();
    this.scheduleTick();
  }

  /** Tells a new worker what the others know already. */
  private brief(slot: Slot): void {
    this.pool.briefAssets(slot);
    if (this.run) this.pool.engage(slot, this.run);
    else if (this.last && this.continuing > 0) this.pool.teach(slot, this.last);
  }

  private reclaim(slot: Slot): void {
    this.questions.giveUp(slot);
    for (const task of slot.inFlight) {
      const counts = task.job === this.run?.job && task.generation === this.run.generation;
      if (counts) this.run!.schedule.giveBack({ tile: task.tile, pass: task.pass });
    }
  }

  private holdsUnwanted(slot: Slot): boolean {
    const current = this.run?.job ?? (this.continuing > 0 ? this.last?.job : undefined);
    return (
      slot.inFlight.some((task) => task.job !== current) ||
      slot.unanswered.some((request) => request.job <= this.cancelledThrough)
    );
  }

  private replaceIfBusy(slot: Slot, unwanted: () => boolean): void {
    if (!unwanted()) return;
    setTimeout(() => {
      if (this.disposed || !this.pool.slots.includes(slot) || !unwanted()) return;
      const pending = slot.unanswered.filter((request) => request.job > this.cancelledThrough);
      const dropped = slot.unanswered.filter((request) => request.job <= this.cancelledThrough);
      this.reclaim(slot);
      slot.replace();
      this.brief(slot);
      for (const request of pending) {
        if (request.looksOnly && this.last && !this.pool.knows(slot, this.last)) this.pool.teach(slot, this.last);
        if (request.job !== this.run?.job) slot.request(request.job, request.bytes, request.looksOnly);
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
      case 'shown':
        if (this.last?.job !== message.job) break;
        if (this.last.showAgain(message, this.context.picture)) this.scheduleTick();
        break;
      case 'file':
        this.questions.answerFile(message.id, message.bytes);
        break;
    }
  }

  private receiveFailure(slot: Slot, failure: EngineFailure): void {
    if (this.startup && slot.index === 0) {
      this.startup.reject(failure);
      this.startup = null;
    } else if (!slot.ready && slot.index > 0) {
      // The pool does with fewer: a small device may not have the memory for another module.
      this.pool.remove(slot);
      this.context.listener.onResponse({ type: 'threads', alive: this.pool.size });
    } else {
      this.context.listener.onFailure(failure);
    }
  }

  private receiveResponse(slot: Slot, response: Response, frame: Frame | null): void {
    this.questions.answer(response);
    if (!('job' in response)) return;
    if (response.type === 'continued') {
      if (slot.index === 0) this.continue(response, frame);
      return;
    }
    const request = slot.unanswered.find((r) => r.job === response.job);
    slot.unanswered = slot.unanswered.filter((r) => r !== request);
    if (response.type === 'accepted' && frame) slot.job = frame.job;
    const known = this.run?.job === response.job;
    if (response.type === 'accepted' && frame && slot.index === 0 && !known && request) {
      if (response.job <= this.cancelledThrough) {
        this.context.listener.onResponse(response);
        this.reportCancelled(response.job);
        return;
      }
      const scene = request.looksOnly && this.last ? this.last.scene : request.bytes;
      this.begin(new SingleRun(frame, request.bytes, scene, response), response);
    } else if (slot.index === 0 && response.type !== 'accepted') {
      this.context.listener.onResponse(response);
    }
    this.handOut();
  }

  private begin(run: SingleRun, accepted: Accepted): void {
    if (this.run) this.end('cancelled');
    this.continuing = 0;
    this.resting = false;
    this.last = this.run = run;
    if (this.pausedAt !== 0) this.pausedAt = run.startedAt;
    for (const slot of this.pool.slots) {
      slot.tilesDone = 0;
      if (slot.index === 0) continue;
      slot.request(run.job, run.request);
      this.replaceIfBusy(slot, () => slot.inFlight.some((task) => task.job !== this.run?.job));
    }
    this.context.listener.onResponse(accepted);
  }

  private continue(response: Extract<Response, { type: 'continued' }>, frame: Frame | null): void {
    const run = this.last;
    if (!run || !frame || frame.job !== run.job) return;
    // Not what was taken back since, nor what a worker is told that comes later.
    if (this.continuing === 0 || response.samples < this.continuing) return;
    this.continuing = 0;
    run.extend(frame);
    if (this.pausedAt !== 0) this.pausedAt = performance.now();
    this.run = run;
    this.context.listener.onResponse(response);
    this.handOut();
    this.scheduleTick();
  }

  private handOut(): void {
    const run = this.run;
    if (!run || this.pausedAt !== 0 || this.resting) return;
    // Round by round, so that no worker hoards while another idles.
    for (let round = 1; round <= tilesAhead; round++) {
      for (const slot of this.pool.slots) {
        if (slot.job !== run.job || slot.inFlight.length >= round) continue;
        const task = run.taskFor(slot);
        if (!task) return;
        slot.give(task, run.job, run.generation);
      }
    }
  }

  private receiveTile(slot: Slot, message: Extract<FromWorker, { type: 'tile' }>): void {
    slot.inFlight = slot.inFlight.filter(
      (t) => t.job !== message.job || t.tile !== message.tile || t.pass !== message.pass ||
        t.generation !== message.generation,
    );
    const run = this.run;
    if (run && run.job === message.job && run.generation === message.generation) {
      slot.tilesDone++;
      run.takeIn(message, slot, this.context.picture);
      const late = run.timeLimit > 0 && run.schedule.pass > 0 && run.seconds(this.now) >= run.timeLimit;
      if (run.schedule.finished || late) {
        run.end = run.schedule.finished ? 'samples' : 'time';
        this.end('done');
      }
    }
    this.handOut();
    this.scheduleTick();
  }

  /** What counts as now: time stands still while paused. */
  private get now(): number {
    return this.pausedAt !== 0 ? this.pausedAt : performance.now();
  }

  private end(outcome: 'done' | 'cancelled'): void {
    const run = this.run!;
    run.endedAt = this.now;
    this.tick();
    this.run = null;
    this.context.listener.onResponse({ type: 'finished', job: run.job, outcome, stats: run.stats(this.pool.size, this.now) });
  }

  private reportCancelled(job: number): void {
    this.context.listener.onResponse({ type: 'finished', job, outcome: 'cancelled', stats: noStats(this.pool.size) });
  }

  private scheduleTick(): void {
    if (this.tickPending) return;
    this.tickPending = true;
    void nextFrame().then(() => {
      this.tickPending = false;
      if (!this.disposed) this.tick();
    });
  }

  private tick(): void {
    this.context.picture.paint();
    const s = this.snapshot;
    s.threads = s.threadsTarget = s.workers = this.pool.size;
    this.pool.slots.forEach((slot, i) => {
      const task = slot.inFlight[0];
      s.workerTiles[i] = task && task.job === this.run?.job ? task.tile : -1;
      s.workerTilesDone[i] = slot.tilesDone;
    });
    this.run?.writeSnapshot(s);
    this.context.listener.onTick(s);
  }
}
