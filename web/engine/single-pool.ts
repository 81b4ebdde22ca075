// The workers of the thread-less engine, and what each of them must be told so that it can take part.
import { Limits } from '@protocol';
import type { FromWorker, ToWorker } from './single-protocol';
import type { SingleRun } from './single-run';
import { Slot } from './single-slot';

export class SinglePool {
  slots: Slot[] = [];
  private readonly assets = new Map<string, ToWorker>();

  constructor(
    private readonly base: string,
    private readonly onMessage: (slot: Slot, message: FromWorker) => void,
  ) {}

  /** The worker that also reads the scenes. */
  get first(): Slot | undefined {
    return this.slots[0];
  }

  get size(): number {
    return this.slots.length;
  }

  /** Resolves to the slots that came and those that went. */
  resize(count: number): { added: Slot[]; removed: Slot[] } {
    const target = Math.max(1, Math.min(count, Limits.kMaxWorkers));
    const removed = this.slots.splice(target);
    for (const slot of removed) slot.terminate();
    const added: Slot[] = [];
    while (this.slots.length < target) {
      const index = Math.max(-1, ...this.slots.map((other) => other.index)) + 1;
      const slot = new Slot(index, this.base, this.onMessage);
      this.slots.push(slot);
      added.push(slot);
    }
    return { added, removed };
  }

  remove(slot: Slot): void {
    this.slots = this.slots.filter((other) => other !== slot);
    slot.terminate();
  }

  /** To all workers; and to those that come later. */
  tellAsset(path: string, message: ToWorker): void {
    this.assets.delete(path);
    this.assets.set(path, message);
    for (const slot of this.slots) slot.post(message);
  }

  /** All files that the others have. */
  briefAssets(slot: Slot): void {
    for (const message of this.assets.values()) slot.post(message);
  }

  /** A worker that has the render, or has been asked to read it. */
  knows(slot: Slot, run: SingleRun): boolean {
    return slot.job === run.job || slot.unanswered.some((request) => request.job === run.job);
  }

  /** For a worker that came after the render had ended. */
  teach(slot: Slot, run: SingleRun): void {
    this.teachScene(slot, run);
    slot.post({ type: 'request', bytes: run.request });
    this.tellChanges(slot, run);
  }

  /** For a worker that is to render tiles of it. */
  engage(slot: Slot, run: SingleRun): void {
    this.teachScene(slot, run);
    slot.request(run.job, run.request);
    this.tellChanges(slot, run);
  }

  private teachScene(slot: Slot, run: SingleRun): void {
    if (run.scene !== run.request) slot.post({ type: 'request', bytes: run.scene });
  }

  private tellChanges(slot: Slot, run: SingleRun): void {
    if (run.more) slot.post({ type: 'request', bytes: run.more });
    if (run.display) slot.post({ type: 'request', bytes: run.display });
  }

  dispose(): void {
    for (const slot of this.slots) slot.terminate();
    this.slots = [];
  }
}
