// A pose as a scene's text has it: which members of "camera" say where it stands, and what they become.
import type { Vector, ViewCamera } from '../../engine/seen';
import { memberValue, setInner } from '../../files/json-edit';
import { axesOf, type Pose } from './pose';
import { length, scaled, subtract } from './vector';

export type CameraJson = Record<string, unknown>;

/** The text's camera, or why it can't be moved. */
export function readCamera(text: string): { camera: CameraJson } | { why: string } {
  const value = memberValue(text, 'camera');
  if (value === undefined) return { camera: {} };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { why: 'The scene’s camera can’t be read.' };
  const camera = value as CameraJson;
  if ('keyframes' in camera) return { why: 'The camera moves by keyframes in the scene’s text; change it there.' };
  return { camera };
}

export function vectorIn(camera: CameraJson, key: string): Vector | null {
  const value = camera[key];
  return Array.isArray(value) && value.length === 3 && value.every((n) => typeof n === 'number') ? (value as unknown as Vector) : null;
}

/** To a hundred-thousandth of the distance that it is about: less than anyone can see, and short to read. */
function short(value: number, size: number): number {
  const digits = Math.max(0, Math.min(15, 5 - Math.ceil(Math.log10(Math.max(size, 1e-30)))));
  const rounded = Number(value.toFixed(digits));
  return rounded === 0 ? 0 : rounded;
}

/** What changes in the text's camera for this pose. `seen`: as the engine had the camera before. */
export function changesFor(camera: CameraJson, pose: Pose, seen: ViewCamera): CameraJson {
  const distance = length(subtract(pose.position, pose.target));
  const point = (v: Vector): number[] => v.map((n) => short(n, distance));
  const out: CameraJson = {};
  if ('transform' in camera) {
    // Column after column, as in glTF; a scale stays.
    const axes = axesOf(pose);
    const column = (v: Vector, before: Vector): number[] => scaled(v, length(before)).map((n) => short(n, length(before)));
    out['transform'] = {
      matrix: [...column(axes.right, seen.right), 0, ...column(axes.up, seen.up), 0, ...column(axes.back, seen.back), 0,
               ...point(pose.position), 1],
    };
  } else {
    out['position'] = point(pose.position);
    out['look_at'] = point(pose.target);
    const upright = pose.up[0] === 0 && pose.up[1] === 1 && pose.up[2] === 0;
    if (!('up' in camera) && !upright) out['up'] = pose.up.map((n) => short(n, 1));
  }
  if (pose.orthographic) {
    if ('xmag' in camera) out['xmag'] = short(pose.halfWidth, pose.halfWidth);
    else out['ymag'] = short(pose.halfHeight, pose.halfHeight);
  }
  return out;
}

/** The scene's text with these members of its camera; null if that can't be written. */
export function writeCamera(text: string, changes: CameraJson): string | null {
  let out: string | null = text;
  for (const [key, value] of Object.entries(changes)) {
    if (out !== null) out = setInner(out, 'camera', key, value);
  }
  return out;
}
