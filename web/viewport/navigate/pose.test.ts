import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bounds, Vector, ViewCamera } from '../../engine/seen';
import { aim, axesOf, dolly, frameAll, orbit, pan, pointAt, poseOf, type Pose } from './pose';
import { dot, length, subtract } from './vector';

const camera: ViewCamera = {
  orthographic: false, position: [0, 0, 5], right: [1, 0, 0], up: [0, 1, 0], back: [0, 0, 1], halfWidth: 0.8, halfHeight: 0.6,
  lensRadius: 0, focusDistance: 5, moves: false,
};
const bounds: Bounds = { low: [-1, -1, -1], high: [1, 1, 1] };
const pose = poseOf(camera, bounds, null, null);

function near(a: Vector, b: Vector): void {
  assert.ok(length(subtract(a, b)) < 1e-9, `${a} is not ${b}`);
}

/** Where a point is seen, by its definition: 0 to 1 from the top left. */
function seen(p: Pose, point: Vector): [number, number] {
  const { right, up, back } = axesOf(p);
  const d = subtract(point, p.position);
  const depth = p.orthographic ? 1 : -dot(d, back);
  return [(dot(d, right) / depth / p.halfWidth + 1) / 2, (1 - dot(d, up) / depth / p.halfHeight) / 2];
}

test('without a target it turns about what is ahead, level with the middle of the scene', () => {
  near(pose.target, [0, 0, 0]);
  near(poseOf({ ...camera, position: [2, 0, 5] }, bounds, null, null).target, [2, 0, 0]);
  near(poseOf(camera, bounds, [0, 1, 0], null).target, [0, 1, 0]);
  near(poseOf({ ...camera, right: [0, 1, 0], up: [-1, 0, 0] }, bounds, null, null).up, [-1, 0, 0]);
});

test('orbiting keeps the distance, and the elevation below the pole', () => {
  near(orbit(pose, Math.PI / 2, 0).position, [5, 0, 0]);
  const up = orbit(pose, 0, Math.PI / 6);
  near(up.position, [0, 2.5, 5 * Math.cos(Math.PI / 6)]);
  const top = orbit(orbit(pose, 0, 3), 1, 3);
  assert.ok(Math.abs(length(top.position) - 5) < 1e-9);
  assert.ok(top.position[1] < 5 && top.position[1] > 4.99);
  near(orbit(orbit(pose, 0.4, 0.3), -0.4, -0.3).position, pose.position);
});

test('panning by a share of the picture moves the target by that share', () => {
  const [x, y] = seen(pan(pose, 0.25, -0.5), pose.target);
  assert.ok(Math.abs(x - (0.5 - 0.25 * (0.6 / 0.8))) < 1e-9);
  assert.ok(Math.abs(y - 0) < 1e-9);
});

for (const orthographic of [false, true]) {
  test(`dollying keeps what is under the cursor, orthographic ${orthographic}`, () => {
    const from = orbit(poseOf({ ...camera, orthographic }, bounds, null, null), 0.7, 0.4);
    const about = pointAt(from, 0.8, 0.3);
    const to = dolly(from, 0.5, about);
    for (const p of [from, to]) {
      const [x, y] = seen(p, about);
      assert.ok(Math.abs(x - 0.8) < 1e-9 && Math.abs(y - 0.3) < 1e-9, `${x} ${y}`);
    }
    near(axesOf(to).back, axesOf(from).back);
  });

  test(`framing shows all of the scene, orthographic ${orthographic}`, () => {
    const far: Bounds = { low: [10, -2, 3], high: [40, 8, 20] };
    const framed = frameAll(orbit(poseOf({ ...camera, orthographic }, bounds, null, null), 0.5, 0.2), far);
    let least = 1;
    for (const x of [far.low[0], far.high[0]]) for (const y of [far.low[1], far.high[1]]) for (const z of [far.low[2], far.high[2]]) {
      for (const share of seen(framed, [x, y, z])) {
        assert.ok(share > 0 && share < 1);
        least = Math.min(least, share, 1 - share);
      }
    }
    assert.ok(least < 0.3, 'and not from too far away');
  });
}

test('aiming looks at a point from the same place', () => {
  const aimed = aim(pose, [1, 1, 0]);
  near(aimed.position, pose.position);
  near(aimed.target, [1, 1, 0]);
  near(aim(pose, [0, 5, 5]).target, pose.target);   // straight up there is no way
});
