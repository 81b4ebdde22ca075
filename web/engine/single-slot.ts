// One place in the thread-less pool: a worker, the tiles it has in hand, and what it must be told again when it has to
// be replaced.
import type { FromWorker, ToWorker } from './single-protocol';
import type { Task } from './tile-schedule';

export class Slot {
  ready = false;
  /** Job that this worker has accepted and can render tiles of. */
  job = 0;
  tilesDone = 0;
  inFlight: (Task & { job: number; generation: number })[] = [];
  /** Render and check requests without an answer yet, oldest first. */
  unanswered: { job: number; bytes: Uint8Array<ArrayBuffer>; looksOnly: boolean }[] = [];
  /** Counts the workers that this place has had: what an earlier one rendered is lost. */
  life = 0;
  private worker: Worker;
  private lock = '';
  private terminated = false;

  constructor(
    readonly index: number,
    private readonly base: string,
    private readonly onMessage: (slot: Slot, message: FromWorker) => void,
  ) {
    this.worker = this.spawn();
  }

  post(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }

  /** `looksOnly`: it is about the scene that the worker has. */
  request(job: number, bytes: Uint8Array<ArrayBuffer>, looksOnly = false): void {
    this.unanswered.push({ job, bytes, looksOnly });
    this.post({ type: 'request', bytes });
  }

  give(task: Task, job: number, generation: number): void {
    this.inFlight.push({ ...task, job, generation });
    this.post({ type: 'tile', job, generation, tile: task.tile, pass: task.pass });
  }

  get busy(): boolean {
    return this.inFlight.length > 0 || this.unanswered.length > 0;
  }

  /** A fresh worker in place of one that does not answer. */
  replace(): void {
    this.worker.terminate();
    this.life++;
    this.ready = false;
    this.job = 0;
    this.inFlight = [];
    this.unanswered = [];
    this.worker = this.spawn();
  }

  terminate(): void {
    this.terminated = true;
    this.life++;
    this.worker.terminate();
  }

  private spawn(): Worker {
    const worker = new Worker(new URL('single.worker.js', this.base), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (worker === this.worker) this.onMessage(this, data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || 'it could not be loaded';
      if (worker === this.worker) {
        this.onMessage(this, { type: 'failed', kind: 'crash', message: `A worker of the engine failed: ${reason}.` });
      }
    };
    this.lock = `raypool-worker-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
    worker.postMessage({ type: 'start', base: this.base, lock: this.lock } satisfies ToWorker);
    return worker;
  }

  /** No event tells that a worker is gone, but its lock is free then. */
  watchLife(): void {
    const worker = this.worker;
    navigator.locks?.request(this.lock, () => {
      if (worker !== this.worker || this.terminated) return;
      this.onMessage(this, { type: 'failed', kind: 'crash', message: 'A worker of the engine died.' });
    }).catch(() => {});
  }
}
