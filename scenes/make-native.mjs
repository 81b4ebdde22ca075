// Scenes in the native format that are too regular, or too large, to be typed; and the meshes of some. See make.mjs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const round = (v, digits = 4) => Math.round(v * 10 ** digits) / 10 ** digits + 0;   // + 0: no -0
const rounded = (values, digits) => values.map((v) => round(v, digits));
const mix = (a, b, t) => a + (b - a) * t;

// ---- Materials and shapes ---------------------------------------------------------------------------------------

const diffuse = (color, more = {}) => ({ type: 'diffuse', color, ...more });
const emitter = (emission_color, emission_luminance) => ({ type: 'diffuse', color: 0, emission_color, emission_luminance });
const sphere = (center, radius, material) => ({ sphere: { center: rounded(center), radius: round(radius) }, material });
const box = (center, size, material) => ({ box: { center: rounded(center), size: rounded(size) }, material });
const turned = (angle, translate, scale) => ({
    rotate: { angle: round(angle, 1) }, translate: rounded(translate), ...(scale === undefined ? {} : { scale: round(scale, 3) }),
});

/** Hue in turns, as light: linear and soft. */
function hue(turn, softness = 0.1) {
    const channel = (shift) => round(softness + (1 - softness) * (0.5 + 0.5 * Math.cos(2 * Math.PI * (turn - shift))) ** 2, 3);
    return [channel(0), channel(1 / 3), channel(2 / 3)];
}

// ---- Meshes -----------------------------------------------------------------------------------------------------

/** A grid of points over [0, 1]^2, with normals; `closed` along u or v: the last row is the first one. */
function surface(rows, columns, point, { closedU = false, closedV = false } = {}) {
    const positions = [];
    const normals = [];
    const epsilon = 1e-4;
    const wrap = (t, closed) => (closed ? t : Math.min(1, Math.max(0, t)));
    for (let i = 0; i < rows; i += 1) {
        for (let j = 0; j < columns; j += 1) {
            const [u, v] = [i / (closedU ? rows : rows - 1), j / (closedV ? columns : columns - 1)];
            const along = (du, dv) => {
                const a = point(wrap(u + du, closedU), wrap(v + dv, closedV));
                const b = point(wrap(u - du, closedU), wrap(v - dv, closedV));
                return a.map((value, k) => value - b[k]);
            };
            positions.push(point(u, v));
            normals.push(normalized(cross(along(0, epsilon), along(epsilon, 0))));
        }
    }
    const triangles = [];
    for (let i = 0; i < rows - (closedU ? 0 : 1); i += 1) {
        for (let j = 0; j < columns - (closedV ? 0 : 1); j += 1) {
            const at = (di, dj) => ((i + di) % rows) * columns + ((j + dj) % columns);
            triangles.push([at(0, 0), at(0, 1), at(1, 0)], [at(0, 1), at(1, 1), at(1, 0)]);
        }
    }
    return { positions, normals, triangles };
}

const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
const normalized = (a) => a.map((v) => v / (Math.hypot(...a) || 1));

/** Binary PLY, little endian. */
function ply({ positions, normals, triangles }) {
    const header = Buffer.from(`ply\nformat binary_little_endian 1.0\ncomment made by scenes/make.mjs\nelement vertex ${positions.length}\n`
        + ['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}\n`).join('')
        + `element face ${triangles.length}\nproperty list uchar uint vertex_indices\nend_header\n`, 'latin1');
    const vertices = Buffer.alloc(positions.length * 24);
    positions.forEach((p, i) => [...rounded(p, 5), ...rounded(normals[i], 5)].forEach((v, k) => vertices.writeFloatLE(v, i * 24 + k * 4)));
    const faces = Buffer.alloc(triangles.length * 13);
    triangles.forEach((corners, i) => {
        faces[i * 13] = 3;
        corners.forEach((v, k) => faces.writeUInt32LE(v, i * 13 + 1 + k * 4));
    });
    return Buffer.concat([header, vertices, faces]);
}

// ---- Scenes -----------------------------------------------------------------------------------------------------

function metals() {
    const rows = [
        ['gold', { ior_n: [0.21, 0.43, 1.31], ior_k: [3.272, 2.455, 1.849] }],
        ['copper', { ior_n: [0.3, 1.02, 1.25], ior_k: [3.205, 2.577, 2.483] }],
        ['silver', { ior_n: [0.06, 0.06, 0.05], ior_k: [4.152, 3.586, 2.869] }],
        ['aluminium', { ior_n: [0.766, 0.587, 0.414], ior_k: [5.859, 5.263, 4.439] }],
        ['blue, with an edge of its own', { color: [0.06, 0.16, 0.5], specular_color: [0.95, 0.55, 0.75] }],
    ];
    const roughness = [0.03, 0.18, 0.32, 0.46, 0.62, 0.85];
    const objects = [
        { name: 'floor', plane: {}, material: { base_color: [0.02, 0.022, 0.026], specular_roughness: 0.28 } },
        { name: 'lamp above', rectangle: { width: 9, height: 3.5, center: [-3, 8, 3], normal: [0.35, -1, -0.3] }, material: emitter([1, 0.95, 0.88], 7) },
        { name: 'lamp on the right', rectangle: { width: 2, height: 6, center: [8, 4, 1], normal: [-1, -0.15, -0.2] }, material: emitter([0.55, 0.75, 1], 5) },
        { name: 'lamp behind', rectangle: { width: 12, height: 1.2, center: [0, 6.5, -9], normal: [0, -0.35, 1] }, material: emitter([1, 0.6, 0.35], 6) },
    ];
    rows.forEach(([name, measured], row) => {
        roughness.forEach((value, column) => objects.push({
            name: `${name}, roughness ${value}`,
            ...sphere([(column - 2.5) * 1.12, 0.5 + row * 0.42, -row * 1.02], 0.5, { type: 'conductor', ...measured, roughness: value }),
        }));
        if (row > 0) objects.push(box([0, row * 0.21, -row * 1.02], [7.2, row * 0.42, 1.02], 'step'));
    });
    return {
        title: 'Metals',
        description: 'Gold, copper, silver and aluminium as measured, and a blue with a tinted edge (F82); rougher from left to right.',
        credits: 'Indices of gold, copper and silver: P. B. Johnson and R. W. Christy, Phys. Rev. B 6, 4370 (1972), at 617, 549 and 471 nm. '
            + 'Aluminium: F. Cheng et al., ACS Nano 10, 9852 (2016), at 611, 549 and 464 nm. Both tables from refractiveindex.info (CC0).',
        render: { width: 960, height: 640, samples: 96 },
        display: { tone_mapping: 'neutral', exposure: 0.2 },
        camera: { position: [0.4, 4.4, 8.6], look_at: [0, 1.2, -1.9], yfov: 25.5 },
        environment: { type: 'gradient', zenith: [0.06, 0.08, 0.12], horizon: [0.1, 0.1, 0.11], ground: 0.02 },
        materials: { step: { base_color: [0.03, 0.032, 0.036], specular_roughness: 0.3 } },
        objects,
    };
}

function lanterns(next) {
    const wood = { base_color: [0.6, 0.07, 0.03], specular_roughness: 0.32 };
    const gate = [];
    for (const side of [-1, 1]) {
        gate.push({ cylinder: { center: [side * 2.1, 1.6, 0], axis: [side * -0.045, 1, 0], radius: 0.2, height: 5 } });
        for (const z of [-1.1, 1.1]) gate.push({ cylinder: { center: [side * 2.12, 0.6, z], axis: [0, 1, z * -0.05], radius: 0.13, height: 2.4 } });
        gate.push({ box: { center: [side * 2.1, 1.35, 0], size: [0.13, 0.2, 2.7] } });
    }
    gate.push({ box: { center: [0, 3.05, 0], size: [5.4, 0.27, 0.22] } }, { box: { center: [0, 3.5, 0], size: [0.3, 0.7, 0.16] } },
              { box: { center: [0, 3.95, 0], size: [6.1, 0.26, 0.36] } }, { box: { center: [0, 4.17, 0], size: [6.7, 0.16, 0.5] } });
    const objects = [
        { name: 'water', plane: {}, material: { base_color: [0.003, 0.008, 0.014], specular_roughness: 0.1, specular_ior: 1.33 } },
        { name: 'gate', group: { objects: gate }, material: wood },
    ];
    const count = 640;
    for (let i = 0; i < count; i += 1) {
        // More of them near, none in front of the gate's beams or too close to the camera.
        const z = mix(3.5, -42, (i + next()) / count);
        const width = 3 + (4 - z) * 0.55;
        const x = (next() * 2 - 1) * width;
        const height = 0.25 + next() ** 2.2 * (4.2 + (4 - z) * 0.3);
        const size = mix(0.08, 0.15, next());
        const warmth = next();
        if (Math.abs(z) < 1.5 && Math.abs(x) < 3.5 && height > 2.7 && height < 4.6) continue;
        if (z > 0 && Math.abs(x) < 1.2) continue;
        objects.push({ sphere: { center: rounded([x, height, z], 2), radius: round(size, 3) }, material: ['amber', 'peach', 'rose', 'amber', 'peach', 'pale'][Math.floor(warmth * 6)] });
    }
    return {
        title: 'Six hundred lanterns',
        description: 'Each one lights all the others; the light tree finds for every point the few that matter to it.',
        render: { width: 960, height: 600, samples: 128, max_depth: 12 },
        display: { tone_mapping: 'neutral', exposure: 1.3 },
        camera: { position: [0.9, 1.55, 10.5], look_at: [0, 2.2, 0], yfov: 36 },
        environment: { type: 'gradient', zenith: [0.002, 0.0035, 0.01], horizon: [0.012, 0.012, 0.026], ground: 0.001 },
        materials: {
            amber: emitter([1, 0.36, 0.06], 2.2), peach: emitter([1, 0.47, 0.15], 2.4), rose: emitter([1, 0.22, 0.1], 2.2), pale: emitter([1, 0.62, 0.3], 2.6),
        },
        objects,
    };
}

// ---- Writing ----------------------------------------------------------------------------------------------------

/** @param {string} here  the folder of scenes */
export function makeNativeScenes(here, { random, pretty }) {
    const scenes = { metals: metals(), 'many-lights': lanterns(random(2018)) };
    for (const [name, scene] of Object.entries(scenes)) {
        writeFileSync(join(here, `${name}.json`), `${pretty({ raypool: 1, ...scene })}\n`);
    }
}
