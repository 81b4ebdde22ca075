// Tells a dead engine from a slow one. A worker that holds a tile bumps its beat every few thousand rays; the
// coordinator bumps a heartbeat while a job runs. A beat that stands for seconds, while the page itself was awake all the
// time, means that the thread is gone.

export interface Pulse {
  /** The coordinator's heartbeat. */
  heartbeat: number;
  workers: number;
  beat(worker: number): number;
  busy(worker: number): boolean;
}

const limitMs = 5000;
/** A gap between two looks that means the page was frozen, asleep or in the back-forward cache. */
const frozenMs = 2000;

export class Watchdog {
  private lastLook = 0;
  private heartbeat = -1;
  private heartbeatSince = 0;
  private beats: Int32Array;
  private since: Float64Array;

  constructor(maxWorkers: number) {
    this.beats = new Int32Array(maxWorkers).fill(-1);
    this.since = new Float64Array(maxWorkers);
  }

  /** Starts counting anew: after a pause, on a hidden page, for a new job. */
  reset(now: number): void {
    this.lastLook = now;
    this.heartbeatSince = now;
    this.since.fill(now);
  }

  /** What is wrong, or null. Call a few times a second while a job runs. */
  look(now: number, pulse: Pulse): string | null {
    if (now - this.lastLook > frozenMs) this.reset(now);
    this.lastLook = now;
    if (pulse.heartbeat !== this.heartbeat) {
      this.heartbeat = pulse.heartbeat;
      this.heartbeatSince = now;
    } else if (now - this.heartbeatSince > limitMs) {
      return 'The engine stopped answering.';
    }
    for (let worker = 0; worker < pulse.workers; worker++) {
      const beat = pulse.beat(worker);
      if (!pulse.busy(worker) || beat !== this.beats[worker]) {
        this.beats[worker] = beat;
        this.since[worker] = now;
      } else if (now - this.since[worker]! > limitMs) {
        return `Worker ${worker + 1} stopped in the middle of a tile.`;
      }
    }
    return null;
  }
}
