// What the engine answers: into the store, and to those who wait.
import type { Store } from '../state/store';
import type { AssetSupply } from './assets';
import type { Response, Snapshot } from './engine';
import { abortError, sceneError } from './errors';
import type { Job, Jobs } from './jobs';
import type { Picture } from './picture';
import type { ProgressClock } from './progress';

type Of<Type extends Response['type']> = Extract<Response, { type: Type }>;

export class Answers {
  constructor(
    private readonly store: Store,
    private readonly jobs: Jobs,
    private readonly picture: Picture,
    private readonly assets: AssetSupply,
    private readonly clock: ProgressClock,
  ) {}

  receive(response: Response): void {
    switch (response.type) {
      case 'threads':
        this.store.set({ threadsAlive: response.alive });
        break;
      // These have waiters of their own, inside the engine.
      case 'encoded':
      case 'picked':
      case 'outlined':
        break;
      case 'continued':
        this.showsFilm();
        this.continued(response);
        break;
      case 'denoised':
        this.denoised(response);
        break;
      case 'accepted':
        this.accepted(response);
        break;
      case 'needsAssets':
        void this.provide(this.jobs.get(response.job), response.names);
        break;
      case 'finished':
        this.finished(response);
        break;
      default:
        this.read(response);
    }
  }

  /** New counts, and perhaps pixels. */
  tick(snapshot: Snapshot, hasPool: boolean): void {
    const { running } = this.jobs;
    if (running === 0 || snapshot.job !== running) {
      if (snapshot.threads !== this.store.state.threadsAlive && hasPool) this.store.set({ threadsAlive: snapshot.threads });
      return;
    }
    const progress = this.clock.read(performance.now(), snapshot);
    this.store.set({ progress, snapshot, threadsAlive: snapshot.threads });
    const job = this.jobs.get(running);
    if (snapshot.shownPass > 0 && job?.onShown) {
      const { onShown } = job;
      delete job.onShown;
      onShown();
    }
    job?.options.onProgress?.(progress);
  }

  async provide(job: Job | undefined, wanted: readonly (readonly string[])[]): Promise<void> {
    if (!job) return;
    const problem = await this.assets.provide(job, wanted);
    if (problem) this.receive({ type: 'rejected', job: job.id, diagnostics: [problem] });
  }

  /** An error for who asked for the render; if it is the newest one, the page shows it, too. */
  faulty(diagnostics: Parameters<typeof sceneError>[0], job?: Job): Error {
    const { wanted } = this.jobs;
    const show = (): void => {
      if (this.jobs.wanted === wanted) this.store.set({ diagnostics, renderState: 'error' });
    };
    if (job?.mistakeDelayMs && job.id === wanted) setTimeout(show, job.mistakeDelayMs);
    else if (!job || job.id === wanted) show();
    return sceneError(diagnostics);
  }

  private accepted(response: Of<'accepted'>): void {
    const { jobs, store } = this;
    const job = jobs.get(response.job);
    jobs.running = response.job;
    this.showsFilm();
    this.keepBefore(job);
    jobs.shown = job ?? null;
    this.clock.start(performance.now(), store.state.paused);
    if (job?.header.op === 'camera') {
      const { scene } = store.state;
      store.set({ scene: scene && { ...scene, camera: response.camera ?? null } });
      return;
    }
    const { format, integrator, samples, sceneDisplay, display, camera = null, bounds = null, frame = 0, frames = null } = response;
    store.set({ scene: { format, integrator, samples, display: sceneDisplay, camera, bounds, frame, frames }, display });
    if (job) this.clearOutside(job);
    if (response.job === jobs.wanted) {
      store.set({ diagnostics: response.warnings, renderState: 'rendering' });
      this.assets.loaded(job);
    }
  }

  /** What came of reading a text or a file. */
  private read(response: Of<'checked' | 'opened' | 'converted' | 'rejected'>): void {
    const job = this.jobs.get(response.job);
    this.jobs.remove(response.job);
    if (response.type === 'checked') {
      if (!job) return;
      this.store.set({ diagnostics: response.warnings });
      this.assets.loaded(job);
    } else if (response.type === 'opened') {
      this.assets.loaded(undefined);
      if (job) this.assets.forgetRefused(job);
      job?.onOpened?.({ kind: response.kind, text: response.text, warnings: response.warnings });
    } else if (response.type === 'converted') {
      job?.onConverted?.(response.text);
    } else {
      this.rejected(response, job);
    }
  }

  private rejected({ job: id, diagnostics }: Of<'rejected'>, job: Job | undefined): void {
    const op = job?.header.op;
    if (id === this.jobs.wanted || op === 'check' || op === 'open') this.assets.loaded(job);
    if (!job) return;
    if (op === 'open') {
      this.assets.forgetRefused(job);
      job.reject(sceneError(diagnostics));
    } else if (op === 'convert') job.reject(sceneError(diagnostics));
    else if (op === 'camera') this.jobs.drop(job, 'The camera can’t be used.');
    else if (op === 'check') this.store.set({ diagnostics });
    else if (!job.settled) this.jobs.settle(job, () => job.reject(this.faulty(diagnostics, job)));
  }

  private denoised({ quality, working, ms }: Of<'denoised'>): void {
    const wasRaw = this.store.state.denoised.quality === 'off';
    if (wasRaw && working) this.picture.keep('raw');
    if (quality === 'off' && !working) this.picture.forgetRaw();
    this.store.set({ denoised: { quality, working, seconds: ms / 1000 } });
  }

  private continued(response: Of<'continued'>): void {
    const { jobs } = this;
    if (response.job === 0) {
      const job = jobs.get(jobs.wanted);
      if (job) jobs.settle(job, () => job.reject(new Error('There is no picture to go on with.')));
      this.store.set({ renderState: 'idle' });
      return;
    }
    jobs.running = response.job;
    this.clock.pause(performance.now(), this.store.state.paused);
    const { scene } = this.store.state;
    this.store.set({ renderState: 'rendering', scene: scene && { ...scene, samples: response.samples } });
  }

  private finished(response: Of<'finished'>): void {
    const { jobs, store } = this;
    const job = jobs.get(response.job);
    jobs.remove(response.job);
    if (job?.header.op === 'open') {
      job.reject(abortError('Everything was cancelled.'));
      return;
    }
    if (jobs.running === response.job) {
      jobs.running = 0;
      // The time until it is continued does not count.
      this.clock.pause(performance.now(), true);
    }
    const newest = response.job === jobs.wanted;
    if (response.outcome === 'done') {
      this.done(response, job, newest);
    } else if (response.outcome === 'failed') {
      const text = response.message ?? 'The render failed.';
      if (newest) store.set({ renderState: 'error', notice: { kind: 'error', text } });
      if (job) jobs.settle(job, () => job.reject(new Error(text)));
    } else {
      if (newest) store.set({ renderState: 'cancelled', stats: response.stats });
      if (job) jobs.drop(job, job.cancelled ?? 'A newer render took its place.');
    }
    jobs.ended();
  }

  private done(response: Of<'finished'>, job: Job | undefined, newest: boolean): void {
    if (job?.header.op !== 'camera') {
      const { progress } = this.store.state;
      this.store.set({
        stats: response.stats,
        progress: progress && progress.job === response.job ? { ...progress, fraction: 1, remaining: 0 } : progress,
      });
      if (newest) this.store.set({ renderState: 'done' });
      if (job) this.clearOutside(job);
    }
    if (job) this.jobs.settle(job, () => job.resolve(response.stats));
  }

  /** Samples are on their way. */
  private showsFilm(): void {
    const { quality, working } = this.store.state.denoised;
    if (quality !== 'off' || working) this.store.set({ denoised: { quality: 'off', working: false, seconds: 0 } });
    this.picture.forgetRaw();
  }

  /** The picture that another scene or another camera takes the place of. A camera that is moved is one change, and so is
   *  the text that follows it. */
  private keepBefore(job: Job | undefined): void {
    const { shown } = this.jobs;
    if (shown && shown.header.op !== 'camera' && job?.base !== undefined) this.picture.keep('before');
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
}
