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
  /** Relative error of the noisier parts of the picture (95th percentile of its blocks). 0: exact, or not known yet. */
  errorEstimate: number;
  /** Mean over the pixels: less than samplesDone where the noise target has left some alone. */
  samplesMean: number;
  /** Samples that were no number or infinite, and counted as black. */
  invalidSamples: number;
  /** Why the render is done; empty after a cancel. */
  end: 'samples' | 'noise' | 'time' | '';
}

export type View =
  'beauty' | 'albedo' | 'normal' | 'depth' | 'objectId' | 'materialId' | 'sampleCount' | 'error' | 'bvhCost';
export type ToneMapping = 'agx' | 'neutral' | 'aces' | 'linear' | 'classic';

/** How the picture is shown; changed without rendering anew. */
export interface DisplaySettings {
  /** Stops, -32 to 32: each doubles the brightness. */
  exposure: number;
  /** Colour temperature in kelvin that looks white, 1667 to 25000; 0: colours as they are. */
  whitePoint: number;
  toneMapping: ToneMapping;
  view: View;
  /** Whether the picture is shown denoised once nothing renders; the film stays as it is. Not without threads, nor with the
   *  classic integrator. */
  denoise: Denoise;
}

export type Denoise = 'off' | 'preview' | 'final';

/** What is shown just now, and whether something else soon will be. */
export interface Denoised {
  quality: Denoise;
  working: boolean;
  /** How long it took. */
  seconds: number;
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
  /** As in Stats. */
  errorEstimate: number;
}

export interface RenderOptions {
  samples?: number;
  threads?: number;
  seed?: number;
  integrator?: string;
  /** Of an animation (tray_rust's scenes with several frames). */
  frame?: number;
  /** Seconds after which the picture counts as done; 0: no limit. */
  timeLimit?: number;
  /** Relative error at which it counts as done; 0: none. */
  noiseTarget?: number;
  /** Only these pixels: [x, y, width, height]. */
  crop?: [number, number, number, number];
  /** The first pass takes one in so many pixels of a row and of a column: 8, or 4, 2, 1. The picture in the end is the same. */
  coarse?: 1 | 2 | 4 | 8;
  /** Instead of what the scene says. */
  display?: Partial<DisplaySettings>;
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

export interface NamedData {
  /** With folders, if others name it so. */
  name: string;
  data: Blob | Uint8Array;
}

export interface RaypoolApi {
  /** Resolves when the engine can render; rejects where this browser can't run it. */
  readonly ready: Promise<void>;
  /** Puts a scene's text into the editor. `base`: URL that its textures are relative to. */
  setScene(text: string, base?: string): void;
  readonly scene: string;
  /** Renders `text`, or what the editor holds. Rejects with a SceneError, or an AbortError when it was cancelled. */
  render(text?: string, options?: RenderOptions): Promise<RenderResult>;
  /** Linear RGB of the picture as it is, row by row from the top left; null before the first. */
  readFilm(): Float32Array | null;
  /** So many samples per pixel in all: goes on with the picture that is there, whether it is done or cancelled. */
  more(samples: number): Promise<RenderResult>;
  /** The linear picture as a file, or null before the first. `denoised`: as it is shown, if that is denoised; an exr has the
   *  values of the film as noisy.R, noisy.G and noisy.B besides. */
  encode(kind: 'hdr' | 'exr' | 'pfm', options?: { denoised?: boolean }): Promise<Uint8Array<ArrayBuffer> | null>;
  /** How the picture is shown, null before the first. What is assigned is changed at once, the rest stays as it is;
   *  null: as the scene says. */
  get display(): DisplaySettings | null;
  set display(settings: Partial<DisplaySettings> | null);
  /** What a denoiser has to do with the picture that is shown. */
  readonly denoised: Denoised;
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
  /** As if dropped onto the page: a scene or a model among the files becomes the scene, the others are there for it to
   *  name, and stay for the next visit. Resolves to the name of what became the scene, or null; what is wrong is said on the page. */
  open(files: Iterable<File | NamedData>): Promise<string | null>;
  /** Throws the engine away and starts a new one. */
  restart(): Promise<void>;
}

declare global {
  var raypool: RaypoolApi;
}
