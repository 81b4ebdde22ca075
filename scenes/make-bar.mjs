// The hardest scene of the gallery: all that the others teach, at once. What would take a path tracer hours is left out on
// purpose: the bottles stand before a wall that is lit, so that light comes through them in straight lines, and no lamp is a
// point. What the meshes are called: see `meshes` below.
import { box as plainBox, emitter, mix, rounded, sphere as plainSphere } from './lib/scene.mjs';
import { lathe } from './lib/shapes.mjs';

const sphere = (name, center, radius, material) => ({ name, ...plainSphere(center, radius, material) });
const box = (name, center, size, material) => ({ name, ...plainBox(center, size, material) });

/** Height and radius. */
const kinds = [[0.31, 0.037], [0.27, 0.042], [0.33, 0.034]];
const bottle = (height, radius) => lathe([
    [0, 0], [radius * 0.94, 0], [radius, 0.006], [radius, height * 0.58], [radius * 0.92, height * 0.64], [0.015, height * 0.76], [0.0145, height * 0.94],
    [0.018, height * 0.95], [0.018, height], [0.0115, height], [0.0115, height * 0.76], [radius * 0.86, height * 0.635], [radius - 0.003, height * 0.575],
    [radius - 0.003, 0.008], [0, 0.012]], 32);
/** It overlaps the glass a little, which has priority. */
const filling = (height, radius, full) => lathe(
    [[0, 0.0115], [radius - 0.0035, 0.0075], [radius - 0.0025, 0.012], [radius - 0.0025, height * full], [0, height * full]], 32);

/** @returns {{ scene: object, meshes: Record<string, object> }} files to be written beside it; besides those of make-native.mjs */
export function makeBar(next) {
    const meshes = Object.fromEntries(kinds.flatMap(([height, radius], i) =>
        [[`bottle_${i + 1}`, bottle(height, radius)], [`drink_${i + 1}`, filling(height, radius, 0.55)]]));
    const filed = (file) => ({ mesh: { file: `meshes/${file}.ply` } });
    const prototypes = {
        ...Object.fromEntries(kinds.flatMap((_, i) => [[`bottle ${i + 1}`, filed(`bottle_${i + 1}`)], [`drink ${i + 1}`, filed(`drink_${i + 1}`)]])),
        tumbler: filed('tumbler'), drink: filed('water'),
    };
    const objects = [];
    const glasses = ['clear', 'green glass', 'brown glass', 'blue glass', 'clear', 'green glass', 'clear'];
    const drinks = ['red_wine', 'white_wine', 'apple_juice', 'cranberry_juice', 'cola', 'beer', 'cooking_oil'];
    for (const [shelf, y] of [[0, 0.13], [1, 0.55]]) {
        for (let i = 0; i < 13; i += 1) {
            const kind = 1 + Math.floor(next() * 3);
            const at = rounded([-0.9 + i * 0.15 + (next() - 0.5) * 0.03, y, -0.98 + (next() - 0.5) * 0.05]);
            const pick = Math.floor(next() * 7);
            objects.push({ name: 'bottle', instance: `bottle ${kind}`, material: glasses[(i * 3 + shelf + pick) % 7], priority: 2, transform: { translate: at } });
            objects.push({ name: drinks[pick], instance: `drink ${kind}`, material: drinks[pick], priority: 1, transform: { translate: at } });
        }
    }
    for (const [x, z, drink] of [[-0.34, 0.05, 'beer'], [-0.16, 0.2, 'cranberry_juice'], [0.06, 0.08, 'water'], [0.27, 0.2, 'white_wine'], [0.46, 0.02, 'apple_juice']]) {
        objects.push({ name: 'tumbler', instance: 'tumbler', material: 'clear', priority: 2, transform: { translate: [x, 0.0002, z] } });
        objects.push({ name: drink, instance: 'drink', material: drink, priority: 1, transform: { translate: [x, 0.0002, z] } });
    }
    objects.push(
        box('counter', [0, -0.03, 0.1], [2.6, 0.06, 0.7], 'counter'), box('wall', [0, 0.6, -1.21], [3.2, 2.6, 0.1], 'tiles'),
        box('lit wall', [0, 0.52, -1.14], [2.1, 0.78, 0.02], 'lit'),
        box('mirror', [-1.28, 0.52, -1.14], [0.4, 0.78, 0.02], 'mirror'), box('mirror', [1.28, 0.52, -1.14], [0.4, 0.78, 0.02], 'mirror'),
        box('shelf', [0, 0.115, -0.98], [2.2, 0.03, 0.22], 'wood'), box('shelf', [0, 0.535, -0.98], [2.2, 0.03, 0.22], 'wood'),
        { name: 'brass rail', cylinder: { center: [0, 0.012, 0.455], axis: [1, 0, 0], radius: 0.014, height: 2.6 }, material: 'brass' },
    );
    // Strings of lamps, hanging as chains do.
    const string = (from, to, sag) => {
        for (let i = 0; i <= 26; i += 1) {
            const t = i / 26;
            objects.push(sphere('lamp', [mix(from[0], to[0], t), mix(from[1], to[1], t) - sag * 4 * t * (1 - t), mix(from[2], to[2], t)], 0.013, ['amber', 'amber', 'rose', 'amber', 'blue'][i % 5]));
        }
    };
    string([-1.25, 1.02, -0.7], [1.25, 0.97, -0.7], 0.11);
    string([-1.25, 0.9, -0.3], [1.25, 1.0, -0.4], 0.2);
    for (const x of [-0.43, 0.56]) {
        objects.push(sphere('globe', [x, 0.5, -0.1], 0.055, 'globe'), { name: 'cord', cylinder: { center: [x, 1.05, -0.1], radius: 0.003, height: 1 }, material: 'black' });
    }
    const glass = (transmission_color) => ({ preset: 'glass', transmission_color, transmission_depth: 0.012 });
    const scene = {
        title: 'Last orders',
        description: 'All at once: drinks in coloured glass before a lit wall, 56 lamps, mirrors, a lacquered counter, haze in the air. Denoise it after a few samples.',
        render: { width: 960, height: 600, samples: 512, max_depth: 40, clamp: 8 },
        display: { tone_mapping: 'agx', exposure: 0.7 },
        camera: { position: [0.22, 0.3, 1.3], look_at: [0.02, 0.27, -0.5], yfov: 34 },
        environment: { type: 'constant', color: [0.01, 0.012, 0.022] },
        medium: { scattering: 0.03, anisotropy: 0.6 },
        materials: {
            clear: { preset: 'glass' }, 'green glass': glass([0.25, 0.75, 0.3]), 'brown glass': glass([0.75, 0.36, 0.1]), 'blue glass': glass([0.25, 0.5, 0.95]),
            ...Object.fromEntries([...new Set([...drinks, 'water'])].map((name) => [name, { preset: name }])),
            counter: { base_color: { type: 'noise', pattern: 'wood', size: 0.13, a: [0.17, 0.07, 0.03], b: [0.08, 0.03, 0.014], octaves: 4 }, specular_roughness: 0.22, coat_weight: 1, coat_roughness: 0.06 },
            wood: { base_color: [0.1, 0.045, 0.02], specular_roughness: 0.35 }, tiles: { base_color: { type: 'checker', a: [0.05, 0.12, 0.11], b: [0.035, 0.09, 0.085], scale: [16, 12] }, specular_roughness: 0.3 },
            mirror: { preset: 'silver', specular_roughness: 0 }, brass: { preset: 'brass', specular_roughness: 0.25 }, black: { base_color: 0.02 },
            lit: emitter([1, 0.64, 0.3], 0.65), globe: emitter([1, 0.74, 0.42], 7), amber: emitter([1, 0.5, 0.14], 12), rose: emitter([1, 0.25, 0.2], 10), blue: emitter([0.25, 0.45, 1], 8),
        },
        prototypes,
        objects,
    };
    return { scene, meshes };
}
