// Gives the engine the files that scenes name: it asks, the library has or fetches them, or says why not.
import type { Library } from '../files/library';
import type { Diagnostic } from '../raypool';
import type { Store } from '../state/store';
import type { Engine } from './engine';
import type { Job, Jobs } from './jobs';

/** A scene names a model, which names its materials, which name pictures. */
const maxRounds = 8;

export class AssetSupply {
  /** What the engine was given for each path, so that another file of the same name takes its place. */
  private readonly provided = new Map<string, unknown>();

  constructor(
    private readonly store: Store,
    private readonly library: Library,
    private readonly jobs: Jobs,
    private readonly engine: () => Engine | null,
  ) {}

  /** The engine is a new one, which has nothing yet. */
  reset(): void {
    this.provided.clear();
    this.store.set({ loading: null });
  }

  /** Takes back files that another has taken the place of, or that mean another one in this scene. */
  forgetOld(base: string): void {
    for (const [path, identity] of this.provided) {
      if (this.library.identity(path, base) === identity) continue;
      this.provided.delete(path);
      this.engine()?.send({ op: 'asset', path, forget: true });
    }
  }

  /** A render forgets by itself what was missing; opening a file does not, and what comes next is to ask again. */
  forgetRefused(job: Job): void {
    for (const path of job.refused) this.engine()?.send({ op: 'asset', path, forget: true });
  }

  /** The engine has what it needs, or has given up; what it lacked is known. */
  loaded(job: Job | undefined): void {
    this.store.set({ loading: null, ...(job && { missing: job.missing }) });
  }

  /**
   * Sends the files and then the job again. `wanted`: of each file the names that it may have, the likeliest first. Resolves to
   * why the job can't go on, or null.
   */
  async provide(job: Job, wanted: readonly (readonly string[])[]): Promise<Diagnostic | null> {
    if (++job.assetRounds > maxRounds) {
      const message = `The scene asks for files without end: ${wanted.map(([name]) => name).join(', ')}.`;
      return { severity: 'error', message, line: 1, column: 1, from: 0, to: 0 };
    }
    const isWanted = (): boolean => this.jobs.get(job.id) !== undefined && !job.settled;
    const show = (text: string, fraction: number | null): void => {
      if (isWanted()) this.store.set({ loading: { text, fraction } });
    };
    const found = await Promise.all(wanted.map((names) => this.library.loadFirst(names, job.base, show)));
    if (!isWanted()) {
      this.store.set({ loading: null });
      return null;
    }
    const engine = this.engine();
    found.forEach((asset, i) => {
      const names = wanted[i]!;
      if ('file' in asset) {
        const { path } = asset;
        this.provided.set(path, asset.identity);
        engine?.sendFile(path, asset.file, (share) => show(`Reading ${path}`, share));
        return;
      }
      // The other names come up again, one by one; it is one file.
      if (job.missing.every((other) => !names.includes(other.path))) {
        job.missing.push({ path: names[0]!, reason: asset.missing });
      }
      job.refused.push(...names);
      for (const path of names) engine?.send({ op: 'asset', path, missing: asset.missing });
    });
    engine?.send(job.header, job.pieces);
    return null;
  }
}
