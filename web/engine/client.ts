// The page's engine: keeps the renders apart, and starts a new engine when one dies. Asks here; what the engine answers is
// taken up in answers.ts.
import type { Library } from '../files/library';
import type { RenderOptions, Stats } from '../raypool';
import type { Store } from '../state/store';
import { Answers } from './answers';
import { AssetSupply } from './assets';
import type { Engine, EngineContext, EngineFailure, EngineListener, FileKind, Response, Snapshot } from './engine';
import { abortError } from './errors';
import { Jobs, type Job, type JobHeader, type Opened } from './jobs';
import { encodeShort, encodeText } from './messages';
import { Picture } from './picture';
import { ProgressClock } from './progress';
import { Rest } from './rest';
import type { Picked } from './seen';
import { startBest, startEngine, type Mode } from './start';

const maxRestarts = 2;
/** The page lets go of a cancelled render after this time at the latest, and of a deaf engine's after the other. */
const cancelShownMs = 60;
const cancelTimeoutMs = 1000;
const maxTextLength = 128 << 20;

/** Options that go to the engine as they are. */
const sentOptions = [
  'samples', 'seed', 'integrator', 'timeLimit', 'noiseTarget', 'crop', 'coarse', 'display', 'frame',
] as const satisfies readonly (keyof RenderOptions)[];

/** A render of a text that is being written. */
export interface LiveRender {
  /** The whole picture shows the first pass. */
  onShown(): void;
  /** What is wrong with the text is shown after this time, unless there is a newer one. */
  mistakeDelayMs: number;
}

export class EngineClient implements EngineListener {
  readonly picture = new Picture();
  private engine: Engine | null = null;
  private mode: Mode = 'threaded';
  private readonly jobs = new Jobs();
  private readonly clock = new ProgressClock();
  private readonly assets: AssetSupply;
  private readonly answers: Answers;
  private readonly context: EngineContext;
  private displayPending = false;
  private restarts = 0;
  private readonly resting = new Rest((resting) => this.engine?.rest(resting));

  constructor(
    private readonly store: Store,
    base: string,
    library: Library,
  ) {
    this.context = { picture: this.picture, listener: this, base };
    this.assets = new AssetSupply(store, library, this.jobs, () => this.engine);
    this.answers = new Answers(store, this.jobs, this.picture, this.assets, this.clock);
    this.picture.onResize = (width, height) => store.set({ width, height });
  }

  /** Starts the engine. `isolation`: why memory is not shared, if it isn't. */
  async start(forceSingle: boolean, isolation: string): Promise<void> {
    this.engine = await startBest(this.context, this.store, forceSingle, isolation);
    this.mode = this.engine.mode;
  }

  /** Resolves when the picture is done; it is in `picture` then. */
  async render(text: string, base: string, options: RenderOptions, live?: LiveRender): Promise<Stats> {
    if (options.signal?.aborted) throw abortError('The render was aborted before it began.');
    if (text.length > maxTextLength) {
      const message = `The scene is ${Math.round(text.length / 2 ** 20)} MB of text; at most 128 MB are read.`;
      throw this.answers.faulty([{ severity: 'error', message, line: 1, column: 1, from: 0, to: 0 }]);
    }
    const id = this.take();
    const sent = Object.fromEntries(sentOptions.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]));
    const header: JobHeader = { op: 'render', job: id, ...sent };
    const stats = new Promise<Stats>((resolve, reject) => {
      const watch = live && { mistakeDelayMs: live.mistakeDelayMs, onShown: () => (live.onShown(), this.resting.liveShown()) };
      this.jobs.add({ header, base, options, resolve, reject, ...watch });
    });
    options.signal?.addEventListener('abort', () => void this.cancelJob(id, 'The render was aborted.'), { once: true });
    const job = this.jobs.get(id)!;
    job.pieces = encodeShort(text) ?? (await encodeText(text));
    if (!job.settled) this.submit(job);
    if (live) this.resting.liveBegins();
    return stats;
  }

  /** A new render: takes the place of the one wanted so far. */
  private take(): number {
    const id = this.jobs.newId();
    const previous = this.jobs.get(this.jobs.wanted);
    this.jobs.wanted = id;
    this.store.set({ renderState: 'rendering', ...(!this.store.state.moving && { progress: null }) });
    // What the engine has not accepted yet will never be; what it has goes on until this one is accepted.
    if (previous && previous.id !== this.jobs.running) this.jobs.drop(previous, 'A newer render took its place.');
    return id;
  }

  /**
   * The scene rendered last through another camera (what a native scene has as "camera"), while the camera is moved:
   * `renderState` stays 'rendering' until render() follows. Resolves to true once the whole picture shows the first pass, to
   * false when another render took its place or the camera can't be used.
   */
  async look(camera: object, { samples, coarse }: { samples: number; coarse: 1 | 2 | 4 | 8 }): Promise<boolean> {
    const { display } = this.store.state;
    const { shown } = this.jobs;
    if (!this.engine || !shown) return false;
    const job = this.take();
    const header: JobHeader = { op: 'camera', job, samples, coarse, timeLimit: 0, noiseTarget: 0, ...(display && { display }) };
    const text = JSON.stringify(camera);
    const pieces = encodeShort(text) ?? (await encodeText(text));
    // The engine takes the last it was sent for the newest.
    if (this.jobs.wanted !== job) return false;
    return new Promise((resolve) => {
      const seen = (): void => resolve(true);
      this.jobs.add({ header, pieces, base: shown.base, resolve: seen, reject: () => resolve(false), onShown: seen });
      this.engine?.send(header, pieces);
    });
  }

  /** The scene in Raypool's own format. Rejects with what is wrong with it. */
  async convert(text: string, base: string): Promise<string> {
    if (!this.engine) throw new Error('No engine is running.');
    const header: JobHeader = { op: 'convert', job: this.jobs.newId() };
    const pieces = await encodeText(text);
    return new Promise((resolve, reject) => {
      this.submit(this.jobs.add({ header, pieces, base, reject, onConverted: resolve }));
    });
  }

  /** What is seen at a place of the picture, in pixels from the top left; null: no engine, no picture. */
  async pick(x: number, y: number): Promise<Picked | null> {
    return (await this.engine?.pick(x, y)) ?? null;
  }

  /** Where the picture shows what stands at this JSON pointer: an SVG path in pixels, empty if nowhere. */
  async outline(pointer: string): Promise<string> {
    return (await this.engine?.outline(pointer)) ?? '';
  }

  /** A model or another file of the library as a scene's text. Rejects with what is wrong with it. */
  async open(name: string, base: string): Promise<Opened> {
    if (!this.engine) throw new Error('No engine is running.');
    const header: JobHeader = { op: 'open', job: this.jobs.newId(), name };
    return new Promise((resolve, reject) => {
      const job = this.jobs.add({ header, base, reject, onOpened: resolve });
      // The file itself first, so that the engine need not ask.
      this.assets.forgetOld(base);
      void this.answers.provide(job, [[name]]);
    });
  }

  /** Reads the scene without rendering it; the answer goes to the store's diagnostics. */
  async check(text: string, base: string): Promise<void> {
    for (const job of this.jobs.all()) if (job.header.op === 'check') this.jobs.remove(job.id);
    const job = this.jobs.add({ header: { op: 'check', job: this.jobs.newId() }, base });
    job.pieces = await encodeText(text);
    if (this.jobs.has(job)) this.submit(job);
  }

  private submit(job: Job): void {
    this.assets.forgetOld(job.base);
    this.engine?.send(job.header, job.pieces);
  }

  /** Resolves once the engine has let go of the work. */
  cancel(): Promise<void> {
    const { wanted, running } = this.jobs;
    // After a scene with faults the render before it may still be going on.
    return this.cancelJob(this.jobs.get(wanted) ? wanted : running, 'The render was cancelled.');
  }

  /** Goes on with the picture that is there, to so many samples in all. */
  async more(samples: number): Promise<Stats> {
    const { shown } = this.jobs;
    if (!shown || !this.engine) throw new Error('There is no picture to go on with.');
    if (this.store.state.paused) this.setPaused(false);
    const { id } = shown;
    const pending = this.jobs.get(this.jobs.wanted);
    if (pending && pending.id !== id) this.jobs.drop(pending, 'The picture before was continued.');
    this.jobs.wanted = id;
    const header = { ...shown.header, samples } as JobHeader;
    const stats = new Promise<Stats>((resolve, reject) => {
      const running = this.jobs.get(id);
      if (running && !running.settled && running.cancelled === undefined) {
        const before = { resolve: running.resolve, reject: running.reject };
        running.header = header;
        running.resolve = (value) => (before.resolve(value), resolve(value));
        running.reject = (reason) => (before.reject(reason), reject(reason));
      } else {
        const { pieces, base } = shown;
        const options: RenderOptions = shown.options.crop ? { crop: shown.options.crop } : {};
        this.jobs.add({ header, pieces, base, options, resolve, reject });
      }
    });
    this.store.set({ renderState: 'rendering' });
    this.engine.more(id, samples);
    return stats;
  }

  /** At most once a frame: a slider sends many. */
  setDisplay(): void {
    if (this.displayPending) return;
    this.displayPending = true;
    requestAnimationFrame(() => {
      this.displayPending = false;
      const { display } = this.store.state;
      if (display) this.engine?.setDisplay(display);
    });
  }

  async encode(kind: FileKind, denoised = false): Promise<Uint8Array<ArrayBuffer> | null> {
    return (await this.engine?.encode(kind, denoised)) ?? null;
  }

  setPaused(paused: boolean): void {
    this.clock.pause(performance.now(), paused);
    this.engine?.setPaused(paused);
    this.store.set({ paused });
  }

  /** For a moment the cores are the page's. */
  rest(): void {
    this.resting.ask();
  }

  setThreads(count: number): void {
    this.store.set({ threads: count });
    this.engine?.send({ op: 'threads', count });
  }

  readFilm(): Float32Array | null {
    return this.engine?.readFilm() ?? null;
  }

  /** The page goes away for good. Some browsers free the memory late unless the workers are ended. */
  dispose(): void {
    this.engine?.dispose();
    this.engine = null;
  }

  /** By hand: a fresh engine, and the last render again. */
  async restart(): Promise<void> {
    this.restarts = 0;
    await this.relaunch();
  }

  onResponse(response: Response): void {
    if (response.type === 'finished' && response.outcome === 'done') this.restarts = 0;
    this.answers.receive(response);
  }

  onTick(snapshot: Snapshot): void {
    this.answers.tick(snapshot, this.mode === 'threaded');
  }

  onFailure(failure: EngineFailure): void {
    if (++this.restarts > maxRestarts) {
      this.give(`${failure.message} Two new engines ended the same way.`);
      return;
    }
    this.store.set({
      notice: { kind: 'warning', text: `${failure.message} A new engine was started and renders the scene again.` },
    });
    this.relaunch().catch((error: Error) => this.give(error.message));
  }

  private async relaunch(): Promise<void> {
    const { jobs } = this;
    this.dispose();
    jobs.running = 0;
    jobs.shown = null;
    this.assets.reset();
    this.engine = await startEngine(this.mode, this.context, this.store);
    for (const job of jobs.all()) {
      if (job.cancelled !== undefined || job.settled || job.header.op === 'camera') {
        jobs.drop(job, job.cancelled ?? 'The engine was restarted.');
        if (job.id === jobs.wanted) this.store.set({ renderState: 'cancelled' });
      } else if (job.id === jobs.wanted) {
        job.assetRounds = 0;
        job.missing = [];
        this.store.set({ renderState: 'rendering' });
        this.engine.send(job.header, job.pieces);
      } else {
        jobs.drop(job, 'The engine was restarted.');
      }
    }
  }

  /** No engine any more: say so, and offer to start one. */
  private give(text: string): void {
    this.dispose();
    this.jobs.running = 0;
    for (const job of this.jobs.all()) this.jobs.settle(job, () => job.reject(new Error(text)));
    this.store.set({ renderState: 'error', notice: { kind: 'error', text, restart: true } });
  }

  private cancelJob(id: number, why: string): Promise<void> {
    const { jobs } = this;
    const job = jobs.get(id);
    if (!job) return Promise.resolve();
    this.engine?.cancelThrough(id);
    if (jobs.running !== id) {
      // Not accepted yet: nothing of it can be seen.
      jobs.drop(job, why);
      if (jobs.running === 0) {
        this.store.set({ renderState: 'cancelled' });
        return Promise.resolve();
      }
    }
    job.cancelled = why;
    // The engine answers within a few milliseconds, unless the machine is busy with something else.
    setTimeout(() => {
      // It has ended; what has its number now goes on with it.
      if (!jobs.has(job)) return;
      const { renderState } = this.store.state;
      jobs.drop(job, why);
      if (jobs.running === id && jobs.wanted === id && renderState === 'rendering') this.store.set({ renderState: 'cancelled' });
    }, cancelShownMs);
    return jobs.nextEnd(cancelTimeoutMs);
  }
}
