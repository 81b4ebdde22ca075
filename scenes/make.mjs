// Makes the gallery's textures and those scenes that are too regular to be typed: `node scenes/make.mjs`.
// The output is checked in; run it again after a change here. The scenes of this file are in the format of the 2018 demo,
// those of make-native.mjs in Raypool's own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';

import { makeLessons } from './make-lessons.mjs';
import { makeNativeScenes } from './make-native.mjs';

const here = dirname(fileURLToPath(import.meta.url));
mkdirSync(join(here, 'textures'), { recursive: true });

// ---- Scene vocabulary -------------------------------------------------------------------------------------------

const vec = (x, y, z) => ({ x: round(x), y: round(y), z: round(z) });
const round = (v) => Math.round(v * 1e4) / 1e4;
const rgb = (red, green, blue) => ({ red: round(red), green: round(green), blue: round(blue) });
const color = (...c) => ({ Color: rgb(...c) });
const texture = (name) => ({ Texture: { path: `textures/${name}.png` } });
const diffuse = (coloration, albedo = 0.5) => ({ coloration, albedo, surface: 'Diffuse' });
const mirror = (coloration, reflectivity, albedo = 0.4) => ({ coloration, albedo, surface: { Reflective: { reflectivity } } });
const glass = (coloration = color(1, 1, 1), index = 1.5, transparency = 1) =>
    ({ coloration, albedo: 0.2, surface: { Refractive: { index, transparency } } });
const sphere = (x, y, z, radius, material) => ({ Sphere: { center: vec(x, y, z), radius: round(radius), material } });
const plane = (origin, normal, material) => ({ Plane: { origin: vec(...origin), normal: vec(...normal), material } });
// A plane is seen by rays that go along its normal, so it points away from the camera.
const floor = (y, material) => plane([0, y, -5], [0, -1, 0], material);
const backWall = (z, material) => plane([0, 0, z], [0, 0, -1], material);
const lamp = (x, y, z, tint, intensity) => ({ Spherical: { position: vec(x, y, z), color: rgb(...tint), intensity } });
const sun = (x, y, z, tint, intensity) => ({ Directional: { direction: vec(x, y, z), color: rgb(...tint), intensity } });

/** Hue in turns, full saturation softened towards white. */
function hue(turn, softness = 0.25) {
    const channel = (shift) => softness + (1 - softness) * (0.5 + 0.5 * Math.cos(2 * Math.PI * (turn - shift)));
    return [channel(0), channel(1 / 3), channel(2 / 3)];
}

/** The same numbers on every machine. */
function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = Math.imul(state ^ (state >>> 15), 1 | state);
        t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
        return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    };
}

// ---- Scenes -----------------------------------------------------------------------------------------------------

function marbles() {
    const next = random(7);
    const elements = [floor(-2, mirror(color(0.92, 0.93, 0.96), 0.22, 0.55)), backWall(-26, diffuse(color(0.35, 0.5, 0.8), 0.6))];
    const large = [[-2.6, -0.5, -8.2, 1.5, mirror(color(0.95, 0.95, 1), 0.85)], [0.9, -0.8, -6.2, 1.2, glass()],
                   [3.7, -0.6, -9.2, 1.4, mirror(color(1, 0.78, 0.35), 0.6, 0.6)]];
    for (const ball of large) elements.push(sphere(...ball));
    for (let row = 0; row < 9; row += 1) {
        for (let column = -7; column <= 7; column += 1) {
            const x = column * 1.15 + (row % 2) * 0.57 + (next() - 0.5) * 0.45;
            const z = -4.4 - row * 1.15 + (next() - 0.5) * 0.45;
            const radius = 0.22 + next() * 0.2;
            if (Math.abs(x) > -z * 1.05 || large.some(([a, , c, r]) => Math.hypot(x - a, z - c) < r * 0.8 + radius + 0.15)) continue;
            const tint = hue(next(), 0.15);
            const kind = next();
            const material = kind < 0.6 ? diffuse(color(...tint), 0.8) : kind < 0.85 ? mirror(color(...tint), 0.35, 0.8) : glass(color(...hue(next(), 0.7)));
            elements.push(sphere(x, -2 + radius, z, radius, material));
        }
    }
    return { width: 960, height: 540, fov: 48, shadow_bias: 1e-9, max_recursion_depth: 7, elements,
             lights: [lamp(-5, 9, -2, [1, 0.93, 0.82], 5200), lamp(6, 5, 1, [0.6, 0.75, 1], 2200), sun(0.2, -0.3, -1, [0.5, 0.6, 1], 1.1)] };
}

function mirrorHall() {
    const elements = [
        floor(-2, mirror(texture('checkerboard'), 0.12, 0.75)),
        plane([0, 5, 0], [0, 1, 0], diffuse(color(0.75, 0.78, 0.85), 0.5)),
        plane([-4.6, 0, 0], [-1, 0, -0.06], mirror(color(0.55, 0.75, 0.8), 0.82, 0.25)),
        plane([4.6, 0, 0], [1, 0, -0.06], mirror(color(0.8, 0.7, 0.55), 0.82, 0.25)),
        backWall(-17, diffuse(color(0.85, 0.36, 0.25), 0.7)),
        sphere(-1.5, -0.7, -7.5, 1.3, diffuse(color(0.95, 0.9, 0.84), 0.75)),
        sphere(1.7, -0.95, -6.1, 1.05, mirror(color(0.9, 0.95, 1), 0.75)),
        sphere(0.25, -1.45, -4.7, 0.55, glass()),
        sphere(-2.4, -1.5, -5, 0.5, diffuse(color(0.2, 0.45, 0.95), 0.9)),
        sphere(2.9, -1.6, -8.6, 0.4, diffuse(color(0.98, 0.75, 0.15), 0.9)),
    ];
    return { width: 960, height: 640, fov: 64, shadow_bias: 1e-9, max_recursion_depth: 14, elements,
             lights: [lamp(0, 4.2, -6, [1, 0.95, 0.85], 1500), lamp(0, 3.5, -13, [0.8, 0.85, 1], 1100), lamp(0, 2, 0, [1, 1, 1], 350)] };
}

function bubbles() {
    const next = random(23);
    const elements = [
        floor(-3.2, mirror(color(0.12, 0.14, 0.22), 0.35, 0.6)), backWall(-22, diffuse(color(0.95, 0.55, 0.35), 0.8)),
        sphere(0, -1.2, -9.5, 2, diffuse(color(0.95, 0.3, 0.25), 0.8)),
    ];
    for (let i = 0; i < 44; i += 1) {
        const angle = i * 2.39996;
        const height = -2.8 + i * 0.165;
        const spread = 3.3 - Math.abs(i - 16) * 0.035;
        const radius = 0.28 + next() * 0.36;
        elements.push(sphere(spread * Math.sin(angle), height, -9.5 + spread * Math.cos(angle) * 0.9, radius,
                             i % 5 === 4 ? mirror(color(...hue(i / 44, 0.5)), 0.7, 0.5) : glass(color(...hue(i / 44, 0.72)), 1.33 + 0.2 * next(), 0.97)));
    }
    return { width: 800, height: 800, fov: 58, shadow_bias: 1e-9, max_recursion_depth: 6, elements,
             lights: [lamp(-6, 8, -2, [1, 0.95, 0.9], 4200), lamp(7, 3, -3, [0.55, 0.7, 1], 2600), lamp(0, 3, -18, [1, 0.75, 0.55], 1400)] };
}

function planets() {
    const elements = [
        backWall(-40, diffuse(texture('stars'), 1)),
        sphere(-1.1, 0.1, -6.4, 2.1, diffuse(texture('bands'), 0.95)),
        sphere(2.9, 1.35, -7.6, 0.95, diffuse(texture('craters'), 0.9)),
        sphere(2.1, -1.5, -5.2, 0.62, diffuse(texture('ocean'), 0.95)),
        sphere(-3.7, 2.1, -8.5, 0.6, mirror(texture('craters'), 0.3, 0.9)),
    ];
    // A ring of ice, seen from slightly above.
    const next = random(5);
    for (let i = 0; i < 130; i += 1) {
        const angle = (i / 130) * 2 * Math.PI + next() * 0.02;
        const distance = 2.95 + next() * 0.6;
        const x = distance * Math.cos(angle);
        const z = distance * Math.sin(angle);
        elements.push(sphere(-1.1 + x, 0.1 + 0.3 * z + 0.12 * x, -6.4 + z, 0.035 + next() * 0.045, mirror(color(0.95, 0.9, 0.8), 0.25, 0.95)));
    }
    return { width: 960, height: 640, fov: 56, shadow_bias: 1e-9, max_recursion_depth: 4, elements,
             lights: [sun(0.75, -0.35, -0.65, [1, 0.95, 0.86], 5.5), sun(-0.8, 0.4, -0.4, [0.35, 0.45, 0.8], 0.5), sun(0, 0, -1, [1, 1, 1], 1.2)] };
}

function sunflower() {
    const elements = [backWall(-13, diffuse(color(0.1, 0.16, 0.32), 0.9))];
    for (let i = 1; i <= 220; i += 1) {
        const angle = i * 2.399963;
        const distance = 0.315 * Math.sqrt(i);
        const radius = 0.13 + 0.0125 * Math.sqrt(i);
        const depth = -7.6 + 0.02 * distance * distance;
        const tint = hue(0.13 - 0.033 * distance * distance, 0.1);
        elements.push(sphere(distance * Math.cos(angle), distance * Math.sin(angle), depth, radius,
                             i % 7 === 0 ? mirror(color(...tint), 0.5, 0.9) : diffuse(color(...tint), 0.9)));
    }
    return { width: 800, height: 800, fov: 66, shadow_bias: 1e-9, max_recursion_depth: 5, elements,
             lights: [lamp(-4, 6, 3, [1, 0.95, 0.85], 7500), lamp(6, -4, 2, [0.55, 0.65, 1], 3600), sun(0.1, -0.2, -1, [1, 1, 1], 1.2)] };
}

for (const [name, make] of Object.entries({ marbles, 'mirror-hall': mirrorHall, bubbles, planets, sunflower })) {
    writeFileSync(join(here, `${name}.json`), `${pretty(make())}\n`);
}

makeNativeScenes(here, { random, pretty });
makeLessons(here, { random, pretty, encodePicture });

/** JSON with vectors, colours and other small objects on one line. */
function pretty(value, indent = '') {
    const flat = JSON.stringify(value, null, 1).replace(/\s*\n\s*/g, ' ');
    if (typeof value !== 'object' || value === null || flat.length <= 100) return flat;
    const deeper = `${indent}  `;
    const parts = Array.isArray(value)
        ? value.map((entry) => deeper + pretty(entry, deeper))
        : Object.entries(value).map(([key, entry]) => `${deeper}${JSON.stringify(key)}: ${pretty(entry, deeper)}`);
    const [open, close] = Array.isArray(value) ? '[]' : '{}';
    return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

// ---- Textures ---------------------------------------------------------------------------------------------------

/** Smooth noise that repeats every `period` cells along u. */
function noise(seed, period) {
    const next = random(seed);
    const table = Array.from({ length: 4096 }, () => next());
    const at = (i, j) => table[((((i % period) + period) % period) * 61 + (j & 63) * 977) & 4095];
    const smooth = (t) => t * t * (3 - 2 * t);
    return (x, y) => {
        const [i, j] = [Math.floor(x), Math.floor(y)];
        const [s, t] = [smooth(x - i), smooth(y - j)];
        return (at(i, j) * (1 - s) + at(i + 1, j) * s) * (1 - t) + (at(i, j + 1) * (1 - s) + at(i + 1, j + 1) * s) * t;
    };
}

function fractal(seed, period) {
    const layers = [1, 2, 4, 8].map((scale) => ({ scale, value: noise(seed + scale, period * scale) }));
    return (u, v) => layers.reduce((sum, { scale, value }) => sum + value(u * period * scale, v * period * scale) / scale, 0) / 1.875;
}

const mix = (a, b, t) => a.map((value, i) => value + (b[i] - value) * Math.min(1, Math.max(0, t)));

const swirl = fractal(11, 6);
const land = fractal(31, 5);
const rock = fractal(53, 9);
const starDust = random(99);
const textures = {
    checkerboard: [128, 128, (u, v) => ((u < 0.5) === (v < 0.5) ? [235, 232, 224] : [44, 52, 66])],
    bands: [512, 256, (u, v) => {
        const t = v * 9 + 1.1 * swirl(u, v) + 0.25 * swirl(u, v * 3);
        const bands = [[228, 205, 170], [186, 128, 88], [240, 226, 200], [160, 98, 70], [214, 170, 124]];
        const at = Math.floor(t);
        return mix(bands[at % 5], bands[(at + 1) % 5], (t - at) ** 2);
    }],
    ocean: [512, 256, (u, v) => {
        const height = land(u, v * 0.5);
        const ice = Math.abs(v - 0.5) * 2 + 0.25 * (height - 0.5) > 0.86;
        if (ice) return [240, 244, 248];
        return height < 0.54 ? mix([14, 42, 96], [40, 110, 170], height / 0.54) : mix([70, 120, 60], [170, 150, 105], (height - 0.54) * 5);
    }],
    craters: [512, 256, (u, v) => mix([92, 88, 86], [214, 208, 200], (rock(u, v * 0.5) - 0.25) * 1.9)],
    // One repeat of a wall that shows it once a metre: sparse, or it looks woven.
    stars: [256, 256, () => (starDust() < 0.0007 ? [255, 250, 235] : [7, 9, 20])],
};

for (const [name, [width, height, pixel]] of Object.entries(textures)) {
    writeFileSync(join(here, 'textures', `${name}.png`), encodePicture(width, height, pixel));
}

/** A PNG file; `pixel`: red, green and blue, 0 to 255, of the point (u, v). */
function encodePicture(width, height, pixel) {
    const rows = Buffer.alloc(height * (1 + 3 * width));
    for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
            const at = y * (1 + 3 * width) + 1 + 3 * x;
            pixel((x + 0.5) / width, (y + 0.5) / height).forEach((value, i) => { rows[at + i] = Math.round(value); });
        }
    }
    return encode(width, height, rows);
}

function crc32(bytes) {
    let crc = ~0;
    for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
}

function encode(width, height, rows) {
    const chunk = (type, data) => {
        const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
        const frame = Buffer.alloc(8);
        frame.writeUInt32BE(data.length, 0);
        frame.writeUInt32BE(crc32(body), 4);
        return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
    };
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    header.set([8, 2, 0, 0, 0], 8);  // 8 bits, RGB
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
