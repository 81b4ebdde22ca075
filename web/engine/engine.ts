// What the page asks of an engine. Two implementations with the same behaviour: `threaded.ts` (one module on shared
// memory, a pool of threads) and `single.ts` (a module per worker, nothing shared).
import type { Denoise, Diagnostic, DisplaySettings, Stats } from '../raypool';
import type { Bounds, Picked, ViewCamera } from './seen';
import type { Picture } from './picture';

export type Response =
  | {
      type: 'accepted'; job: number; format: string; width: number; height: number; integrator: string;
      samples: number; seed: number; timeLimit: number; noiseTarget: number; display: DisplaySettings;
      sceneDisplay: DisplaySettings; warnings: Diagnostic[]; compileMs: number; bvhMs: number; triangles: number;
      reused: boolean; camera?: ViewCamera; bounds?: Bounds;
      frame?: number; frames?: [number, number];
    }
  | ({ type: 'picked' } & Picked)
  | { type: 'outlined'; id: number; path: string }
  | { type: 'converted'; job: number; format: string; text: string; warnings: Diagnostic[] }
  | { type: 'checked'; job: number; format: string; warnings: Diagnostic[] }
  | { type: 'rejected'; job: number; diagnostics: Diagnostic[] }
  | { type: 'needsAssets'; job: number; paths: string[]; names: string[][] }
  | { type: 'opened'; job: number; kind: 'scene' | 'model' | 'environment'; text: string; warnings: Diagnostic[] }
  | { type: 'finished'; job: number; outcome: 'done' | 'cancelled' | 'failed'; message?: string; stats: Stats }
  | { type: 'continued'; job: number; samples: number }
  | { type: 'encoded'; kind: string; file: Uint8Array<ArrayBuffer> }
  | { type: 'denoised'; job: number; quality: Denoise; working: boolean; ms: number }
  | { type: 'threads'; alive: number };

export type FileKind = 'hdr' | 'exr' | 'pfm';

export type RequestHeader =
  | {
      op: 'render' | 'camera'; job: number; samples?: number; seed?: number; integrator?: string; timeLimit?: number;
      noiseTarget?: number; crop?: [number, number, number, number]; coarse?: number; display?: Partial<DisplaySettings>; frame?: number;
    }
  | { op: 'check'; job: number }
  | { op: 'convert'; job: number }
  | { op: 'pick'; id: number; x: number; y: number }
  | { op: 'outline'; id: number; pointer: string }
  | { op: 'open'; job: number; name: string }
  | { op: 'asset'; path: string; missing?: string; forget?: true }
  | ({ op: 'display' } & Partial<DisplaySettings>)
  | { op: 'more'; samples: number }
  | { op: 'encode'; kind: FileKind | ''; denoised?: boolean }
  | { op: 'threads'; count: number };

/** Where the work stands, refreshed in place at every tick. */
export interface Snapshot {
  job: number;
  fraction: number;
  pass: number;
  passes: number;
  /** The pass that the whole picture shows at least. */
  shownPass: number;
  tilesDone: number;
  tilesTotal: number;
  samplesDone: number;
  samplesTarget: number;
  rays: number;
  threads: number;
  threadsTarget: number;
  memoryBytes: number;
  errorEstimate: number;
  tileSize: number;
  tilesX: number;
  /** Per worker: the tile in hand, or -1. */
  workerTiles: Int32Array;
  /** Per worker: tiles finished for this job. */
  workerTilesDone: Int32Array;
  workers: number;
}

export function emptySnapshot(maxWorkers: number): Snapshot {
  return {
    job: 0, fraction: 0, pass: 0, passes: 0, shownPass: 0, tilesDone: 0, tilesTotal: 0, samplesDone: 0, samplesTarget: 0, rays: 0,
    threads: 0, threadsTarget: 0, memoryBytes: 0, errorEstimate: 0, tileSize: 0, tilesX: 0,
    workerTiles: new Int32Array(maxWorkers).fill(-1), workerTilesDone: new Int32Array(maxWorkers), workers: 0,
  };
}

/** Why an engine can't start or go on. `kind` decides what the page does about it. */
export class EngineFailure extends Error {
  constructor(
    readonly kind: 'workers' | 'download' | 'memory' | 'timeout' | 'crash' | 'stall',
    message: string,
  ) {
    super(message);
    this.name = 'EngineFailure';
  }
}

export interface EngineListener {
  onResponse(response: Response): void;
  /** New pixels or new counts; at most once per animation frame. */
  onTick(snapshot: Snapshot): void;
  onFailure(failure: EngineFailure): void;
}

export interface Engine {
  readonly mode: 'threaded' | 'single';
  readonly maxMemoryBytes: number;
  start(threads: number): Promise<void>;
  send(header: RequestHeader, payload?: readonly Uint8Array[]): void;
  /** A file that a scene names. `onSent`: the share of it that the engine has. */
  sendFile(path: string, file: Blob, onSent?: (share: number) => void): void;
  /** Renders with job <= this end as cancelled. */
  cancelThrough(job: number): void;
  setPaused(paused: boolean): void;
  /** The render in hand leaves the cores to the page; a pause that nobody sees, and that ends when another render begins. */
  rest(resting: boolean): void;
  /** Goes on with the last picture, `job`'s, up to so many samples. Answered by 'continued'. */
  more(job: number, samples: number): void;
  /** Shows the picture in another way, also while it is rendered. */
  setDisplay(display: DisplaySettings): void;
  /** What is seen at a place of the picture, in pixels; null when the engine has gone. */
  pick(x: number, y: number): Promise<Picked | null>;
  /** Where the picture shows what stands at this JSON pointer: an SVG path in pixels. */
  outline(pointer: string): Promise<string>;
  /** The picture as linear RGB, a copy. */
  readFilm(): Float32Array | null;
  /** The same as a file; null while there is no picture. */
  encode(kind: FileKind, denoised?: boolean): Promise<Uint8Array<ArrayBuffer> | null>;
  dispose(): void;
}

export interface EngineContext {
  picture: Picture;
  listener: EngineListener;
  /** Folder that holds the engine's files. */
  base: string;
}
