// The page's engine: chooses between the two kinds, keeps the renders apart, fetches the files they need, and starts a
// new engine when one dies. Writes what happens into the store.
import type { Library } from '../files/library';
import type { Diagnostic, RenderOptions, RenderResult } from '../raypool';
import type { MissingFile, Store } from '../state/store';
import { detect } from './capabilities';
import {
  EngineFailure, type Engine, type EngineListener, type FileKind, type RequestHeader, type Response, type Snapshot,
} from './engine';
import { abortError, sceneError } from './errors';
import { encodeText } from './messages';
import { Picture } from './picture';
import { missingFile, pingWorker } from './preflight';
import { ProgressClock } from './progress';
import type { Picked } from './seen';
import { SingleEngine } from './single';
import { ThreadedEngine } from './threaded';

const maxRestarts = 2;
/** A scene names a model, which names its materials, which name pictures. */
const maxAssetRounds = 8;
/** The page lets go of a cancelled render after this time at the latest, and of a deaf engine's after the other. */
const cancelShownMs = 60;
const cancelTimeoutMs = 1000;
const maxTextLength = 128 << 20;

interface Job {
  id: number;
  header: Extract<RequestHeader, { job: number }>;
  pieces: Uint8Array[];
  base: string;
  options: RenderOptions;
  assetRounds: number;
  missing: MissingFile[];
  /** Names that the engine was told are missing. */
  refused: string[];
  settled: boolean;
  /** Of a file to be opened. */
  onOpened?: (opened: Opened) => void;
  /** Of a scene to be converted. */
  onConverted?: (text: string) => void;
  /** Once the whole picture shows at least the first pass. */
  onShown?: () => void;
  /** Why it was cancelled, once it was. */
  cancelled?: string;
  resolve(result: RenderResult): void;
  reject(reason: unknown): void;
}

/** A file as a scene. */
export interface Opened {
  kind: 'scene' | 'model' | 'environment';
  text: string;
  warnings: Diagnostic[];
}

export class EngineClient implements EngineListener {
  readonly picture = new Picture();
  private engine: Engine | null = null;
  private mode: 'threaded' | 'single' = 'threaded';
  private readonly jobs = new Map<number, Job>();
  private lastJob = 0;
  /** What the engine was given for each path, so that another file of the same name takes its place. */
  private readonly provided = new Map<string, unknown>();
  /** Newest render asked for, and the one that the engine works on. */
  private wanted = 0;
  private running = 0;
  /** The render accepted last: its picture is there. */
  private shown: Job | null = null;
  private displayPending = false;
  private restarts = 0;
  private readonly clock = new ProgressClock();

  constructor(
    private readonly store: Store,
    private readonly base: string,
    private readonly library: Library,
  ) {
    this.picture.onResize = (width, height) => store.set({ width, height });
  }

  /** Starts the engine. `isolation`: why memory is not shared, if it isn't. */
  async start(forceSingle: boolean, isolation: string): Promise<void> {
    const capabilities = detect();
    if (typeof WebAssembly !== 'object') throw new EngineFailure('crash', 'This browser has no WebAssembly.');
    if (!capabilities.simd) {
      throw new EngineFailure('crash', 'This browser has no WebAssembly SIMD. Please update it: any from 2023 on will do.');
    }
    let reason = 'The page is isolated, so all threads share one memory.';
    this.mode = capabilities.sharedMemory && !forceSingle ? 'threaded' : 'single';
    if (forceSingle) reason = 'Asked for by mode=single in the address.';
    else if (!capabilities.sharedMemory) reason = isolation || 'This browser does not let workers share memory.';
    // A pool whose workers can't start waits for ever; one worker that answers proves that they can.
    const ping = pingWorker(this.base);
    ping.catch(() => {});
    try {
      await this.launch(ping);
    } catch (error) {
      if (this.mode === 'single' || !(error instanceof EngineFailure) || error.kind === 'workers') throw error;
      this.mode = 'single';
      reason = error.message;
      await this.launch(ping);
    }
    const maxMemoryBytes = this.engine!.maxMemoryBytes;
    this.store.set({ capabilities: { ...capabilities, mode: this.mode, reason, maxMemoryBytes } });
  }

  async render(text: string, base: string, options: RenderOptions): Promise<RenderResult> {
    if (options.signal?.aborted) throw abortError('The render was aborted before it began.');
    if (text.length > maxTextLength) {
      const message = `The scene is ${Math.round(text.length / 2 ** 20)} MB of text; at most 128 MB are read.`;
      throw this.faulty([{ severity: 'error', message, line: 1, column: 1, from: 0, to: 0 }]);
    }
    const id = this.take();
    const header: Extract<Job['header'], { op: 'render' | 'camera' }> = { op: 'render', job: id };
    if (options.samples !== undefined) header.samples = options.samples;
    if (options.seed !== undefined) header.seed = options.seed;
    if (options.integrator !== undefined) header.integrator = options.integrator;
    if (options.timeLimit !== undefined) header.timeLimit = options.timeLimit;
    if (options.noiseTarget !== undefined) header.noiseTarget = options.noiseTarget;
    if (options.crop !== undefined) header.crop = options.crop;
    if (options.coarse !== undefined) header.coarse = options.coarse;
    if (options.display !== undefined) header.display = options.display;
    if (options.frame !== undefined) header.frame = options.frame;
    const result = new Promise<RenderResult>((resolve, reject) => {
      this.jobs.set(id, {
        id, header, pieces: [], base, options, assetRounds: 0, missing: [], refused: [], settled: false, resolve, reject,
      });
    });
    options.signal?.addEventListener('abort', () => void this.cancelJob(id, 'The render was aborted.'), { once: true });
    const job = this.jobs.get(id)!;
    job.pieces = await encodeText(text);
    if (!job.settled) this.submit(job);
    return result;
  }

  /** A new render: takes the place of the one wanted so far. */
  private take(): number {
    const id = ++this.lastJob;
    const previous = this.jobs.get(this.wanted);
    this.wanted = id;
    this.store.set({ renderState: 'rendering', ...(!this.store.state.moving && { progress: null }) });
    // What the engine has not accepted yet will never be; what it has goes on until this one is accepted.
    if (previous && previous.id !== this.running) this.drop(previous, 'A newer render took its place.');
    return id;
  }

  /**
   * The scene rendered last through another camera (what a native scene has as "camera"), while the camera is moved:
   * `renderState` stays 'rendering' until render() follows. Resolves to true once the whole picture shows the first pass, to
   * false when another render took its place or the camera can't be used.
   */
  async look(camera: object, { samples, coarse }: { samples: number; coarse: 1 | 2 | 4 | 8 }): Promise<boolean> {
    const { display } = this.store.state;
    if (!this.engine || !this.shown) return false;
    const id = this.take();
    const header = { op: 'camera', job: id, samples, coarse, timeLimit: 0, noiseTarget: 0, ...(display && { display }) } as const;
    const { base } = this.shown;
    const pieces = await encodeText(JSON.stringify(camera));
    return new Promise((resolve) => {
      const job: Job = {
        id, header, pieces, base, options: {}, assetRounds: 0, missing: [], refused: [], settled: false,
        resolve: () => resolve(true), reject: () => resolve(false), onShown: () => resolve(true),
      };
      this.jobs.set(id, job);
      this.engine?.send(header, pieces);
    });
  }

  /** The scene in Raypool's own format. Rejects with what is wrong with it. */
  async convert(text: string, base: string): Promise<string> {
    if (!this.engine) throw new Error('No engine is running.');
    const id = ++this.lastJob;
    const pieces = await encodeText(text);
    return new Promise((resolve, reject) => {
      const job: Job = {
        id, header: { op: 'convert', job: id }, pieces, base, options: {}, assetRounds: 0, missing: [], refused: [],
        settled: false, resolve: () => {}, reject, onConverted: resolve,
      };
      this.jobs.set(id, job);
      this.submit(job);
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
    const id = ++this.lastJob;
    const header = { op: 'open', job: id, name } as const;
    const opened = new Promise<Opened>((resolve, reject) => {
      this.jobs.set(id, {
        id, header, pieces: [], base, options: {}, assetRounds: 0, missing: [], refused: [], settled: false,
        resolve: () => {}, reject, onOpened: resolve,
      });
    });
    // The file itself first, so that the engine need not ask.
    this.forgetOld(base);
    void this.provide(this.jobs.get(id)!, [[name]]);
    return opened;
  }

  /** Reads the scene without rendering it; the answer goes to the store's diagnostics. */
  async check(text: string, base: string): Promise<void> {
    const id = ++this.lastJob;
    const header = { op: 'check', job: id } as const;
    for (const job of this.jobs.values()) if (job.header.op === 'check') this.jobs.delete(job.id);
    const nothing = (): void => {};
    const job: Job = {
      id, header, pieces: [], base, options: {}, assetRounds: 0, missing: [], refused: [], settled: false,
      resolve: nothing, reject: nothing,
    };
    this.jobs.set(id, job);
    job.pieces = await encodeText(text);
    if (this.jobs.has(id)) this.submit(job);
  }

  private submit(job: Job): void {
    this.forgetOld(job.base);
    this.engine?.send(job.header, job.pieces);
  }

  /** Files that another has taken the place of, or that mean another one in this scene. */
  private forgetOld(base: string): void {
    for (const [path, identity] of this.provided) {
      if (this.library.identity(path, base) === identity) continue;
      this.provided.delete(path);
      this.engine?.send({ op: 'asset', path, forget: true });
    }
  }

  /** Resolves once the engine has let go of the work. */
  cancel(): Promise<void> {
    // After a scene with faults the render before it may still be going on.
    const id = this.jobs.has(this.wanted) ? this.wanted : this.running;
    return this.cancelJob(id, 'The render was cancelled.');
  }

  /** Goes on with the picture that is there, to so many samples in all. */
  async more(samples: number): Promise<RenderResult> {
    const shown = this.shown;
    if (!shown || !this.engine) throw new Error('There is no picture to go on with.');
    if (this.store.state.paused) this.setPaused(false);
    const { id } = shown;
    const pending = this.jobs.get(this.wanted);
    if (pending && pending.id !== id) this.drop(pending, 'The picture before was continued.');
    this.wanted = id;
    const header = { ...shown.header, samples } as Job['header'];
    const result = new Promise<RenderResult>((resolve, reject) => {
      const running = this.jobs.get(id);
      if (running && !running.settled && running.cancelled === undefined) {
        const before = { resolve: running.resolve, reject: running.reject };
        running.header = header;
        running.resolve = (value) => (before.resolve(value), resolve(value));
        running.reject = (reason) => (before.reject(reason), reject(reason));
      } else {
        const { cancelled: _, ...rest } = shown;
        const options: RenderOptions = shown.options.crop ? { crop: shown.options.crop } : {};
        this.jobs.set(id, { ...rest, header, options, settled: false, resolve, reject });
      }
    });
    this.store.set({ renderState: 'rendering' });
    this.engine.more(id, samples);
    return result;
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
    if (response.type === 'threads') {
      this.store.set({ threadsAlive: response.alive });
      return;
    }
    if (response.type === 'encoded' || response.type === 'picked' || response.type === 'outlined') return;
    if (response.type === 'continued') {
      this.showsFilm();
      this.continued(response);
      return;
    }
    if (response.type === 'denoised') {
      const { quality, working, ms } = response;
      const wasRaw = this.store.state.denoised.quality === 'off';
      if (wasRaw && working) this.picture.keep('raw');
      if (quality === 'off' && !working) this.picture.forgetRaw();
      this.store.set({ denoised: { quality, working, seconds: ms / 1000 } });
      return;
    }
    const job = this.jobs.get(response.job);
    switch (response.type) {
      case 'accepted':
        this.running = response.job;
        this.showsFilm();
        this.keepBefore(job);
        this.shown = job ?? null;
        if (job?.header.op === 'camera') {
          this.clock.start(performance.now(), this.store.state.paused);
          const { scene } = this.store.state;
          this.store.set({ scene: scene && { ...scene, camera: response.camera ?? null } });
          break;
        }
        this.clock.start(performance.now(), this.store.state.paused);
        this.adopt(response);
        if (job) this.clearOutside(job);
        if (response.job === this.wanted) {
          this.store.set({ diagnostics: response.warnings, renderState: 'rendering' });
          this.loaded(job);
        }
        break;
      case 'checked':
        this.jobs.delete(response.job);
        if (job) this.store.set({ diagnostics: response.warnings });
        if (job) this.loaded(job);
        break;
      case 'opened':
        this.jobs.delete(response.job);
        this.loaded(undefined);
        if (job) this.forgetRefused(job);
        job?.onOpened?.({ kind: response.kind, text: response.text, warnings: response.warnings });
        break;
      case 'converted':
        this.jobs.delete(response.job);
        job?.onConverted?.(response.text);
        break;
      case 'rejected':
        this.jobs.delete(response.job);
        if (response.job === this.wanted || job?.header.op === 'check' || job?.header.op === 'open') this.loaded(job);
        if (job?.header.op === 'open') {
          this.forgetRefused(job);
          job.reject(sceneError(response.diagnostics));
        } else if (job?.header.op === 'convert') job.reject(sceneError(response.diagnostics));
        else if (job?.header.op === 'camera') this.drop(job, 'The camera can’t be used.');
        else if (job?.header.op === 'check') this.store.set({ diagnostics: response.diagnostics });
        else if (job && !job.settled) this.settle(job, () => job.reject(this.faulty(response.diagnostics, job.id)));
        break;
      case 'needsAssets':
        if (job) void this.provide(job, response.names);
        break;
      case 'finished':
        this.finish(response);
        break;
    }
  }

  /** The engine has what it needs, or has given up; what it lacked is known. */
  private loaded(job: Job | undefined): void {
    this.store.set({ loading: null, ...(job && { missing: job.missing }) });
  }

  /** A render forgets by itself what was missing; opening a file does not, and what comes next is to ask again. */
  private forgetRefused(job: Job): void {
    for (const path of job.refused) this.engine?.send({ op: 'asset', path, forget: true });
  }

  private adopt(accepted: Extract<Response, { type: 'accepted' }>): void {
    const { format, integrator, samples, sceneDisplay, display, camera = null, bounds = null, frame = 0, frames = null } = accepted;
    this.store.set({ scene: { format, integrator, samples, display: sceneDisplay, camera, bounds, frame, frames }, display });
  }

  private continued(response: Extract<Response, { type: 'continued' }>): void {
    if (response.job === 0) {
      const job = this.jobs.get(this.wanted);
      if (job) this.settle(job, () => job.reject(new Error('There is no picture to go on with.')));
      this.store.set({ renderState: 'idle' });
      return;
    }
    this.running = response.job;
    this.clock.pause(performance.now(), this.store.state.paused);
    const { scene } = this.store.state;
    this.store.set({ renderState: 'rendering', scene: scene && { ...scene, samples: response.samples } });
  }

  onTick(snapshot: Snapshot): void {
    if (this.running === 0 || snapshot.job !== this.running) {
      if (snapshot.threads !== this.store.state.threadsAlive && this.mode === 'threaded') {
        this.store.set({ threadsAlive: snapshot.threads });
      }
      return;
    }
    const progress = this.clock.read(performance.now(), snapshot);
    this.store.set({ progress, snapshot, threadsAlive: snapshot.threads });
    const job = this.jobs.get(this.running);
    if (snapshot.shownPass > 0) job?.onShown?.();
    job?.options.onProgress?.(progress);
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

  private async launch(ping: Promise<void>): Promise<void> {
    const context = { picture: this.picture, listener: this as EngineListener, base: this.base };
    const engine: Engine = this.mode === 'threaded' ? new ThreadedEngine(context) : new SingleEngine(context);
    // A failure of the ping ends the start; its success says nothing yet.
    const forbidden = new Promise<never>((_, reject) => ping.catch(reject));
    try {
      await Promise.race([engine.start(this.store.state.threads), forbidden]);
    } catch (error) {
      engine.dispose();
      const stem = this.mode === 'threaded' ? 'raypool' : 'raypool-single';
      const missing = await missingFile(this.base, [`${stem}.mjs`, `${stem}.wasm`]);
      throw missing ?? error;
    }
    this.engine = engine;
    if (this.store.state.paused) engine.setPaused(true);
  }

  private async relaunch(): Promise<void> {
    this.engine?.dispose();
    this.engine = null;
    this.running = 0;
    this.shown = null;
    this.provided.clear();
    this.store.set({ loading: null });
    await this.launch(Promise.resolve());
    for (const job of [...this.jobs.values()]) {
      if (job.cancelled !== undefined || job.settled || job.header.op === 'camera') {
        this.drop(job, job.cancelled ?? 'The engine was restarted.');
        if (job.id === this.wanted) this.store.set({ renderState: 'cancelled' });
      } else if (job.id === this.wanted) {
        job.assetRounds = 0;
        job.missing = [];
        this.store.set({ renderState: 'rendering' });
        this.engine!.send(job.header, job.pieces);
      } else {
        this.drop(job, 'The engine was restarted.');
      }
    }
  }

  /** No engine any more: say so, and offer to start one. */
  private give(text: string): void {
    this.engine?.dispose();
    this.engine = null;
    this.running = 0;
    for (const job of [...this.jobs.values()]) this.settle(job, () => job.reject(new Error(text)));
    this.store.set({ renderState: 'error', notice: { kind: 'error', text, restart: true } });
  }

  /** `wanted`: of each file the names that it may have, the likeliest first. */
  private async provide(job: Job, wanted: readonly (readonly string[])[]): Promise<void> {
    if (++job.assetRounds > maxAssetRounds) {
      const message = `The scene asks for files without end: ${wanted.map(([name]) => name).join(', ')}.`;
      this.onResponse({
        type: 'rejected', job: job.id,
        diagnostics: [{ severity: 'error', message, line: 1, column: 1, from: 0, to: 0 }],
      });
      return;
    }
    const show = (text: string, fraction: number | null): void => {
      if (this.jobs.has(job.id) && !job.settled) this.store.set({ loading: { text, fraction } });
    };
    const found = await Promise.all(wanted.map((names) => this.library.loadFirst(names, job.base, show)));
    if (!this.jobs.has(job.id) || job.settled) {
      this.store.set({ loading: null });
      return;
    }
    found.forEach((asset, i) => {
      const names = wanted[i]!;
      if ('file' in asset) {
        const { path } = asset;
        this.provided.set(path, asset.identity);
        this.engine?.sendFile(path, asset.file, (share) => show(`Reading ${path}`, share));
        return;
      }
      // The other names come up again, one by one; it is one file.
      if (job.missing.every((other) => !names.includes(other.path))) {
        job.missing.push({ path: names[0]!, reason: asset.missing });
      }
      job.refused.push(...names);
      for (const path of names) this.engine?.send({ op: 'asset', path, missing: asset.missing });
    });
    this.engine?.send(job.header, job.pieces);
  }

  private finish(response: Extract<Response, { type: 'finished' }>): void {
    const job = this.jobs.get(response.job);
    this.jobs.delete(response.job);
    if (job?.header.op === 'open') {
      job.reject(abortError('Everything was cancelled.'));
      return;
    }
    if (this.running === response.job) {
      this.running = 0;
      // The time until it is continued does not count.
      this.clock.pause(performance.now(), true);
    }
    const newest = response.job === this.wanted;
    if (response.outcome === 'done') {
      this.restarts = 0;
      if (job?.header.op === 'camera') {
        this.settle(job, () => job.resolve(this.result(response.stats)));
        for (const resolve of this.cancelWaiters.splice(0)) resolve();
        return;
      }
      const progress = this.store.state.progress;
      this.store.set({
        stats: response.stats,
        progress: progress && progress.job === response.job ? { ...progress, fraction: 1, remaining: 0 } : progress,
      });
      if (newest) this.store.set({ renderState: 'done' });
      if (job) this.clearOutside(job);
      if (job) this.settle(job, () => job.resolve(this.result(response.stats)));
    } else if (response.outcome === 'failed') {
      const text = response.message ?? 'The render failed.';
      if (newest) this.store.set({ renderState: 'error', notice: { kind: 'error', text } });
      if (job) this.settle(job, () => job.reject(new Error(text)));
    } else {
      if (newest) this.store.set({ renderState: 'cancelled', stats: response.stats });
      if (job) this.drop(job, job.cancelled ?? 'A newer render took its place.');
    }
    for (const resolve of this.cancelWaiters.splice(0)) resolve();
  }

  private cancelWaiters: (() => void)[] = [];

  private cancelJob(id: number, why: string): Promise<void> {
    const job = this.jobs.get(id);
    if (!job) return Promise.resolve();
    this.engine?.cancelThrough(id);
    if (this.running !== id) {
      // Not accepted yet: nothing of it can be seen.
      this.drop(job, why);
      if (this.running === 0) {
        this.store.set({ renderState: 'cancelled' });
        return Promise.resolve();
      }
    }
    job.cancelled = why;
    // The engine answers within a few milliseconds, unless the machine is busy with something else.
    setTimeout(() => {
      // It has ended; what has its number now goes on with it.
      if (this.jobs.get(id) !== job) return;
      const { renderState } = this.store.state;
      this.drop(job, why);
      if (this.running === id && this.wanted === id && renderState === 'rendering') {
        this.store.set({ renderState: 'cancelled' });
      }
    }, cancelShownMs);
    return new Promise((resolve) => {
      this.cancelWaiters.push(resolve);
      setTimeout(resolve, cancelTimeoutMs);
    });
  }

  private drop(job: Job, why: string): void {
    this.settle(job, () => job.reject(abortError(why)));
  }

  private settle(job: Job, how: () => void): void {
    // The running job stays known until the engine says that it has ended.
    if (job.id !== this.running) this.jobs.delete(job.id);
    if (job.settled) return;
    job.settled = true;
    how();
  }

  private faulty(diagnostics: Parameters<typeof sceneError>[0], job = this.wanted): Error {
    if (job === this.wanted) this.store.set({ diagnostics, renderState: 'error' });
    return sceneError(diagnostics);
  }

  /** Samples are on their way. */
  private showsFilm(): void {
    if (this.store.state.denoised.quality !== 'off' || this.store.state.denoised.working) {
      this.store.set({ denoised: { quality: 'off', working: false, seconds: 0 } });
    }
    this.picture.forgetRaw();
  }

  /** The picture that another scene or another camera takes the place of. A camera that is moved is one change, and so is
   *  the text that follows it. */
  private keepBefore(job: Job | undefined): void {
    const wasMoving = this.shown?.header.op === 'camera';
    if (this.shown && !wasMoving && job?.base !== undefined) this.picture.keep('before');
    const crop = job?.options.crop;
    this.picture.window = crop && this.isRegion(job) ? [crop[0], crop[1], crop[0] + crop[2], crop[1] + crop[3]] : null;
  }

  /** A part that a person has chosen on the page: the rest of the picture stays. */
  private isRegion(job: Job): boolean {
    return job.options.crop !== undefined && job.options.crop === this.store.state.region;
  }

  /** What an earlier picture left outside the part that is rendered. */
  private clearOutside(job: Job): void {
    if (job.options.crop && !this.isRegion(job)) this.picture.clearOutside(...job.options.crop);
  }

  private result(stats: RenderResult['stats']): RenderResult {
    const { width, height, image } = this.picture;
    return { width, height, pixels: image ? image.data.slice() : new Uint8ClampedArray(0), stats };
  }
}
