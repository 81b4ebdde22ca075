// Scenes that teach one feature each and are too regular, or too large, to be typed; and the files that they name.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glb } from './lib/glb.mjs';
import { ply } from './lib/ply.mjs';
import { box as plainBox, emitter, mix, round, rounded, sphere as plainSphere } from './lib/scene.mjs';
import { gem, lathe, wave } from './lib/shapes.mjs';
import { makeBar } from './make-bar.mjs';

const sphere = (name, center, radius, material, more = {}) => ({ name, ...plainSphere(center, radius, material), ...more });
const box = (name, center, size, material, more = {}) => ({ name, ...plainBox(center, size, material), ...more });
const panel = (name, center, normal, width, height, material, more = {}) =>
    ({ name, rectangle: { width, height, center: rounded(center), normal: rounded(normal) }, material, ...more });
/** Files that scenes name; filled while they are made. */
const meshes = {};
const filed = (name, mesh) => {
    meshes[name] = mesh;
    return { mesh: { file: `meshes/${name}.ply` } };
};

// ---- Materials --------------------------------------------------------------------------------------------------

function coat() {
    const paints = [
        ['bare', {}], ['clear coat', { coat_weight: 1 }], ['rough coat', { coat_weight: 1, coat_roughness: 0.3 }], ['amber coat', { coat_weight: 1, coat_color: [1, 0.55, 0.12] }],
    ];
    const bases = [
        ['red paint', { base_color: [0.55, 0.02, 0.02], specular_roughness: 0.55 }],
        ['brushed metal', { base_metalness: 1, base_color: [0.75, 0.76, 0.8], specular_roughness: 0.38, specular_roughness_anisotropy: 0.7 }],
    ];
    const objects = [
        { name: 'floor', plane: {}, material: { base_color: [0.035, 0.037, 0.042], specular_roughness: 0.22 } },
        panel('lamp above', [-2.5, 6, 2], [0.4, -1, -0.3], 6, 1.6, emitter([1, 0.95, 0.88], 14)),
        panel('lamp on the right', [6.5, 2.6, 2.5], [-1, -0.15, -0.3], 1, 5, emitter([0.6, 0.78, 1], 9)),
        panel('lamp behind', [0, 5, -6], [0, -0.5, 1], 9, 0.7, emitter([1, 0.75, 0.55], 7)),
    ];
    bases.forEach(([base, under], row) => paints.forEach(([paint, over], column) => objects.push(
        sphere(`${base}, ${paint}`, [(column - 1.5) * 1.75, 0.75 + row * 0.62, row * -1.9], 0.75, { ...under, ...over }),
        ...(row ? [{ name: 'pedestal', cylinder: { center: rounded([(column - 1.5) * 1.75, row * 0.31, row * -1.9]), radius: 0.6, height: row * 0.62 }, material: 'pedestal' }] : []))));
    return {
        title: 'Under a clear coat',
        description: 'Paint in front, brushed metal behind; from left to right bare, under a clear, a rough and an amber coat. The coat deepens what is under it.',
        render: { width: 960, height: 560, samples: 128 },
        display: { tone_mapping: 'agx', exposure: 0.35 },
        camera: { position: [0, 3, 9.4], look_at: [0, 0.95, -0.6], yfov: 26 },
        environment: { type: 'gradient', zenith: [0.04, 0.05, 0.08], horizon: [0.08, 0.08, 0.09], ground: 0.01 },
        materials: { pedestal: { base_color: [0.06, 0.06, 0.065], specular_roughness: 0.4 } },
        objects,
    };
}

function velvet() {
    const cloth = (base_color, fuzz_color) => ({ base_color, specular_weight: 0.2, specular_roughness: 0.7, fuzz_weight: 1, fuzz_color, fuzz_roughness: 0.35 });
    // Folds that are deeper at the bottom than where the cloth hangs from.
    const curtain = (phase) => wave(220, 9, (u, v) => {
        const depth = mix(0.1, 0.26, v) * (1 + 0.35 * Math.sin(7 * u + phase));
        const fold = 2 * Math.PI * (9 * u + 0.25 * Math.sin(5 * u + phase)) + phase;
        return [mix(-3.6, 3.6, u) + 0.06 * Math.sin(fold * 2 + phase), mix(4.2, 0.02, v), depth * Math.sin(fold) + 0.05 * Math.sin(9 * v + 11 * u)];
    });
    return {
        title: 'Velvet',
        description: 'Fine fibres catch light at grazing angles: folds shine along their edges, where cloth without fuzz would be dark. The ball on the right has none.',
        render: { width: 960, height: 600, samples: 128 },
        display: { tone_mapping: 'agx', exposure: 1.3 },
        camera: { position: [0, 1.5, 7.4], look_at: [0, 1.28, 0], yfov: 31 },
        environment: { type: 'constant', color: [0.012, 0.012, 0.02] },
        materials: {
            'red velvet': cloth([0.16, 0.004, 0.01], [0.95, 0.12, 0.16]), 'blue velvet': cloth([0.01, 0.02, 0.12], [0.3, 0.45, 1]),
            'green velvet': cloth([0.006, 0.06, 0.025], [0.4, 0.9, 0.5]), 'blue without fuzz': { base_color: [0.01, 0.02, 0.12], specular_weight: 0.2, specular_roughness: 0.7 },
            stage: { base_color: { type: 'noise', pattern: 'wood', size: 0.9, a: [0.2, 0.09, 0.035], b: [0.11, 0.045, 0.018], octaves: 3 }, specular_roughness: 0.18, coat_weight: 0.6 },
            lamp: emitter([1, 0.86, 0.68], 42),
        },
        objects: [
            { name: 'curtain', ...filed('curtain', curtain(0.4)), material: 'red velvet', transform: { translate: [0, 0, -1.1] } },
            { name: 'stage', plane: {}, material: 'stage' },
            sphere('velvet', [-1.45, 0.62, 0.9], 0.62, 'blue velvet'), sphere('velvet', [0, 0.62, 0.55], 0.62, 'green velvet'),
            sphere('no fuzz', [1.45, 0.62, 0.9], 0.62, 'blue without fuzz'),
            panel('spot on the left', [-4.2, 4.6, 3.4], [1, -0.95, -0.85], 0.9, 0.9, 'lamp'),
            panel('spot on the right', [4.4, 3.2, 0.6], [-1, -0.55, -0.2], 0.5, 1.4, emitter([0.75, 0.85, 1], 22)),
            panel('rim', [0, 4.6, -0.4], [0, -1, 0.25], 5, 0.3, emitter([1, 0.7, 0.5], 9)),
        ],
    };
}

function thinFilm(next) {
    const objects = [
        { name: 'floor', plane: {}, material: { base_color: [0.015, 0.016, 0.02], specular_roughness: 0.12 } },
        panel('window', [-5, 4.2, 2.5], [1, -0.5, -0.4], 2.2, 4.4, emitter([0.85, 0.93, 1], 13)), panel('window', [-5.2, 4.2, -1.2], [1, -0.45, 0.2], 2.2, 4.4, emitter([0.85, 0.93, 1], 11)),
        panel('warm wall', [5.5, 2.4, 0], [-1, -0.1, 0], 6, 4, emitter([1, 0.5, 0.25], 1.1)),
    ];
    const placed = [];
    while (placed.length < 26) {
        const radius = mix(0.13, 0.62, next() ** 2);
        const center = [mix(-2.9, 2.9, next()), mix(0.75, 3.5, next()), mix(-2.2, 1.2, next())];
        if (placed.some(([c, r]) => Math.hypot(...c.map((v, k) => v - center[k])) < r + radius + 0.05)) continue;
        placed.push([center, radius]);
        // A film is thinnest at its top: the water in it runs down.
        objects.push(sphere('bubble', center, radius, { preset: 'soap_bubble', thin_film_thickness: {
            type: 'gradient', rotation: 90, a: round(mix(0.12, 0.3, next()), 3), b: round(mix(0.5, 0.95, next()), 3) } }));
    }
    const oxide = [0.14, 0.2, 0.26, 0.32, 0.4, 0.5, 0.62];
    oxide.forEach((thickness, i) => objects.push(sphere(`titanium, ${thickness} micrometres`, [(i - 3) * 0.7, 0.28, 1.9], 0.28,
        { preset: 'anodized_titanium', thin_film_thickness: thickness, specular_roughness: 0.12 })));
    return {
        title: 'Thinner than a hair',
        description: 'Colours without paint: light meets itself in films of a millionth of a metre, on soap bubbles and on anodised titanium.',
        render: { width: 960, height: 640, samples: 128 },
        display: { tone_mapping: 'neutral', exposure: 0.6 },
        camera: { position: [0, 1.9, 8.6], look_at: [0, 1.55, 0], yfov: 29 },
        environment: { type: 'gradient', zenith: [0.03, 0.04, 0.07], horizon: [0.06, 0.06, 0.08], ground: 0.01 },
        objects,
    };
}

function wax() {
    const candle = (name, x, z, radius, height, color) => [
        { name, cylinder: { center: rounded([x, height / 2, z]), radius, height }, material: color },
        { name: 'wick', cylinder: { center: rounded([x, height + 0.02, z]), radius: 0.0025, height: 0.04 }, material: 'wick' },
        { name: 'flame', sphere: { radius: 0.012 }, material: 'flame', transform: { scale: [0.75, 2.1, 0.75], translate: rounded([x, height + 0.05, z]) } },
    ];
    return {
        title: 'Candles',
        description: 'Wax is lit from inside: light enters, wanders about and comes out elsewhere, redder for having gone further.',
        render: { width: 960, height: 640, samples: 256, max_depth: 128 },
        display: { tone_mapping: 'agx', exposure: 0.9 },
        camera: { position: [0.05, 0.3, 0.95], look_at: [0, 0.11, 0], yfov: 26, fstop: 4 },
        environment: { type: 'gradient', zenith: [0.012, 0.016, 0.035], horizon: [0.02, 0.022, 0.035], ground: 0.004 },
        materials: {
            ivory: { preset: 'wax', subsurface_radius: 0.02 }, rose: { preset: 'wax', subsurface_color: [0.85, 0.42, 0.36], base_color: [0.85, 0.42, 0.36], subsurface_radius: 0.016 },
            marble: { preset: 'marble', subsurface_radius: 0.012 }, jade: { preset: 'jade', subsurface_radius: 0.01 },
            wick: { type: 'diffuse', color: 0.02 }, flame: emitter([1, 0.55, 0.2], 110),
            table: { base_color: { type: 'noise', pattern: 'wood', size: 0.11, a: [0.17, 0.085, 0.04], b: [0.09, 0.04, 0.02], octaves: 4 }, specular_roughness: 0.3, coat_weight: 0.4 },
        },
        objects: [
            { name: 'table', plane: {}, material: 'table' },
            ...candle('tall candle', -0.13, -0.08, 0.036, 0.22, 'ivory'), ...candle('rose candle', 0.12, -0.1, 0.042, 0.14, 'rose'), ...candle('stump', -0.015, 0.07, 0.045, 0.07, 'ivory'),
            sphere('marble ball', [0.135, 0.045, 0.09], 0.045, 'marble'), sphere('jade ball', [-0.15, 0.038, 0.1], 0.038, 'jade'),
        ],
    };
}

// ---- Textures ---------------------------------------------------------------------------------------------------

function patterns() {
    const stone = { specular_roughness: 0.2 };
    const balls = [
        ['picture', { path: 'textures/ocean.png' }], ['marble', { type: 'noise', pattern: 'marble', size: 0.55, a: [0.88, 0.86, 0.82], b: [0.1, 0.12, 0.16], octaves: 6 }],
        ['wood', { type: 'noise', pattern: 'wood', size: 0.35, a: [0.5, 0.26, 0.1], b: [0.24, 0.1, 0.035], octaves: 3 }],
        ['checker', { type: 'checker', a: [0.85, 0.3, 0.02], b: [0.05, 0.05, 0.06], scale: [8, 4] }],
        ['cells', { type: 'noise', pattern: 'cells', size: 0.3, a: [0.02, 0.22, 0.2], b: [0.75, 0.9, 0.7] }],
        ['turbulence', { type: 'noise', pattern: 'turbulence', size: 0.8, a: [0.1, 0.015, 0.01], b: [1, 0.55, 0.1], octaves: 6 }],
        ['gradient', { type: 'gradient', rotation: 90, a: [0.9, 0.12, 0.35], b: [0.05, 0.1, 0.6] }],
        ['blend', { type: 'blend', a: { type: 'checker', a: 0.8, b: 0.35, scale: [16, 8] }, b: [0.02, 0.12, 0.45], weight: { type: 'noise', size: 0.5, factor: 1.6, bias: -0.3 } }],
    ];
    return {
        title: 'Patterns',
        description: 'A colour may differ from point to point: a picture, patterns that are computed, and mixtures of them. Any number of a material may, too.',
        render: { width: 960, height: 560, samples: 96 },
        display: { tone_mapping: 'agx', exposure: 0.25 },
        camera: { position: [0, 2.5, 9.2], look_at: [0, 0.85, -0.35], yfov: 25 },
        environment: { type: 'gradient', zenith: [0.3, 0.34, 0.42], horizon: [0.36, 0.35, 0.34], ground: 0.08 },
        objects: [
            { name: 'floor', plane: {}, material: { base_color: [0.3, 0.29, 0.28], specular_roughness: 0.35 } },
            panel('lamp', [-3.5, 6, 4], [0.6, -1, -0.65], 3, 3, emitter([1, 0.94, 0.85], 11)),
            ...balls.map(([name, base_color], i) => ({
                name, sphere: { radius: 0.72 }, material: { ...stone, base_color },
                transform: [{ rotate: { axis: [0, 1, 0], angle: 25 * i } }, { translate: rounded([(i % 4 - 1.5) * 1.72, 0.72 + (i < 4 ? 0.62 : 0), i < 4 ? -1.7 : 0.3]) }],
            })),
            box('step', [0, 0.31, -1.75], [7.4, 0.62, 1.6], { base_color: [0.2, 0.2, 0.21], specular_roughness: 0.4 }),
        ],
    };
}

function mandelbrot() {
    // How long points take, stretched from `low` to `high`, goes between two colours.
    const plate = (name, x, center, height, a, b, low, high) => ({
        name, material: { specular_roughness: 0.25, coat_weight: 1, coat_roughness: 0.02, base_color: { type: 'blend', a, b, weight: {
            type: 'mandelbrot', center, height, iterations: 600, a: 0, b: 1, factor: round(1 / (high - low), 3), bias: round(-low / (high - low), 3) } } },
        rectangle: { width: 2.3, height: 2.3 }, transform: [{ rotate: { axis: [0, 1, 0], angle: x * -13 } }, { translate: rounded([x * 2.75, 1.62, Math.abs(x) * 0.42]) }],
    });
    return {
        title: 'Mandelbrot',
        description: 'Three places of one set, computed afresh for every sample, so that they stay sharp however close you go. Make `height` smaller.',
        render: { width: 960, height: 520, samples: 96 },
        display: { tone_mapping: 'neutral', exposure: 0.9 },
        camera: { position: [0, 1.75, 9.6], look_at: [0, 1.42, 0], yfov: 25 },
        environment: { type: 'gradient', zenith: [0.12, 0.14, 0.2], horizon: [0.16, 0.15, 0.16], ground: 0.03 },
        objects: [
            { name: 'floor', plane: {}, material: { base_color: [0.04, 0.042, 0.05], specular_roughness: 0.16 } },
            { name: 'wall', plane: { point: [0, 0, -1.6], normal: [0, 0, 1] }, material: { type: 'diffuse', color: [0.2, 0.2, 0.22] } },
            plate('all of it', -1, [-0.6, 0], 2.6, [0.01, 0.04, 0.22], [1, 0.72, 0.25], 0.15, 0.8),
            plate('the valley of sea horses', 0, [-0.7453, 0.1127], 0.0095, [0.06, 0.01, 0.16], [1, 0.85, 0.55], 0.45, 0.95),
            plate('a small copy', 1, [-1.7548, 0.0003], 0.07, [0.005, 0.07, 0.09], [0.75, 1, 0.6], 0.35, 0.9),
            panel('lamp', [-1.5, 5.2, 4.2], [0.25, -0.75, -0.8], 5, 1.6, emitter([1, 0.96, 0.9], 9)),
        ],
    };
}

/** Height in [0, 1] of hexagonal tiles with worn edges, `across` of them in a repeat; the picture is `ratio` as high as wide. */
function tiles(u, v) {
    const [columns, rows] = [6, 6];
    // Nearest centre of a hexagonal lattice that repeats.
    let nearest = [9, 9];
    for (let j = -1; j <= rows; j += 1) {
        for (let i = -1; i <= columns; i += 1) {
            const [x, y] = [(i + (((j % 2) + 2) % 2) / 2 + 0.25) / columns, (j + 0.5) / rows];
            const distance = Math.hypot(u - x, (v - y) * 1.1547 / 1.1547);
            nearest = [...nearest, distance].sort((a, b) => a - b).slice(0, 2);
        }
    }
    const edge = (nearest[1] - nearest[0]) * columns;
    const t = Math.min(1, Math.max(0, (edge - 0.06) / 0.3));
    return t * t * (3 - 2 * t);
}

function relief() {
    const wall = (x, name, more) => ({
        name, material: { base_color: [0.36, 0.2, 0.13], specular_roughness: 0.32, ...more }, rectangle: { width: 2.1, height: 2.6, center: [x, 1.45, 0] },
    });
    return {
        title: 'Flat, and not',
        description: 'Three flat rectangles: plain, with a height map of cells, and with a normal map of tiles. Only the light says otherwise; look at the edges.',
        render: { width: 960, height: 540, samples: 96 },
        display: { tone_mapping: 'agx', exposure: 0.5 },
        camera: { position: [0, 1.6, 8.2], look_at: [0, 1.32, 0], yfov: 29 },
        environment: { type: 'constant', color: [0.035, 0.04, 0.055] },
        textures: { tiles: { path: 'textures/tiles_normal.png', scale: [2, 2.47] } },
        objects: [
            { name: 'floor', plane: {}, material: { base_color: [0.1, 0.1, 0.105], specular_roughness: 0.25 } },
            { name: 'wall', plane: { point: [0, 0, -0.05], normal: [0, 0, 1] }, material: { type: 'diffuse', color: [0.26, 0.26, 0.28] } },
            wall(-2.35, 'plain', {}),
            wall(0, 'height map', { geometry_bump: { type: 'noise', pattern: 'cells', size: 0.28 }, bump_height: 0.12 }),
            wall(2.35, 'normal map', { geometry_normal: 'tiles' }),
            panel('lamp', [-5, 4.6, 2], [1, -0.55, -0.28], 0.9, 0.9, emitter([1, 0.88, 0.72], 60)),
            panel('cool lamp', [5.5, 3.2, 1.6], [-1, -0.3, -0.2], 0.6, 2, emitter([0.5, 0.7, 1], 9)),
        ],
    };
}

// ---- Shapes, glass, rooms ---------------------------------------------------------------------------------------

/** A toy rocket: lathed parts, three fins, a window; metal, coated paint and glass as glTF has them. */
function rocket() {
    const arc = (from, to, steps, point) => Array.from({ length: steps + 1 }, (_, i) => point(mix(from, to, i / steps)));
    const hull = arc(0.12, 1, 26, (t) => [0.42 * Math.sin(Math.PI * mix(0.12, 1, t) ** 0.8) ** 0.75 * (t < 1 ? 1 : 0), mix(0.3, 2.3, t)]);
    const split = hull.findIndex(([, y]) => y > 1.72);
    const fin = (angle) => {
        const outline = [[0.28, 0.95], [0.62, 0.45], [0.66, 0], [0.54, 0.04], [0.5, 0.34], [0.2, 0.5]];
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turn = (x, y, z) => [x * c + z * s, y, z * c - x * s];
        const positions = [-0.035, 0.035].flatMap((z) => outline.map(([x, y]) => turn(x, y, z)));
        const n = outline.length;
        // The outline bends inwards at [0.5, 0.34]: fans about its first corner still cover it.
        const faces = [];
        for (let i = 1; i + 1 < n; i += 1) faces.push([0, i, i + 1], [n, n + i + 1, n + i]);
        for (let i = 0; i < n; i += 1) faces.push([i, n + i, (i + 1) % n], [(i + 1) % n, n + i, n + (i + 1) % n]);
        return { positions, triangles: faces };
    };
    const paint = (name, baseColorFactor) => ({ name, pbrMetallicRoughness: { baseColorFactor: [...baseColorFactor, 1], metallicFactor: 0, roughnessFactor: 0.5 },
        extensions: { KHR_materials_clearcoat: { clearcoatFactor: 1, clearcoatRoughnessFactor: 0.03 } } });
    const metal = (name, baseColorFactor, roughnessFactor) => ({ name, pbrMetallicRoughness: { baseColorFactor: [...baseColorFactor, 1], metallicFactor: 1, roughnessFactor } });
    return glb('made by scenes/make-lessons.mjs', [
        ['hull', paint('cream paint', [0.82, 0.76, 0.64]), lathe(hull.slice(0, split + 1), 40)],
        ['nose', paint('red paint', [0.62, 0.025, 0.02]), lathe(hull.slice(split), 40)],
        ['fins', paint('red paint', [0.62, 0.025, 0.02]), ...[0, 1, 2].map((i) => fin(2 * Math.PI * i / 3 + 0.5))],
        ['nozzle', metal('steel', [0.56, 0.57, 0.58], 0.3), lathe([[0.16, 0.36], [0.17, 0.3], [0.24, 0.12], [0.25, 0.12], [0.19, 0.3], [0.19, 0.36]], 48)],
        ['rings', metal('brass', [0.88, 0.72, 0.36], 0.2), lathe(ring(0.415, 0.028, 0.72), 40), lathe(ring(0.325, 0.022, 1.735), 40)],
        ['window', metal('brass', [0.88, 0.72, 0.36], 0.2), tilted(lathe(ring(0.15, 0.03, 0), 48), 1.3, 0.385)],
        ['pane', { name: 'pane', pbrMetallicRoughness: { baseColorFactor: [0.02, 0.06, 0.12, 1], metallicFactor: 0, roughnessFactor: 0.02 } },
            tilted(lathe([[0.15, 0], [0.13, 0.03], [0.09, 0.05], [0, 0.06]], 40), 1.3, 0.37)],
    ]);
}
const ring = (radius, thick, y) => Array.from({ length: 11 }, (_, i) => [radius + thick * Math.cos(2 * Math.PI * i / 10), y + thick * Math.sin(2 * Math.PI * i / 10)]);
/** Lying: its axis towards +z, at a height and a distance from the middle. */
function tilted({ positions, normals, triangles }, height, distance) {
    const turn = ([x, y, z]) => [x, -z, y];
    return { positions: positions.map(turn).map(([x, y, z]) => [x, y + height, z + distance]), normals: normals.map(turn), triangles };
}

function model(next) {
    const objects = [
        { name: 'rocket', model: { file: 'meshes/rocket.glb' }, transform: [{ rotate: { axis: [0, 1, 0], angle: -24 } }, { rotate: { axis: [0, 0, 1], angle: -7 } }, { translate: [0, 0.42, 0] }] },
        { name: 'rocket far away', model: { file: 'meshes/rocket.glb' }, transform: [{ scale: 0.5 }, { rotate: { axis: [0, 1, 0], angle: 40 } }, { rotate: { axis: [0, 0, 1], angle: 16 } }, { translate: [-2.1, 2.1, -3.4] }] },
        { name: 'flame', sphere: { radius: 0.15 }, material: emitter([1, 0.5, 0.12], 26), transform: [{ scale: [0.8, 2.2, 0.8] }, { translate: [-0.02, 0.3, 0] }] },
        { name: 'ground', plane: {}, material: { type: 'diffuse', color: [0.34, 0.3, 0.36] } },
        { name: 'sky', plane: { point: [0, 0, -9], normal: [0, 0, 1] }, material: { type: 'diffuse', color: [0.1, 0.16, 0.34] } },
        panel('lamp', [-4, 5.2, 3.6], [0.8, -0.8, -0.65], 2.6, 2.6, emitter([1, 0.92, 0.8], 13)), panel('cool lamp', [4.6, 3, 0], [-1, -0.2, 0.1], 1.2, 4, emitter([0.5, 0.7, 1], 8)),
    ];
    // Smoke: soft white balls around the nozzle.
    for (let i = 0; i < 42; i += 1) {
        const [angle, far] = [next() * 2 * Math.PI, 0.2 + next() ** 0.8 * 1.5];
        const radius = mix(0.34, 0.13, far / 1.7) * mix(0.7, 1.1, next());
        objects.push(sphere('smoke', [far * Math.cos(angle), radius * 0.55 - 0.02, far * Math.sin(angle) * 0.8], radius, 'smoke'));
    }
    return {
        title: 'A model from a file',
        description: 'The rocket comes from a glTF file, with its own materials. Drop a .glb of your own onto the page, then name it here.',
        render: { width: 800, height: 800, samples: 128 },
        display: { tone_mapping: 'agx', exposure: 0.3 },
        camera: { position: [0.4, 1.25, 7.4], look_at: [0, 1.42, 0], yfov: 27 },
        environment: { type: 'gradient', zenith: [0.1, 0.14, 0.28], horizon: [0.2, 0.2, 0.28], ground: 0.06 },
        materials: { smoke: { type: 'diffuse', color: [0.86, 0.84, 0.86], roughness: 0.6 } },
        objects,
    };
}

function diamonds(next) {
    const stone = gem();
    const objects = [
        { name: 'cloth', plane: {}, material: { base_color: [0.02, 0.021, 0.03], specular_weight: 0.3, specular_roughness: 0.6, fuzz_weight: 0.5, fuzz_color: [0.2, 0.25, 0.5], fuzz_roughness: 0.4 } },
    ];
    const put = (x, z, size, material, turn, lean) => objects.push({
        name: material, instance: 'brilliant', material,
        // Lying on its pavilion: the axis leans by about the angle of that.
        transform: [{ scale: round(size, 3) }, { rotate: { axis: [0, 0, 1], angle: lean } }, { rotate: { axis: [0, 1, 0], angle: turn } }, { translate: rounded([x, size * (lean ? 0.655 : 0.862), z]) }],
    });
    put(0, 0, 1, 'diamond', 20, 0);
    const ring = ['sapphire', 'diamond', 'ruby', 'diamond', 'emerald', 'diamond', 'sapphire', 'diamond', 'ruby', 'diamond', 'emerald'];
    ring.forEach((material, i) => {
        const angle = 2 * Math.PI * (i + 0.5) / ring.length;
        const far = mix(1.7, 2.25, next());
        put(far * Math.cos(angle) * 1.25, far * Math.sin(angle), mix(0.34, 0.5, next()), material, next() * 360, 41);
    });
    for (let i = 0; i < 40; i += 1) {
        const angle = 2 * Math.PI * (i * 0.381966);
        objects.push(sphere('lamp', [5.2 * Math.cos(angle), 2.2 + 3.4 * ((i * 0.618) % 1), 5.2 * Math.sin(angle)], 0.16, i % 3 ? 'white' : 'warm'));
    }
    objects.push(panel('softbox', [0, 7, 1.5], [0, -1, -0.15], 3.6, 2.4, emitter([1, 0.98, 0.95], 7)));
    const coloured = (transmission_color) => ({ preset: 'sapphire', transmission_color, transmission_depth: 0.45 });
    return {
        title: 'Diamonds',
        description: 'Dispersion: a diamond bends blue more than red, and its facets throw the colours about. It is cut so that light goes out at the top.',
        render: { width: 960, height: 600, samples: 256, max_depth: 48, clamp: 60 },
        display: { tone_mapping: 'agx', exposure: 0.6 },
        camera: { position: [0, 3.9, 6.6], look_at: [0, 0.5, 0.1], yfov: 30, fstop: 11, focus_distance: 7.2 },
        environment: { type: 'gradient', zenith: [0.05, 0.055, 0.07], horizon: [0.03, 0.03, 0.04], ground: 0 },
        materials: {
            diamond: { preset: 'diamond' }, sapphire: coloured([0.08, 0.2, 0.85]), ruby: coloured([0.85, 0.03, 0.08]), emerald: coloured([0.06, 0.7, 0.25]),
            white: emitter([0.95, 0.97, 1], 60), warm: emitter([1, 0.75, 0.45], 60),
        },
        prototypes: { brilliant: { mesh: { positions: stone.positions.map((p) => rounded(p, 5)), faces: stone.faces, flat: true } } },
        objects,
    };
}

function interior() {
    const plaster = 'plaster', oak = 'oak';
    const vase = lathe([[0, 0], [0.07, 0], [0.1, 0.03], [0.13, 0.1], [0.125, 0.17], [0.08, 0.25], [0.045, 0.3], [0.045, 0.33], [0.065, 0.36], [0.058, 0.36], [0.036, 0.33], [0, 0.3]], 40);
    const shade = lathe([[0.2, 0], [0.13, 0.24], [0.125, 0.24], [0.195, 0]], 40);
    const books = ['red', 'sand', 'blue', 'green', 'sand', 'red', 'blue'].map((color, i) =>
        box('book', [-1.72 + i * 0.055 + (i > 3 ? 0.02 : 0), 1.53 + 0.012 * ((i * 7) % 4), -2.34], [0.045, 0.22 + 0.024 * ((i * 7) % 4), 0.16], color));
    const window = [];
    for (const x of [-1.22, -0.62, 0, 0.62, 1.22]) window.push(box('bar', [2.03, 1.5, x - 0.3], [0.05, 1.9, 0.05], 'white'));
    for (const y of [0.58, 1.5, 2.42]) window.push(box('bar', [2.03, y, -0.3], [0.05, 0.05, 2.5], 'white'));
    return {
        title: 'A room in the afternoon',
        description: 'One window lights it all: the sun on the floor, and what floor, walls and sofa throw on. It takes many samples, as rooms do.',
        render: { width: 960, height: 640, samples: 512, max_depth: 24, clamp: 40 },
        display: { tone_mapping: 'agx', exposure: 1.6, white_point: 5800 },
        camera: { position: [-0.55, 1.42, 3.3], look_at: [0.05, 1.02, -1], yfov: 47 },
        environment: { type: 'sky', sun_elevation: 27, sun_azimuth: 78, turbidity: 3 },
        materials: {
            plaster: { type: 'diffuse', color: [0.78, 0.74, 0.68], roughness: 0.4 }, white: { base_color: 0.8, specular_roughness: 0.35 },
            oak: { base_color: { type: 'noise', pattern: 'wood', size: 0.16, a: [0.42, 0.25, 0.13], b: [0.3, 0.16, 0.075], octaves: 3 }, specular_roughness: 0.32 },
            rug: { type: 'openpbr', base_color: { type: 'checker', a: [0.5, 0.13, 0.07], b: [0.62, 0.5, 0.36], scale: [6, 4] }, specular_weight: 0, fuzz_weight: 0.6, fuzz_color: [0.9, 0.6, 0.45] },
            sofa: { base_color: [0.06, 0.16, 0.17], specular_weight: 0.2, specular_roughness: 0.6, fuzz_weight: 0.8, fuzz_color: [0.35, 0.62, 0.62], fuzz_roughness: 0.4 },
            cushion: { base_color: [0.75, 0.42, 0.06], specular_weight: 0.2, fuzz_weight: 0.5, fuzz_color: [1, 0.75, 0.4] },
            red: { base_color: [0.45, 0.06, 0.04] }, blue: { base_color: [0.05, 0.1, 0.3] }, green: { base_color: [0.07, 0.2, 0.09] }, sand: { base_color: [0.62, 0.5, 0.33] },
            brass: { preset: 'brass', specular_roughness: 0.25 }, porcelain: { preset: 'porcelain', base_color: [0.08, 0.2, 0.42] },
            linen: { type: 'openpbr', base_color: [0.85, 0.78, 0.62], specular_weight: 0, geometry_thin_walled: true, subsurface_weight: 1, subsurface_color: [0.85, 0.75, 0.55] },
            picture: { base_color: { type: 'mandelbrot', center: [-0.7453, 0.1127], height: 0.0095, iterations: 400, a: [0.02, 0.03, 0.1], b: [1, 0.8, 0.5] }, coat_weight: 1 },
        },
        objects: [
            box('floor', [0, -0.05, 0], [4.1, 0.1, 7.2], oak), box('ceiling', [0, 2.85, 0], [4.3, 0.1, 7.2], plaster),
            box('back wall', [0, 1.4, -2.55], [4.3, 2.9, 0.2], plaster), box('wall behind', [0, 1.4, 3.6], [4.3, 2.9, 0.2], plaster), box('left wall', [-2.1, 1.4, 0], [0.2, 2.9, 7.2], plaster),
            // The wall on the right, around its window.
            box('below the window', [2.1, 0.275, 0.5], [0.2, 0.55, 6.2], plaster), box('above the window', [2.1, 2.625, 0.5], [0.2, 0.35, 6.2], plaster),
            box('beside the window', [2.1, 1.4, -2.05], [0.2, 2.9, 1.0], plaster), box('beside the window', [2.1, 1.4, 2.35], [0.2, 2.9, 2.8], plaster), ...window,
            box('rug', [0.1, 0.006, -0.4], [2.5, 0.012, 1.7], 'rug'), box('skirting', [0, 0.05, -2.44], [4, 0.1, 0.02], 'white'),
            box('seat', [-0.35, 0.3, -1.85], [1.9, 0.26, 0.8], 'sofa'), box('back', [-0.35, 0.62, -2.2], [1.9, 0.6, 0.2], 'sofa'), box('arm', [-1.35, 0.42, -1.88], [0.2, 0.5, 0.86], 'sofa'), box('arm', [0.65, 0.42, -1.88], [0.2, 0.5, 0.86], 'sofa'),
            ...[[-1.2, -1.6], [0.5, -1.6], [-1.2, -2.15], [0.5, -2.15]].map(([x, z]) => ({ name: 'foot', cylinder: { center: [x, 0.085, z], radius: 0.025, height: 0.17 }, material: oak })),
            { name: 'cushion', sphere: { radius: 0.24 }, material: 'cushion', transform: [{ scale: [1, 1, 0.42] }, { rotate: { axis: [1, 0, 0], angle: -20 } }, { translate: [-0.95, 0.64, -1.98] }] },
            { name: 'table', cylinder: { center: [0.35, 0.4, -0.35], radius: 0.42, height: 0.035 }, material: oak }, { name: 'leg', cylinder: { center: [0.35, 0.2, -0.35], radius: 0.03, height: 0.4 }, material: 'brass' },
            { name: 'base', cylinder: { center: [0.35, 0.02, -0.35], radius: 0.22, height: 0.016 }, material: 'brass' },
            { name: 'vase', ...filed('vase', vase), material: 'porcelain', transform: { translate: [0.22, 0.4175, -0.42] } }, sphere('orange', [0.46, 0.46, -0.22], 0.042, { preset: 'orange' }), sphere('lemon', [0.55, 0.452, -0.3], 0.034, { preset: 'lemon' }),
            { name: 'lamp pole', cylinder: { center: [1.35, 0.75, -2.1], radius: 0.014, height: 1.5 }, material: 'brass' }, { name: 'lamp foot', cylinder: { center: [1.35, 0.015, -2.1], radius: 0.15, height: 0.03 }, material: 'brass' },
            { name: 'lamp shade', ...filed('shade', shade), material: 'linen', transform: { translate: [1.35, 1.42, -2.1] } }, sphere('bulb', [1.35, 1.52, -2.1], 0.04, emitter([1, 0.68, 0.36], 40)),
            box('frame', [0.35, 1.72, -2.43], [1.0, 0.72, 0.03], 'brass'), panel('picture', [0.35, 1.72, -2.412], [0, 0, 1], 0.94, 0.66, 'picture'),
            box('shelf', [-1.55, 1.4, -2.34], [0.62, 0.03, 0.2], oak), ...books,
        ],
    };
}

// ---- Writing ----------------------------------------------------------------------------------------------------

/** @param {string} here  the folder of scenes */
export function makeLessons(here, { random, pretty, encodePicture }) {
    mkdirSync(join(here, 'meshes'), { recursive: true });
    writeFileSync(join(here, 'meshes/rocket.glb'), rocket());
    const size = 256;
    const slope = (u, v, du, dv) => (tiles(((u + du) % 1 + 1) % 1, ((v + dv) % 1 + 1) % 1) - tiles(((u - du) % 1 + 1) % 1, ((v - dv) % 1 + 1) % 1)) * 0.5;
    writeFileSync(join(here, 'textures/tiles_normal.png'), encodePicture(size, size, (u, v) => {
        // Green is up in the picture, v is down.
        const n = [-4 * slope(u, v, 1 / size, 0), 4 * slope(u, v, 0, 1 / size), 1];
        const length = Math.hypot(...n);
        return n.map((value) => 127.5 + 127.5 * value / length);
    }));
    const bar = makeBar(random(23));
    Object.assign(meshes, bar.meshes);
    const scenes = {
        coat: coat(), velvet: velvet(), 'thin-film': thinFilm(random(5)), candles: wax(), patterns: patterns(), mandelbrot: mandelbrot(), relief: relief(),
        model: model(random(3)), diamonds: diamonds(random(8)), interior: interior(), 'last-orders': bar.scene,
    };
    for (const [name, mesh] of Object.entries(meshes)) writeFileSync(join(here, 'meshes', `${name}.ply`), ply(mesh));
    for (const [name, scene] of Object.entries(scenes)) writeFileSync(join(here, `${name}.json`), `${pretty({ raypool: 1, ...scene })}\n`);
}
