// Moves the camera: coarse pictures while it moves, one change of the scene's text when it stands still.
import type { EngineClient } from '../../engine/client';
import type { ViewCamera } from '../../engine/seen';
import { memberValue } from '../../files/json-edit';
import type { Store } from '../../state/store';
import type { Workspace } from '../../state/workspace';
import { changesFor, readCamera, vectorIn, writeCamera, type CameraJson } from './camera-text';
import { poseOf, type Pose } from './pose';

/** The first pass of a picture should take about this long: fast enough to steer by, and no coarser than it must be. */
const quickMs = 24;
const slowMs = 60;
type Stride = 2 | 4 | 8;
/** Samples of a picture while the camera is held still in the middle of a gesture. */
const samplesHeld = 64;

interface Gesture {
  name: string;
  text: string;
  camera: CameraJson;
  seen: ViewCamera;
  pose: Pose;
  changes: CameraJson;
  moved: boolean;
}

/** Why the camera can't be moved. `convert`: it could be, in Raypool's own format. */
export interface Obstacle {
  text: string;
  convert?: true;
}

export class Navigator {
  private gesture: Gesture | null = null;
  private count = 0;
  private pending: CameraJson | null = null;
  private pumping = false;
  private stride: Stride = 8;
  private endTimer = 0;

  constructor(
    private readonly store: Store,
    private readonly workspace: Workspace,
    private readonly client: EngineClient,
  ) {}

  get isActive(): boolean {
    return this.gesture !== null;
  }

  /** The pose in hand, or the one that a gesture would begin with; null where the camera can't be moved. */
  pose(): Pose | null {
    return this.gesture?.pose ?? this.prepare()?.pose ?? null;
  }

  /** Null: the camera can be moved. Without a text there is nothing to say: it will be possible in a moment. */
  obstacle(): Obstacle | null {
    const { scene, text, renderState } = this.store.state;
    if (!scene) return { text: renderState === 'error' ? 'There is no picture whose camera could be moved.' : '' };
    if (!this.workspace.isRendered) {
      if (renderState === 'error') return { text: 'The camera is part of the scene’s text: mend its problems first.' };
      return { text: renderState === 'rendering' ? '' : 'The scene’s text has changed: render it first.' };
    }
    // With another integrator the 2018 demo's scenes are rendered as native ones, but their text stays theirs.
    if (memberValue(text, 'raypool') === undefined || !scene.camera) {
      const format = scene.format === 'tray_rust' ? 'tray_rust’s format' : 'the 2018 demo’s format';
      return { text: `This scene is in ${format}, whose camera stays as it is. In Raypool’s own format it can be moved.`, convert: true };
    }
    const read = readCamera(text);
    return 'why' in read ? { text: read.why } : null;
  }

  /** Begins a gesture unless one is going on. False: the camera can't be moved, and the page says why. */
  begin(): boolean {
    clearTimeout(this.endTimer);
    if (this.gesture) return true;
    const obstacle = this.obstacle();
    if (obstacle) {
      if (obstacle.text) this.explain(obstacle);
      return false;
    }
    const prepared = this.prepare();
    if (!prepared) return false;
    this.gesture = { ...prepared, name: `camera-${++this.count}`, changes: {}, moved: false };
    if (this.store.state.paused) this.client.setPaused(false);
    this.store.set({ moving: true, region: null });
    return true;
  }

  /** `more`: other members of the camera that change. */
  change(how: (pose: Pose) => Pose, more: CameraJson = {}): void {
    const { gesture } = this;
    if (!gesture) return;
    gesture.pose = how(gesture.pose);
    gesture.changes = { ...gesture.changes, ...changesFor(gesture.camera, gesture.pose, gesture.seen), ...more };
    gesture.moved = true;
    this.pending = { ...gesture.camera, ...gesture.changes };
    void this.pump();
  }

  /** The camera stands: into the text with it, and the whole picture. */
  end(): void {
    clearTimeout(this.endTimer);
    const { gesture } = this;
    if (!gesture) return;
    this.gesture = null;
    this.pending = null;
    this.store.set({ moving: false });
    if (!gesture.moved) return;
    const text = writeCamera(gesture.text, gesture.changes);
    if (text !== null && this.store.state.text === gesture.text) {
      this.workspace.edit(text, { gesture: gesture.name, render: false });
    }
    // What is there is as fine as a first pass already: no coarser one over it.
    this.workspace.renderQuietly({ coarse: 1 });
  }

  /** As if the gesture had not been. */
  abort(): void {
    if (!this.gesture) return;
    const { moved } = this.gesture;
    this.gesture = { ...this.gesture, moved: false };
    this.end();
    if (moved) this.workspace.renderQuietly({ coarse: 1 });
  }

  /** For what comes in steps, as from a wheel or a key: the gesture is over when no more come. */
  endSoon(ms: number): void {
    clearTimeout(this.endTimer);
    this.endTimer = window.setTimeout(() => this.end(), ms);
  }

  private prepare(): { text: string; camera: CameraJson; seen: ViewCamera; pose: Pose } | null {
    const { scene, text } = this.store.state;
    if (!scene?.camera) return null;
    const read = readCamera(text);
    if ('why' in read) return null;
    const { camera } = read;
    const target = vectorIn(camera, 'position') ? vectorIn(camera, 'look_at') : null;
    return { text, camera, seen: scene.camera, pose: poseOf(scene.camera, scene.bounds, target, vectorIn(camera, 'up')) };
  }

  /** One picture at a time, always of the newest camera. */
  private async pump(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    while (this.pending) {
      const camera = this.pending;
      this.pending = null;
      const asked = performance.now();
      const shown = await this.client.look(camera, { samples: samplesHeld, coarse: this.stride });
      if (!shown) break;
      const took = performance.now() - asked;
      if (took > slowMs && this.stride < 8) this.stride = (this.stride * 2) as Stride;
      else if (took < quickMs && this.stride > 2) this.stride = (this.stride / 2) as Stride;
    }
    this.pumping = false;
    if (this.pending) void this.pump();
  }

  private explain({ text, convert }: Obstacle): void {
    if (convert) this.workspace.offerConversion(text, 'Convert');
    else this.store.set({ notice: { kind: 'info', text } });
  }
}
