// Where a camera stands and what it turns about, and how orbiting, panning and dollying change that. No text, no page.
import type { Bounds, Vector, ViewCamera } from '../../engine/seen';
import { add, cross, dot, length, scaled, subtract, turned, unit } from './vector';

export interface Pose {
  position: Vector;
  /** Straight ahead; what orbiting turns about. */
  target: Vector;
  /** What orbiting keeps upright; unit. */
  up: Vector;
  orthographic: boolean;
  /** Half of the picture's height and width at distance 1, or in metres of an orthographic one. */
  halfHeight: number;
  halfWidth: number;
}

/** The camera may not look straight up or down: there "up" says nothing. */
const steepest = (89.5 * Math.PI) / 180;
const worldUp: Vector = [0, 1, 0];

/** `target`: what the scene's text says that it looks at. Without it, the point ahead that is nearest to the scene's middle. */
export function poseOf(camera: ViewCamera, bounds: Bounds | null, target: Vector | null, up: Vector | null): Pose {
  const ahead = unit(scaled(camera.back, -1));
  let found = target;
  if (!found) {
    const size = bounds ? length(subtract(bounds.high, bounds.low)) : 2;
    const middle = bounds ? scaled(add(bounds.low, bounds.high), 0.5) : add(camera.position, ahead);
    const depth = dot(subtract(middle, camera.position), ahead);
    found = add(camera.position, scaled(ahead, Math.max(depth, 0.1 * size, 1e-6)));
  }
  // A camera that is rolled keeps its own idea of what is upright.
  const rolled = Math.abs(dot(unit(camera.right), worldUp)) > 0.01;
  return {
    position: camera.position, target: found, up: unit(up ?? (rolled ? camera.up : worldUp)),
    orthographic: camera.orthographic, halfHeight: camera.halfHeight, halfWidth: camera.halfWidth,
  };
}

/** Right, up and back, unit vectors, as the engine makes them of the pose. */
export function axesOf(pose: Pose): { right: Vector; up: Vector; back: Vector } {
  const back = unit(subtract(pose.position, pose.target));
  const right = unit(cross(pose.up, back));
  return { right, up: cross(back, right), back };
}

/** Metres per share of the picture's height, at the depth of the target. */
export function heightAtTarget(pose: Pose): number {
  return 2 * pose.halfHeight * (pose.orthographic ? 1 : length(subtract(pose.target, pose.position)));
}

/** About the target: radians to the right and upwards, as the camera goes. */
export function orbit(pose: Pose, right: number, up: number): Pose {
  const offset = subtract(pose.position, pose.target);
  const elevation = Math.asin(Math.max(-1, Math.min(1, dot(unit(offset), pose.up))));
  const wanted = Math.max(-steepest, Math.min(steepest, elevation + up));
  const side = unit(cross(pose.up, offset));
  // Turning about `side` raises what lies before it when the angle is negative.
  const raised = Number.isFinite(side[0]) && length(side) > 0.5 ? turned(offset, side, -(wanted - elevation)) : offset;
  return { ...pose, position: add(pose.target, turned(raised, pose.up, right)) };
}

/** Camera and target together: shares of the picture's height to the right and upwards, at the depth of the target. */
export function pan(pose: Pose, right: number, up: number): Pose {
  const axes = axesOf(pose);
  const unitHeight = heightAtTarget(pose);
  const by = add(scaled(axes.right, right * unitHeight), scaled(axes.up, up * unitHeight));
  return { ...pose, position: add(pose.position, by), target: add(pose.target, by) };
}

/** The point of the target's plane that is seen there; x, y: 0 to 1 from the top left corner. */
export function pointAt(pose: Pose, x: number, y: number): Vector {
  const axes = axesOf(pose);
  const distance = pose.orthographic ? 1 : length(subtract(pose.target, pose.position));
  const across = scaled(axes.right, (2 * x - 1) * pose.halfWidth * distance);
  return add(add(pose.target, across), scaled(axes.up, (1 - 2 * y) * pose.halfHeight * distance));
}

/** To `factor` times the distance; `about` stays where it is in the picture. */
export function dolly(pose: Pose, factor: number, about: Vector): Pose {
  if (!pose.orthographic) {
    const towards = (p: Vector): Vector => add(about, scaled(subtract(p, about), factor));
    return { ...pose, position: towards(pose.position), target: towards(pose.target) };
  }
  // An orthographic camera shows as much from anywhere along its axis.
  const { back } = axesOf(pose);
  const offset = subtract(about, pose.target);
  const across = subtract(offset, scaled(back, dot(offset, back)));
  const by = scaled(across, 1 - factor);
  return {
    ...pose, position: add(pose.position, by), target: add(pose.target, by),
    halfHeight: pose.halfHeight * factor, halfWidth: pose.halfWidth * factor,
  };
}

/** From the same side, so far away that all of the bounds' sphere is seen. */
export function frameAll(pose: Pose, bounds: Bounds): Pose {
  const { back } = axesOf(pose);
  const target = scaled(add(bounds.low, bounds.high), 0.5);
  const radius = Math.max(length(subtract(bounds.high, bounds.low)) / 2, 1e-9);
  const tangent = Math.min(pose.halfHeight, pose.halfWidth);
  if (pose.orthographic) {
    const factor = (1.05 * radius) / tangent;
    const distance = Math.max(length(subtract(pose.position, pose.target)), 2 * radius);
    return {
      ...pose, target, position: add(target, scaled(back, distance)),
      halfHeight: pose.halfHeight * factor, halfWidth: pose.halfWidth * factor,
    };
  }
  const sine = tangent / Math.hypot(1, tangent);
  return { ...pose, target, position: add(target, scaled(back, (1.05 * radius) / sine)) };
}

/** Looks at another point from where it stands. */
export function aim(pose: Pose, point: Vector): Pose {
  if (pose.orthographic) {
    const by = subtract(point, pose.target);
    return { ...pose, target: point, position: add(pose.position, by) };
  }
  const ahead = unit(subtract(point, pose.position));
  return Math.abs(dot(ahead, pose.up)) > Math.sin(steepest) ? pose : { ...pose, target: point };
}
