import type { Vector } from '../../engine/seen';

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scaled = (a: Vector, s: number): Vector => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vector, b: Vector): Vector =>
  [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const length = (a: Vector): number => Math.hypot(a[0], a[1], a[2]);
export const unit = (a: Vector): Vector => scaled(a, 1 / (length(a) || 1));

/** Turned about a unit axis by an angle in radians, counter-clockwise as seen from where the axis points (Rodrigues). */
export function turned(v: Vector, axis: Vector, angle: number): Vector {
  const c = Math.cos(angle);
  return add(add(scaled(v, c), scaled(cross(axis, v), Math.sin(angle))), scaled(axis, dot(axis, v) * (1 - c)));
}
