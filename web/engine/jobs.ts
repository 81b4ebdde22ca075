// The work asked of an engine, and who waits for it. A render is `wanted` from the moment it is asked for, `running` from its
// acceptance to its end, and `shown` as long as the picture is its own.
import type { Diagnostic, RenderOptions, Stats } from '../raypool';
import type { MissingFile } from '../state/store';
import type { RequestHeader } from './engine';
import { abortError } from './errors';

export type JobHeader = Extract<RequestHeader, { job: number }>;

/** A file as a scene. */
export interface Opened {
  kind: 'scene' | 'model' | 'environment';
  text: string;
  warnings: Diagnostic[];
}

export interface Job {
  id: number;
  header: JobHeader;
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
  /** What is wrong with it is shown so much later, unless something newer is wanted by then. */
  mistakeDelayMs?: number;
  /** Why it was cancelled, once it was. */
  cancelled?: string;
  resolve(stats: Stats): void;
  reject(reason: unknown): void;
}

type NewJob = Pick<Job, 'header' | 'base'> & Partial<Omit<Job, 'id' | 'assetRounds' | 'missing' | 'refused' | 'settled'>>;

const nothing = (): void => {};

export class Jobs {
  /** Newest render asked for, and the one that the engine works on. */
  wanted = 0;
  running = 0;
  /** The render accepted last: its picture is there. */
  shown: Job | null = null;
  private readonly jobs = new Map<number, Job>();
  private last = 0;
  private endWaiters: (() => void)[] = [];

  newId(): number {
    return ++this.last;
  }

  add(job: NewJob): Job {
    const added: Job = {
      pieces: [], options: {}, resolve: nothing, reject: nothing, ...job, id: job.header.job, assetRounds: 0, missing: [], refused: [],
      settled: false,
    };
    this.jobs.set(added.id, added);
    return added;
  }

  get(id: number): Job | undefined {
    return this.jobs.get(id);
  }

  /** All that are not over, the oldest first; a copy. */
  all(): Job[] {
    return [...this.jobs.values()];
  }

  has(job: Job): boolean {
    return this.jobs.get(job.id) === job;
  }

  remove(id: number): void {
    this.jobs.delete(id);
  }

  drop(job: Job, why: string): void {
    this.settle(job, () => job.reject(abortError(why)));
  }

  settle(job: Job, how: () => void): void {
    // The running job stays known until the engine says that it has ended.
    if (job.id !== this.running) this.jobs.delete(job.id);
    if (job.settled) return;
    job.settled = true;
    how();
  }

  /** Resolves when a render has ended, or after so long a time. */
  nextEnd(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.endWaiters.push(resolve);
      setTimeout(resolve, timeoutMs);
    });
  }

  ended(): void {
    for (const resolve of this.endWaiters.splice(0)) resolve();
  }
}
