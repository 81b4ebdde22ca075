// Showing a picture of the thread-less engine in another way: each worker shows anew what it has rendered.
import type { DisplaySettings } from '../raypool';
import { concatenate, encodeRequest } from './messages';
import type { SinglePool } from './single-pool';
import type { SingleRun } from './single-run';
import type { Slot } from './single-slot';
import type { Task } from './tile-schedule';

export function showInAnotherWay(pool: SinglePool, run: SingleRun, display: DisplaySettings): void {
  const { slots } = pool;
  const { job } = run;
  run.display = concatenate(encodeRequest({ op: 'display', ...display }));
  // What a worker has in hand, too; what is lost is rendered again.
  const tiles = new Map<Slot, Task[]>(slots.map((slot) =>
    [slot, slot.inFlight.filter((task) => task.job === job).map(({ tile, pass }) => ({ tile, pass }))]));
  const lost: Task[] = [];
  for (const task of run.shownTiles()) {
    const owner = run.ownerOf(task.tile);
    (owner ? tiles.get(owner)! : lost).push(task);
  }
  for (const slot of slots) {
    if (pool.knows(slot, run)) slot.post({ type: 'request', bytes: run.display });
    else if (lost.length > 0) pool.teach(slot, run);
    else continue;
    slot.post({ type: 'show', job, tiles: tiles.get(slot)!, again: false });
  }
  const share = Math.ceil(lost.length / slots.length);
  slots.forEach((slot, i) => {
    const part = lost.slice(i * share, (i + 1) * share);
    if (part.length > 0) slot.post({ type: 'show', job, tiles: part, again: true });
  });
}
