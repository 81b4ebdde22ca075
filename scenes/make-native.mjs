// Scenes in the native format that are too regular, or too large, to be typed; and the meshes of some. See make.mjs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ply } from './lib/ply.mjs';
import { box, diffuse, emitter, mix, round, rounded, sphere } from './lib/scene.mjs';
import { cross, lathe, normalized, surface } from './lib/shapes.mjs';

const turned = (angle, translate, scale) => ({
    rotate: { angle: round(angle, 1) }, translate: rounded(translate), ...(scale === undefined ? {} : { scale: round(scale, 3) }),
});

/** Hue in turns, as light: linear and soft. */
function hue(turn, softness = 0.1) {
    const channel = (shift) => round(softness + (1 - softness) * (0.5 + 0.5 * Math.cos(2 * Math.PI * (turn - shift))) ** 2, 3);
    return [channel(0), channel(1 / 3), channel(2 / 3)];
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
        camera: { position: [0.4, 4.4, 8.6], look_at: [0, 1.2, -1.9], yfov: 27 },
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
        display: { tone_mapping: 'neutral', exposure: 1.5 },
        camera: { position: [0.9, 1.55, 10.5], look_at: [0, 2.2, 0], yfov: 36 },
        environment: { type: 'gradient', zenith: [0.002, 0.0035, 0.01], horizon: [0.012, 0.012, 0.026], ground: 0.001 },
        materials: {
            amber: emitter([1, 0.36, 0.06], 2.2), peach: emitter([1, 0.47, 0.15], 2.4), rose: emitter([1, 0.22, 0.1], 2.2), pale: emitter([1, 0.62, 0.3], 2.6),
        },
        objects,
    };
}

function chess() {
    const white = { base_color: [0.8, 0.7, 0.52], specular_roughness: 0.18 };
    const black = { base_color: [0.035, 0.02, 0.014], specular_roughness: 0.16 };
    const at = (file, rank) => [(file - 3.5) * 0.05, 0, (3.5 - rank) * 0.05];
    const objects = [
        { name: 'table', plane: { point: [0, -0.021, 0] }, material: { base_color: [0.06, 0.035, 0.022], specular_roughness: 0.5 } },
        { name: 'frame', ...box([0, -0.0112, 0], [0.45, 0.02, 0.45], black) },
        { name: 'lamp', rectangle: { width: 0.5, height: 0.5, center: [-0.75, 0.75, 0.25], normal: [0.75, -0.72, -0.22] },
          material: emitter([1, 0.85, 0.66], 7), visible_to_camera: false },
    ];
    for (let rank = 0; rank < 8; rank += 1) {
        for (let file = 0; file < 8; file += 1) {
            const [x, , z] = at(file, rank);
            objects.push(box([x, -0.001, z], [0.05, 0.002, 0.05], (rank + file) % 2 ? 'maple' : 'walnut'));
        }
    }
    const men = [['king', 'white', 4, 2], ['pawn', 'white', 3, 3], ['pawn', 'white', 5, 1], ['pawn', 'white', 2, 1], ['pawn', 'white', 6, 2],
                 ['pawn', 'black', 3, 4], ['pawn', 'black', 5, 5], ['king', 'black', 2, 6], ['pawn', 'black', 1, 5], ['pawn', 'black', 6, 6], ['pawn', 'black', 4, 6]];
    for (const [man, side, file, rank] of men) objects.push({ instance: man, material: side, transform: { translate: rounded(at(file, rank)) } });
    // A string of lamps far behind: what is out of focus has the shape of the iris.
    const tints = [[1, 0.62, 0.25], [1, 0.45, 0.2], [0.9, 0.75, 0.5], [0.45, 0.7, 1], [1, 0.3, 0.35]];
    for (let i = 0; i < 22; i += 1) {
        const t = i / 21;
        objects.push(sphere([mix(-1, 0.8, t), 0.2 + 0.1 * Math.cos(t * Math.PI * 3) + 0.08 * Math.sin(i * 2.4), -2.3 + 0.5 * Math.sin(i * 1.7)], 0.014,
                            emitter(tints[i % 5], 16)));
    }
    return {
        title: 'Endgame',
        description: 'Only the white king is in focus. The iris has six blades, and so has every lamp that is far behind.',
        render: { width: 960, height: 640, samples: 192 },
        display: { tone_mapping: 'agx', exposure: 0.3 },
        camera: { position: [0.1, 0.088, 0.4], look_at: [0.022, 0.055, 0.075], yfov: 22, lens_radius: 0.0055, blade_count: 6, blade_rotation: 12 },
        environment: { type: 'gradient', zenith: [0.03, 0.035, 0.06], horizon: [0.035, 0.03, 0.045], ground: 0.01 },
        materials: { white, black, maple: { base_color: [0.55, 0.38, 0.2], specular_roughness: 0.25 }, walnut: { base_color: [0.1, 0.05, 0.025], specular_roughness: 0.25 } },
        prototypes: {
            pawn: { mesh: { file: 'meshes/pawn.ply' } },
            king: { group: { objects: [{ mesh: { file: 'meshes/king.ply' } }, box([0, 0.0895, 0], [0.0035, 0.013, 0.0035]), box([0, 0.0905, 0], [0.0105, 0.0035, 0.0034])] } },
        },
        objects,
    };
}

const foot = [[0, 0], [0.0165, 0], [0.0172, 0.001], [0.0172, 0.0035], [0.0165, 0.0048], [0.0148, 0.006], [0.0138, 0.0078], [0.0128, 0.0092]];
const arc = (y, r, from, to, steps, squash = 1) => Array.from({ length: steps + 1 }, (_, i) => {
    const angle = mix(from, to, i / steps);
    return [Math.max(0, r * Math.cos(angle)), y + squash * r * Math.sin(angle)];
});
const pawn = () => lathe([...foot, [0.0095, 0.014], [0.0072, 0.021], [0.006, 0.0285], [0.0057, 0.031], [0.0098, 0.0322], [0.0102, 0.0332], [0.0098, 0.0342],
                          ...arc(0.0425, 0.0092, -0.95, Math.PI / 2, 12)], 48);
const king = () => lathe([...foot, [0.0112, 0.013], [0.009, 0.022], [0.0074, 0.034], [0.0067, 0.046], [0.0066, 0.053], [0.0118, 0.0545], [0.0122, 0.0556], [0.0118, 0.0567],
                          [0.0086, 0.058], [0.0082, 0.06], [0.0115, 0.0765], [0.0118, 0.0785], [0.0112, 0.08], ...arc(0.08, 0.0095, 0.1, Math.PI / 2, 8, 0.45)], 48);

function forest(next) {
    const trees = (count, size) => {
        const placed = [];
        for (let tries = 0; placed.length < count && tries < 4000; tries += 1) {
            const [x, z] = [(next() - 0.5) * size, (next() - 0.5) * size];
            if (placed.some((p) => Math.hypot(p[0] - x, p[1] - z) < 1.7)) continue;
            placed.push([x, z]);
        }
        return placed.map(([x, z]) => ({
            instance: next() < 0.84 ? (next() < 0.6 ? 'fir' : 'spruce') : next() < 0.7 ? 'birch' : 'maple',
            transform: turned(next() * 360, [x, 0, z], mix(0.7, 1.25, next())),
        }));
    };
    const crown = (rows, columns, point) => {
        const mesh = surface(rows, columns, point, { closedV: true });
        return { positions: mesh.positions.map((p) => rounded(p, 2)), indices: mesh.triangles };
    };
    // Tiers of a conifer: the outline saws in and out.
    const conifer = (height, width, tiers, wobble) => crown(2 * tiers + 1, 14, (u, v) => {
        const k = Math.round(u * 2 * tiers);
        const t = k / (2 * tiers);
        const ragged = 1 + wobble * Math.sin(v * 44 + k * 2.3) * (k % 2 ? 0.4 : 1);
        const radius = k === 2 * tiers ? 0 : width * (1 - t) * (k % 2 ? 0.5 : 1) * ragged;
        const angle = 2 * Math.PI * v;
        return [radius * Math.cos(angle), 0.9 + height * t + (k % 2 ? 0.28 : -0.1), -radius * Math.sin(angle)];
    });
    const leafy = (height, width, y) => crown(9, 12, (u, v) => {
        const [a, b] = [Math.PI * (u - 0.5), 2 * Math.PI * v];
        const r = 1 + 0.16 * Math.sin(5 * b + 7 * u) * Math.cos(a) + 0.12 * Math.sin(9 * u + 3 * b) * Math.cos(a);
        return [width * r * Math.cos(a) * Math.cos(b), y + height * r * Math.sin(a), -width * r * Math.cos(a) * Math.sin(b)];
    });
    const tree = (mesh, leaf, trunk) => ({ group: { objects: [
        { mesh: { ...mesh, flat: true }, material: leaf },
        { cylinder: { center: [0, 0.7, 0], radius: 0.13, height: 1.8 }, material: trunk },
    ] } });
    const groves = [];
    const size = 20;
    for (let i = -15; i <= 15; i += 1) {
        for (let j = 0; j >= -28; j -= 1) {
            const [x, z] = [i * size + (j % 2) * 5, j * size - 14];
            if (Math.abs(x) > 60 - z * 0.5) continue;
            // A lake in the middle.
            if (((x - 18) / 58) ** 2 + ((z + 112) / 46) ** 2 < 1) continue;
            groves.push({ instance: `grove ${Math.floor(next() * 3) + 1}`, transform: turned(90 * Math.floor(next() * 4), [x, 0, z]) });
        }
    }
    return {
        title: 'A forest of instances',
        description: 'Four trees make three groves, and the groves a forest: thousands of trees, of which each is stored once.',
        render: { width: 960, height: 600, samples: 96, max_depth: 8 },
        display: { tone_mapping: 'agx', exposure: 1.6 },
        camera: { position: [-8, 30, 34], look_at: [12, 5, -84], yfov: 31 },
        environment: { type: 'sky', sun_elevation: 24, sun_azimuth: 105, turbidity: 2.8 },
        materials: {
            ground: { type: 'diffuse', color: [0.06, 0.08, 0.035] }, water: { base_color: [0.006, 0.016, 0.022], specular_roughness: 0.05, specular_ior: 1.33 },
            bark: { type: 'diffuse', color: [0.1, 0.065, 0.04] }, pale: { type: 'diffuse', color: [0.6, 0.57, 0.5] },
            fir: { type: 'diffuse', color: [0.045, 0.11, 0.04] }, spruce: { type: 'diffuse', color: [0.05, 0.12, 0.085] },
            birch: { type: 'diffuse', color: [0.5, 0.34, 0.035] }, maple: { type: 'diffuse', color: [0.48, 0.11, 0.02] },
        },
        prototypes: {
            fir: tree(conifer(6.4, 1.75, 6, 0.12), 'fir', 'bark'),
            spruce: tree(conifer(8.2, 1.45, 8, 0.1), 'spruce', 'bark'),
            birch: tree(leafy(1.9, 1.05, 3.3), 'birch', 'pale'),
            maple: tree(leafy(1.5, 1.4, 3.1), 'maple', 'bark'),
            'grove 1': { group: { objects: trees(46, size) } },
            'grove 2': { group: { objects: trees(38, size) } },
            'grove 3': { group: { objects: trees(26, size) } },
        },
        objects: [
            { name: 'ground', plane: {}, material: 'ground' },
            { name: 'lake', disk: { radius: 1, normal: [0, 1, 0] }, material: 'water', transform: { scale: [50, 1, 38], translate: [18, 0.05, -112] } },
            ...groves,
        ],
    };
}

function pinwheels() {
    const blade = { positions: [[0, 0, 0], [0.95, 0.12, 0.02], [0.5, 0.62, 0.05], [0.16, 0.3, 0.24]], indices: [[0, 1, 2], [0, 2, 3]] };
    const wheel = (tints) => ({ group: { objects: [
        ...Array.from({ length: 8 }, (_, i) => ({
            mesh: blade, material: tints[i % tints.length], transform: { rotate: { axis: [0, 0, 1], angle: i * 45 } },
        })),
        { sphere: { center: [0, 0, 0.08], radius: 0.1 }, material: 'pin' },
    ] } });
    // Rotations between keyframes take the shortest way, so that many degrees need many keyframes.
    const spin = (position, from, degrees) => Array.from({ length: 5 }, (_, i) => ({
        time: i / 4, transform: [{ rotate: { axis: [0, 0, 1], angle: round(from + degrees * i / 4, 2) } }, { translate: position }],
    }));
    const stick = (x, height, z) => ({ cylinder: { center: [x, height / 2, z - 0.06], radius: 0.035, height }, material: 'wood' });
    const ball = Array.from({ length: 9 }, (_, i) => {
        const t = i / 8;
        return { time: t, transform: { translate: rounded([mix(0.9, 1.75, t), 0.25 + 1.1 * (t + 0.15) - 0.9 * (t + 0.15) ** 2, 1.15]) } };
    });
    return {
        title: 'Pinwheels',
        description: 'While the shutter is open the first wheel stands still, the second one turns by 12 degrees and the third one by 70; a ball flies past.',
        render: { width: 960, height: 600, samples: 128 },
        display: { tone_mapping: 'neutral', exposure: 0.1 },
        camera: { position: [0, 1.9, 7.6], look_at: [0, 1.62, 0], yfov: 32.5, shutter: [0, 1] },
        environment: { type: 'sky', sun_elevation: 42, sun_azimuth: 140, turbidity: 2.5, intensity: 0.8, visible_to_camera: false },
        materials: {
            red: { base_color: [0.75, 0.04, 0.03], specular_roughness: 0.35 }, yellow: { base_color: [0.85, 0.5, 0.02], specular_roughness: 0.35 },
            blue: { base_color: [0.02, 0.14, 0.55], specular_roughness: 0.35 }, cream: { base_color: [0.85, 0.8, 0.68], specular_roughness: 0.35 },
            green: { base_color: [0.05, 0.4, 0.14], specular_roughness: 0.35 }, pin: { type: 'conductor', color: [0.95, 0.8, 0.5], roughness: 0.2 },
            wood: { base_color: [0.5, 0.33, 0.18], specular_roughness: 0.4 }, backdrop: { type: 'diffuse', color: [0.36, 0.56, 0.66] },
        },
        prototypes: { first: wheel(['red', 'cream']), second: wheel(['blue', 'yellow']), third: wheel(['green', 'cream', 'red', 'yellow']) },
        objects: [
            { name: 'floor', plane: {}, material: 'backdrop' },
            { name: 'wall', plane: { point: [0, 0, -2.2], normal: [0, 0, 1] }, material: 'backdrop' },
            stick(-2.35, 1.65, 0), stick(0, 2, -0.3), stick(2.35, 1.75, 0),
            { name: 'still', instance: 'first', transform: { translate: [-2.35, 1.65, 0.1], rotate: { axis: [0, 0, 1], angle: 8 } } },
            { name: 'slow', instance: 'second', keyframes: spin([0, 2, -0.2], 0, 12) },
            { name: 'fast', instance: 'third', keyframes: spin([2.35, 1.75, 0.1], 0, 70) },
            { name: 'ball', sphere: { radius: 0.22 }, material: 'red', keyframes: ball },
            { name: 'ball at rest', ...sphere([-0.95, 0.25, 1], 0.25, 'yellow') },
        ],
    };
}

/** The (2, 3) torus knot: a tube of five ribs around a curve that winds twice about a ring and three times through it. */
function knot() {
    const curve = (t) => {
        const [a, b] = [2 * Math.PI * 2 * t, 2 * Math.PI * 3 * t];
        const r = 1 + 0.45 * Math.cos(b);
        return [r * Math.cos(a), r * Math.sin(a), 0.45 * Math.sin(b)];
    };
    return surface(320, 32, (u, v) => {
        const p = curve(u);
        const tangent = normalized(curve(u + 1e-4).map((value, i) => value - curve(u - 1e-4)[i]));
        // A frame that leans on the ring's axis returns to itself after a turn.
        const outward = normalized([Math.cos(4 * Math.PI * u), Math.sin(4 * Math.PI * u), 0]);
        const side = normalized(cross(tangent, outward));
        const up = cross(side, tangent);
        const angle = 2 * Math.PI * v;
        const radius = 0.2 * (1 + 0.1 * Math.cos(5 * angle + 2 * Math.PI * 12 * u));
        return p.map((value, i) => value + radius * (Math.cos(angle) * up[i] + Math.sin(angle) * side[i]));
    }, { closedU: true, closedV: true });
}

function knotScene() {
    return {
        title: 'Knot',
        description: 'A mesh of 20,480 triangles from a formula, polished, under two soft lamps.',
        render: { width: 800, height: 640, samples: 128 },
        display: { tone_mapping: 'agx', exposure: 0.3 },
        camera: { position: [0.5, 1.8, 5.6], look_at: [0, 1.5, 0], yfov: 38, fstop: 2.8, focus_distance: 5.0 },
        environment: { type: 'gradient', zenith: [0.07, 0.08, 0.1], horizon: [0.1, 0.1, 0.1], ground: 0.02 },
        materials: {
            lacquer: { base_color: [0.5, 0.02, 0.03], specular_roughness: 0.12, specular_ior: 1.6 },
            stage: { base_color: [0.1, 0.1, 0.11], specular_roughness: 0.3 },
        },
        objects: [
            { name: 'stage', plane: {}, material: 'stage' },
            { name: 'wall', plane: { point: [0, 0, -3.5], normal: [0, 0, 1] }, material: { type: 'diffuse', color: [0.2, 0.19, 0.2] } },
            { name: 'knot', mesh: { file: 'meshes/knot.ply' }, material: 'lacquer', transform: [{ rotate: { axis: [0, 0, 1], angle: 90 } }, { rotate: { axis: [0, 1, 0], angle: -22 } }, { translate: [0, 1.66, 0] }] },
            { name: 'warm lamp', rectangle: { width: 1.4, height: 3, center: [-3.2, 3.4, 2.2], normal: [1, -0.6, -0.6] }, material: emitter([1, 0.86, 0.7], 11) },
            { name: 'cool lamp', rectangle: { width: 0.7, height: 3.4, center: [3.3, 2.4, -0.6], normal: [-1, -0.2, 0.25] }, material: emitter([0.6, 0.8, 1], 9) },
        ],
    };
}

/** A glass tumbler: outline from the middle of the foot, up outside, over the rim and down inside. */
function tumbler() {
    const outline = [[0, 0], [0.028, 0], [0.0293, 0.0005], [0.0298, 0.002], [0.0352, 0.0985], [0.0351, 0.0995], [0.0345, 0.1], [0.0339, 0.0996],
                     [0.0336, 0.0985], [0.0284, 0.012], [0.0274, 0.0105], [0.025, 0.0098], [0, 0.0095]];
    return lathe(outline, 96);
}

/** Water up to 75 mm, half a millimetre into the glass. */
function water() {
    const side = (y) => 0.0284 + (0.0052 / 0.0865) * (y - 0.012) + 0.0006;
    const outline = [[0, 0.009], [0.0245, 0.0093], [0.0278, 0.0105], [side(0.013), 0.013], [side(0.075), 0.075], [0, 0.075]];
    return lathe(outline, 96);
}

// ---- Writing ----------------------------------------------------------------------------------------------------

/** @param {string} here  the folder of scenes */
export function makeNativeScenes(here, { random, pretty }) {
    mkdirSync(join(here, 'meshes'), { recursive: true });
    for (const [name, mesh] of Object.entries({ tumbler: tumbler(), water: water(), pawn: pawn(), king: king(), knot: knot() })) {
        writeFileSync(join(here, 'meshes', `${name}.ply`), ply(mesh));
    }
    const scenes = {
        metals: metals(), 'many-lights': lanterns(random(2018)), 'depth-of-field': chess(), instances: forest(random(11)), 'motion-blur': pinwheels(),
        knot: knotScene(),
    };
    for (const [name, scene] of Object.entries(scenes)) {
        writeFileSync(join(here, `${name}.json`), `${pretty({ raypool: 1, ...scene })}\n`);
    }
}
