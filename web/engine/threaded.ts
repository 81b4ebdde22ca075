// The engine on shared memory: one module, a coordinator thread and a pool of workers. The main thread reads the
// control block, copies changed tiles and passes messages; it never waits, locks or parses.
import { Control, Limits, Worker as WorkerWord } from '@protocol';
import type { DisplaySettings } from '../raypool';
import { ControlBlock } from './control-block';
import {
  emptySnapshot, EngineFailure, type Engine, type EngineContext, type FileKind, type RequestHeader, type Response,
  type Snapshot,
} from './engine';
import { FrameReader } from './frame-reader';
import { Mailbox } from './mailbox';
import { createSharedMemory } from './memory';
import { Questions, type Picked } from './seen';
import { nextFrame, revisionChange } from './pacing';
import { crashOfWorker, loadModule, type RaypoolModule } from './threaded-module';
import { Watchdog, type Pulse } from './watchdog';

const waitMs = 250;
/** Longer than the largest scene takes to be read. */
const messageTimeoutMs = 20000;

export class ThreadedEngine implements Engine {
  readonly mode = 'threaded';
  maxMemoryBytes = 0;
  private module: RaypoolModule | null = null;
  private control!: ControlBlock;
  private mailbox!: Mailbox;
  private reader!: FrameReader;
  private readonly snapshot: Snapshot = emptySnapshot(Limits.kMaxWorkers);
  private readonly watchdog = new Watchdog(Limits.kMaxWorkers);
  private disposed = false;
  private paused = false;
  private resting = false;
  /** The running job has been cancelled, and the engine has not said yet that it has ended. */
  private cancelling = false;
  /** Job accepted and not finished yet: it must show signs of life. */
  private running = 0;
  /** The last one that the page has read the acceptance of. */
  private accepted = 0;
  /** Kept back until the last tile is in the picture. */
  private finished: Response | null = null;
  private wake: (() => void) | null = null;
  /** Those who wait for a file, in the order of their requests. */
  private readonly files: ((file: Uint8Array<ArrayBuffer> | null) => void)[] = [];
  private readonly picks = new Questions<Picked | null>();
  private readonly outlines = new Questions<string>();
  private readonly pulse: Pulse = {
    heartbeat: 0,
    workers: 0,
    beat: (worker) => this.control.workerWord(worker, WorkerWord.kWorkerBeat),
    busy: (worker) => this.snapshot.workerTiles[worker]! >= 0,
  };

  constructor(private readonly context: EngineContext) {}

  async start(threads: number): Promise<void> {
    const { memory, maximumBytes } = createSharedMemory();
    this.maxMemoryBytes = maximumBytes;
    addEventListener('error', this.onWindowError);
    let died: (failure: EngineFailure) => void = () => {};
    const death = new Promise<never>((_, reject) => (died = reject));
    this.onDeath = died;
    try {
      this.module = await loadModule({
        base: this.context.base, threads, wasmMemory: memory, death,
        onAbort: (reason) => this.fail('crash', `The engine stopped: ${reason}`),
        isUnwanted: () => this.disposed,
      });
    } finally {
      this.onDeath = null;
    }
    if (this.disposed) return this.dispose();
    this.control = new ControlBlock(this.module.wasmMemory ?? memory, this.module._rpControl());
    this.mailbox = new Mailbox(this.control, () => this.module?._rpSignal(), (header, why) => this.refuse(header, why));
    this.reader = new FrameReader(this.control, this.context.picture);
    const error = this.module._rpStart(threads);
    if (error !== 0) throw new EngineFailure('workers', `The engine's threads could not be started (error ${error}).`);
    document.addEventListener('visibilitychange', this.onVisibility);
    void this.loop();
  }

  send(header: RequestHeader, payload: readonly Uint8Array[] = []): void {
    this.mailbox.send(header, payload);
    this.mailbox.pump();
    // Or the steps that follow would wait for the next frame.
    this.wake?.();
  }

  sendFile(path: string, file: Blob, onSent?: (share: number) => void): void {
    this.mailbox.sendFile(path, file, onSent);
    this.mailbox.pump();
    this.wake?.();
  }

  cancelThrough(job: number): void {
    this.control.store(Control.kCancelThrough, job);
    this.module?._rpSignal();
    this.cancelling = this.running !== 0 && this.running <= job;
    this.wake?.();
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.holdOrGoOn();
  }

  rest(resting: boolean): void {
    if (resting === this.resting) return;
    this.resting = resting;
    this.holdOrGoOn();
  }

  private holdOrGoOn(): void {
    this.control.store(Control.kPaused, this.paused || this.resting ? 1 : 0);
    this.module?._rpSignal();
  }

  more(job: number, samples: number): void {
    // Or the cancel that ended it would end it again.
    if (this.control.load(Control.kCancelThrough) >= job) this.control.store(Control.kCancelThrough, job - 1);
    this.send({ op: 'more', samples });
  }

  setDisplay(display: DisplaySettings): void {
    this.send({ op: 'display', ...display });
  }

  encode(kind: FileKind, denoised = false): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = new Promise<Uint8Array<ArrayBuffer> | null>((resolve) => this.files.push(resolve));
    this.send({ op: 'encode', kind, denoised });
    return file;
  }

  pick(x: number, y: number): Promise<Picked | null> {
    return this.picks.ask((id) => this.send({ op: 'pick', id, x, y }));
  }

  outline(pointer: string): Promise<string> {
    return this.outlines.ask((id) => this.send({ op: 'outline', id, pointer }));
  }

  readFilm(): Float32Array | null {
    this.control.refresh();
    return this.reader.readFilm();
  }

  dispose(): void {
    this.disposed = true;
    this.wake?.();
    for (const resolve of this.files.splice(0)) resolve(null);
    this.picks.giveUp(null);
    this.outlines.giveUp('');
    removeEventListener('error', this.onWindowError);
    document.removeEventListener('visibilitychange', this.onVisibility);
    // Browsers let a busy worker run on for seconds after its end; so those that still listen stop by themselves.
    if (this.module && this.control) this.cancelThrough(0x7fffffff);
    // Not terminateAllThreads: that leaves a waitAsync pending which keeps the whole memory alive.
    this.module?.PThread.terminateRuntime();
    this.module = null;
  }

  private async loop(): Promise<void> {
    while (!this.disposed) {
      const revision = this.control.load(Control.kRevision);
      const clean = this.tick();
      if (this.disposed) return;
      if (clean) {
        const woken = new Promise<void>((resolve) => (this.wake = resolve));
        this.control.refresh();
        const change = revisionChange(this.control.view, this.control.index(Control.kRevision), revision, waitMs);
        await Promise.race([change, woken]);
        // Messages don't wait for the next frame: an answer to a cancel, or room for a scene.
        if (!this.disposed) this.exchange();
      }
      await this.frame();
    }
  }

  /** Until the next frame; the answer to a cancel does not wait for it, since frames are late on a busy machine, nor does a
   *  message on its way, which takes several steps: the camera that is moved would be frames behind. */
  private async frame(): Promise<void> {
    let over = false;
    const frame = nextFrame().then(() => { over = true; });
    while (!over && !this.disposed) {
      const awaited: Promise<unknown>[] = [frame, new Promise<void>((resolve) => (this.wake = resolve))];
      if (this.cancelling || this.mailbox.isSending) {
        const revision = this.control.load(Control.kRevision);
        this.exchange();
        if (this.disposed) return;
        awaited.push(revisionChange(this.control.view, this.control.index(Control.kRevision), revision, waitMs));
      }
      await Promise.race(awaited);
    }
  }

  /** Messages, tiles and counts. True when nothing is left to do for this revision. */
  private tick(): boolean {
    this.exchange();
    if (this.disposed) return true;
    const job = this.control.load(Control.kJob);
    const pass = this.control.load(Control.kPassIndex);
    const clean = this.reader.tick(this.accepted);
    if (this.reader.job !== this.snapshot.job) this.control.shownPass = 0;
    // Tiles that were published while this went through them may be missing, but none of the passes before.
    if (this.reader.isThrough && this.reader.job === job) this.control.shownPass = pass;
    this.context.picture.paint();
    this.control.readSnapshot(this.snapshot);
    this.context.listener.onTick(this.snapshot);
    if (clean && this.finished && this.reader.isThrough) {
      const finished = this.finished;
      this.finished = null;
      this.context.listener.onResponse(finished);
    }
    this.watch();
    return clean;
  }

  private exchange(): void {
    this.control.refresh();
    this.mailbox.pump();
    const response = this.mailbox.take();
    if (response) this.receive(response);
  }

  private receive(response: Response): void {
    if (response.type === 'accepted' || response.type === 'finished') this.cancelling = false;
    if (response.type === 'accepted') {
      this.running = this.accepted = response.job;
      this.overtake();
      // A new render starts unpaused; a pause that came just before is meant for it. Not so a rest, which may have come when
      // the engine had begun already: it would never end.
      this.resting = false;
      this.holdOrGoOn();
      this.watchdog.reset(performance.now());
    } else if (response.type === 'rejected') {
      // Not for its text, but because there was no memory for its picture.
      if (response.job === this.control.load(Control.kJob)) this.overtake();
    } else if (response.type === 'continued') {
      // 'finished' follows, at once if there is nothing to do.
      this.running = response.job;
      if (this.finished) this.context.listener.onResponse(this.finished);
      this.finished = null;
      this.holdOrGoOn();
      this.watchdog.reset(performance.now());
    } else if (response.type === 'picked') {
      this.picks.answer(response.id, response);
      return;
    } else if (response.type === 'outlined') {
      this.outlines.answer(response.id, response.path);
      return;
    } else if (response.type === 'encoded') {
      if (response.kind === '') return;
      this.files.shift()?.(response.file.length > 0 ? response.file : null);
      // The engine need not keep it.
      if (this.files.length === 0) this.send({ op: 'encode', kind: '' });
      return;
    } else if (response.type === 'finished') {
      if (this.running === response.job) this.running = 0;
      if (response.outcome === 'done') {
        this.finished = response;
        return;
      }
    }
    this.context.listener.onResponse(response);
  }

  /** A new picture took the place of the old one before all of that was copied. */
  private overtake(): void {
    if (this.finished?.type !== 'finished') return;
    this.context.listener.onResponse({ ...this.finished, outcome: 'cancelled' });
    this.finished = null;
  }

  /** A request for which the engine has no memory, or a file that can no longer be read. */
  private refuse(header: RequestHeader, why: 'memory' | 'unreadable'): void {
    if (this.disposed) return;
    if (header.op === 'encode' && header.kind !== '') this.files.shift()?.(null);
    if (header.op === 'pick') this.picks.answer(header.id, null);
    if (header.op === 'outline') this.outlines.answer(header.id, '');
    if (header.op === 'asset') {
      this.send({ op: 'asset', path: header.path, missing: why === 'memory' ? 'it does not fit in memory' : 'it can no longer be read: choose it again' });
    } else if ('job' in header) {
      const message = "The scene's text does not fit in the engine's memory.";
      this.context.listener.onResponse({
        type: 'rejected',
        job: header.job,
        diagnostics: [{ severity: 'error', message, line: 1, column: 1, from: 0, to: 0 }],
      });
    }
  }

  private watch(): void {
    const now = performance.now();
    if (this.mailbox.waitedMs(now) > messageTimeoutMs) {
      this.fail('stall', 'The engine takes no more requests.');
      return;
    }
    if (this.running === 0 || this.paused || this.resting || document.visibilityState !== 'visible') {
      this.watchdog.reset(now);
      return;
    }
    this.pulse.heartbeat = this.control.load(Control.kHeartbeat);
    this.pulse.workers = this.snapshot.workers;
    const reason = this.watchdog.look(now, this.pulse);
    if (reason) this.fail('stall', reason);
  }

  private onDeath: ((failure: EngineFailure) => void) | null = null;

  private fail(kind: EngineFailure['kind'], message: string): void {
    if (this.disposed) return;
    const failure = new EngineFailure(kind, message);
    if (this.onDeath) this.onDeath(failure);
    else this.context.listener.onFailure(failure);
  }

  private readonly onWindowError = (event: ErrorEvent): void => {
    const crash = crashOfWorker(event);
    if (crash !== null) this.fail('crash', crash);
  };

  private readonly onVisibility = (): void => {
    this.watchdog.reset(performance.now());
    if (document.visibilityState === 'visible') this.context.picture.repaint();
    this.wake?.();
  };
}
