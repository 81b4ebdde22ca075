// Types of `globalThis.raypool`, the page's programming interface (docs/embedding.md). Shipped with the site as
// raypool.d.ts; the page's own code uses the same types.

export interface Diagnostic {
  severity: 'error' | 'warning';
  message: string;
  /** What would be right. */
  hint?: string;
  /** JSON pointer of the value at fault. */
  pointer?: string;
  /** Counted from 1. */
  line: number;
  column: number;
  /** Range in the text in UTF-16 units, as string indices. */
  from: number;
  to: number;
}

export interface Stats {
  threads: number;
  samplesDone: number;
  samplesTarget: number;
  rays: number;
  raysPerSecond: number;
  seconds: number;
  firstPixelMs: number;
  compileMs: number;
  bvhMs: number;
  triangles: number;
  memoryBytes: number;
  errorEstimate: number;
}

export interface Progress {
  job: number;
  /** Share of the work done, 0 to 1. */
  fraction: number;
  pass: number;
  passes: number;
  tilesDone: number;
  tilesTotal: number;
  samplesDone: number;
  samplesTarget: number;
  rays: number;
  raysPerSecond: number;
  /** Rendering time so far, pauses left out; `remaining` is NaN while it can't be told. */
  seconds: number;
  remaining: number;
  /** Threads that take part, of the pool's size wanted. */
  threads: number;
  threadsTarget: number;
  memoryBytes: number;
}

export interface RenderOptions {
  samples?: number;
  threads?: number;
  seed?: number;
  integrator?: string;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
}

export interface RenderResult {
  width: number;
  height: number;
  /** RGBA, 8 bits a channel, as displayed. */
  pixels: Uint8ClampedArray;
  stats: Stats;
}

/** What a render of a scene with faults rejects with. */
export interface SceneError extends Error {
  diagnostics: Diagnostic[];
}

export interface Capabilities {
  /** 'threaded': one engine on shared memory; 'single': one engine in each of several workers. */
  mode: 'threaded' | 'single' | 'unsupported';
  /** Why this mode runs, as a sentence. */
  reason: string;
  crossOriginIsolated: boolean;
  sharedMemory: boolean;
  waitAsync: boolean;
  simd: boolean;
  serviceWorker: boolean;
  hardwareConcurrency: number;
  maxThreads: number;
  /** Ceiling of the engine's memory in bytes, 0 while unknown. */
  maxMemoryBytes: number;
}

export interface RaypoolApi {
  /** Resolves when the engine can render; rejects where this browser can't run it. */
  readonly ready: Promise<void>;
  /** Puts a scene's text into the editor. `base`: URL that its textures are relative to. */
  setScene(text: string, base?: string): void;
  readonly scene: string;
  /** Renders `text`, or what the editor holds. Rejects with a SceneError, or an AbortError when it was cancelled. */
  render(text?: string, options?: RenderOptions): Promise<RenderResult>;
  /** Linear RGB of the last finished picture, or null before the first. */
  readFilm(): Float32Array | null;
  cancel(): Promise<void>;
  pause(): void;
  resume(): void;
  readonly paused: boolean;
  /** Threads wanted. Takes effect within a tile, also while rendering. */
  threads: number;
  readonly stats: Stats | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly capabilities: Capabilities;
  /** Gives a texture by its path or file name, so that scenes find it without the network. */
  addAsset(name: string, bytes: Uint8Array): void;
  /** Throws the engine away and starts a new one. */
  restart(): Promise<void>;
}

declare global {
  var raypool: RaypoolApi;
}
