// Times and rates of a render, as the page shows them. Pauses don't count.
import type { Progress } from '../raypool';
import type { Snapshot } from './engine';

const rateWindowMs = 1000;

export class ProgressClock {
  private startedAt = 0;
  private pausedAt = 0;
  private pausedMs = 0;
  private markTime = 0;
  private markRays = 0;
  private rate = 0;

  start(now: number, paused: boolean): void {
    this.startedAt = now;
    this.pausedMs = 0;
    this.pausedAt = paused ? now : 0;
    this.markTime = now;
    this.markRays = 0;
    this.rate = 0;
  }

  pause(now: number, paused: boolean): void {
    if (paused && this.pausedAt === 0) this.pausedAt = now;
    if (!paused && this.pausedAt !== 0) {
      this.pausedMs += now - this.pausedAt;
      // Rates start anew, or the pause would count as slow work.
      this.markTime += now - this.pausedAt;
      this.pausedAt = 0;
    }
  }

  read(now: number, s: Snapshot): Progress {
    const until = this.pausedAt !== 0 ? this.pausedAt : now;
    const seconds = Math.max(0, until - this.startedAt - this.pausedMs) / 1000;
    const span = until - this.markTime;
    if (span >= rateWindowMs) {
      this.rate = ((s.rays - this.markRays) / span) * 1000;
      this.markTime = until;
      this.markRays = s.rays;
    }
    const raysPerSecond = this.rate > 0 ? this.rate : seconds > 0 ? s.rays / seconds : 0;
    return {
      job: s.job, fraction: s.fraction, pass: s.pass, passes: s.passes, tilesDone: s.tilesDone,
      tilesTotal: s.tilesTotal, samplesDone: s.samplesDone, samplesTarget: s.samplesTarget, rays: s.rays,
      raysPerSecond, seconds,
      // A guess from less than a hundredth of the work would jump about.
      remaining: s.fraction > 0.01 ? (seconds * (1 - s.fraction)) / s.fraction : NaN,
      threads: s.threads, threadsTarget: s.threadsTarget, memoryBytes: s.memoryBytes,
      errorEstimate: s.errorEstimate,
    };
  }
}
