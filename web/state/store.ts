// The page's one store: plain values, and functions that run when some of them change.
import type { Capabilities, Denoised, Diagnostic, DisplaySettings, Progress, Stats } from '../raypool';
import type { LibraryFile } from '../files/library';
import type { Bounds, ViewCamera } from '../engine/seen';
import type { KeptFacts } from '../keeping/scene-store';
import { emptySnapshot, type Snapshot } from '../engine/engine';

export type RenderState = 'loading' | 'idle' | 'rendering' | 'done' | 'cancelled' | 'error' | 'unsupported';
/** What a drag or an arrow key in the picture does. */
export type Tool = 'camera' | 'inspect' | 'region';
export type Theme = 'system' | 'light' | 'dark';

export interface Notice {
  kind: 'info' | 'warning' | 'error';
  text: string;
  /** Offers the button that starts a new engine. */
  restart?: boolean;
  /** What can be done about it, as buttons. */
  actions?: readonly { label: string; run(): void }[];
  /** Goes away by itself when that no longer holds. */
  about?: 'missing';
}

/** A file that the scene names and nobody has. */
export interface MissingFile {
  path: string;
  reason: string;
}

/** Something large on its way. `fraction`: null while it can't be told. */
export interface Loading {
  text: string;
  fraction: number | null;
}

/** What the render in hand is made of. */
export interface SceneFacts {
  format: string;
  integrator: string;
  /** Per pixel, in the end. */
  samples: number;
  /** As the scene's text has it. */
  display: DisplaySettings;
  /** Of the picture; null with the classic integrator. */
  camera: ViewCamera | null;
  bounds: Bounds | null;
  /** Of an animation: the one that is shown, and the first and the last one there is; null: it stands still. */
  frame: number;
  frames: readonly [number, number] | null;
}

/** What a person has set instead of what the scene says. */
export interface Overrides extends Partial<DisplaySettings> {
  integrator?: string;
  samples?: number;
  frame?: number;
}

export interface AppState {
  renderState: RenderState;
  paused: boolean;
  text: string;
  /** URL that the scene's textures are relative to. */
  base: string;
  /** Gallery entry that the text came from. */
  sceneId: string;
  /** Of the render accepted last; null before the first. */
  scene: SceneFacts | null;
  /** How the picture is shown. */
  display: DisplaySettings | null;
  denoised: Denoised;
  overrides: Overrides;
  diagnostics: readonly Diagnostic[];
  stats: Stats | null;
  progress: Progress | null;
  snapshot: Snapshot;
  width: number;
  height: number;
  threads: number;
  threadsAlive: number;
  capabilities: Capabilities | null;
  notice: Notice | null;
  loading: Loading | null;
  /** Files that the scene in hand names, as its last reading found. */
  missing: readonly MissingFile[];
  /** The library's, in the order in which they came. */
  files: readonly LibraryFile[];
  /** Why they can't be kept; empty while they can. */
  filesProblem: string;
  /** The saved scene in hand, if it is one, and whether the text is another one than is saved. */
  hand: { savedId: string; name: string; changed: boolean };
  /** Saved scenes and drafts, the newest first, as last looked up. */
  scenes: readonly KeptFacts[];
  /** Why they can't be kept; empty while they can. */
  scenesProblem: string;
  live: boolean;
  overlay: boolean;
  tool: Tool;
  /** The camera is being moved: the picture is ahead of the text. */
  moving: boolean;
  /** x, y, width, height of the part of the picture that is rendered alone; null: all. */
  region: [number, number, number, number] | null;
  theme: Theme;
}

type Key = keyof AppState;

export class Store {
  readonly state: AppState = {
    renderState: 'loading', paused: false, text: '', base: '', sceneId: '', scene: null, display: null,
    denoised: { quality: 'off', working: false, seconds: 0 }, overrides: {}, diagnostics: [], stats: null, progress: null, snapshot: emptySnapshot(64), width: 0, height: 0, threads: 1, threadsAlive: 0, capabilities: null,
    notice: null, loading: null, missing: [], files: [], filesProblem: '',
    hand: { savedId: '', name: '', changed: false }, scenes: [], scenesProblem: '', live: true, overlay: false,
    tool: 'camera', moving: false, region: null, theme: 'system',
  };
  private readonly listeners = new Map<Key, Set<() => void>>();

  set(patch: Partial<AppState>): void {
    const due = new Set<() => void>();
    for (const key of Object.keys(patch) as Key[]) {
      if (Object.is(this.state[key], patch[key])) continue;
      (this.state[key] as unknown) = patch[key];
      for (const listener of this.listeners.get(key) ?? []) due.add(listener);
    }
    for (const listener of due) listener();
  }

  /** Runs `listener` now and whenever one of the values changes. */
  watch(keys: readonly Key[], listener: () => void): void {
    for (const key of keys) {
      let set = this.listeners.get(key);
      if (!set) this.listeners.set(key, (set = new Set()));
      set.add(listener);
    }
    listener();
  }
}
