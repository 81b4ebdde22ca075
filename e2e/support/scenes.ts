// The scenes that the tests render, as files with an expected picture and as texts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { project } from './site.mjs';

/** Test data of the project, and the sibling folder with more of it (and with textures). */
const ownFolder = `${project}/e2e/data/demo-2018`;
const sharedFolder = resolve(process.env.RAYPOOL_SHARED || resolve(project, '../shared'), 'scenes/demo-2018');
const sharedExists = existsSync(sharedFolder);
if (!sharedExists && (process.env.CI === 'true' || process.env.RAYPOOL_SHARED))
    throw new Error(`the shared scenes are not at ${sharedFolder}; RAYPOOL_SHARED names the folder above 'scenes'`);

/** Where the test server shows these folders. */
export const sceneMounts: Record<string, string> = {
    '/own-scenes/': ownFolder,
    ...(sharedExists ? {
        '/shared-scenes/': sharedFolder,
        '/shared-scenes/bheisler/scenes/': `${sharedFolder}/scenes`,
    } : {}),
};

export interface GoldenScene { name: string; path: string; json: string; expected: string }

function goldenScenes(folder: string, mount: string): GoldenScene[] {
    return readdirSync(folder)
        .filter((file) => file.endsWith('.json') && existsSync(`${folder}/${file.replace(/\.json$/, '.expected.png')}`))
        .map((file) => ({
            name: file.replace(/\.json$/, ''),
            path: `${mount}${file}`,
            json: `${folder}/${file}`,
            expected: `${folder}/${file.replace(/\.json$/, '.expected.png')}`,
        }));
}

/** The original renderer's author published these two; their textures lie in the folder of the other scenes. */
const authorsPictures: [string, string][] = [
    ['runner_py_scene', 'runner_py_scene'], ['test.alexcrichton-update-deps', 'test_800x600'],
];

export const ownGoldens = goldenScenes(ownFolder, '/own-scenes/');
export const sharedGoldens = !sharedExists ? [] : [
    ...goldenScenes(sharedFolder, '/shared-scenes/'),
    ...authorsPictures.map(([scene, picture]) => ({
        name: scene,
        path: `/shared-scenes/bheisler/${scene}.json`,
        json: `${sharedFolder}/bheisler/${scene}.json`,
        expected: `${sharedFolder}/bheisler/${picture}.png`,
    })).filter(({ json }) => existsSync(json)),
];
/** Every scene once, from the shared folder where it is. */
export const goldens = [
    ...sharedGoldens, ...ownGoldens.filter(({ name }) => !sharedGoldens.some((shared) => shared.name === name)),
];

export const ownText = (name: string): string => readFileSync(`${ownFolder}/${name}.json`, 'utf8');

type Json = Record<string, unknown>;
/** The 2018 demo's scene with some of its keys changed. */
export function demoScene(changes: Json = {}): string {
    return JSON.stringify({ ...(JSON.parse(ownText('default')) as Json), ...changes }, null, 2);
}

/**
 * A large sphere of glass that reflects half of the light, with shadow_bias 0, so that its rays start inside themselves:
 * every level of depth nearly doubles the cost, and no branch is faint enough to be left out early.
 */
function glassScene(size: number, depth: number): string {
    const glass = { coloration: { Color: { red: 1, green: 1, blue: 1 } }, albedo: 0.18,
                    surface: { Refractive: { index: 5.83, transparency: 1 } } };
    const { elements } = JSON.parse(ownText('default')) as { elements: unknown[] };
    return demoScene({ width: size, height: size, shadow_bias: 0, max_recursion_depth: depth, elements: [
        { Sphere: { center: { x: 0, y: 0, z: -5 }, radius: 3.5, material: glass } }, ...elements,
    ] });
}
/** Days. */
export const endlessScene = glassScene(1200, 24);
/** Minutes, but a few milliseconds a pixel at most. */
export const longScene = glassScene(1200, 15);
/** About a second: long enough to be interrupted, short enough to finish. */
export const slowScene = glassScene(160, 12);
/** A quarter of that: still outlasts a few frames of the page. */
export const briefScene = glassScene(160, 10);

/** Short enough to be typed by hand. */
export function tinyScene(changes: Json = {}): string {
    const sphere = {
        Sphere: {
            center: { x: 0, y: 0, z: -3 }, radius: 1,
            material: { coloration: { Color: { red: 1, green: 1, blue: 1 } }, albedo: 0.5, surface: 'Diffuse' },
        },
    };
    const light = { Directional: { direction: { x: 0, y: 0, z: -1 }, color: { red: 1, green: 1, blue: 1 }, intensity: 3 } };
    return JSON.stringify({ width: 40, height: 30, fov: 60, elements: [sphere], lights: [light], shadow_bias: 1e-9,
                            max_recursion_depth: 4, ...changes });
}

/** No elements and no lights: a black picture. Only 100 characters. */
export function emptyScene(width: number, height: number): string {
    return `{"width":${width},"height":${height},"fov":90,"elements":[],"lights":[],"shadow_bias":0,` +
           '"max_recursion_depth":1}';
}

/**
 * A scene of the native format with a bit of everything: a lamp with a size, glass, metal, a fog in a ball and in the
 * room. `render` is what its section of that name says.
 */
export function nativeScene(render: Json = {}, changes: Json = {}): string {
    return JSON.stringify({
        raypool: 1,
        render: { width: 48, height: 32, samples: 16, ...render },
        camera: { position: [0, 1.2, 5], look_at: [0, 0.8, 0], yfov: 40, lens_radius: 0.03 },
        environment: { type: 'constant', color: [0.2, 0.25, 0.35] },
        medium: { scattering: 0.02, anisotropy: 0.4 },
        objects: [
            { plane: { normal: [0, 1, 0] }, material: { type: 'diffuse', color: [0.6, 0.55, 0.5] } },
            { rectangle: { center: [0, 3, 0.5], normal: [0, -1, 0], width: 1.5, height: 1.5 },
              material: { type: 'diffuse', color: 0, emission_color: [1, 0.9, 0.7], emission_luminance: 8 } },
            { sphere: { center: [-1.1, 0.6, 0], radius: 0.6 }, material: { type: 'dielectric', ior: 1.5 } },
            { sphere: { center: [1.1, 0.6, 0], radius: 0.6 },
              material: { type: 'conductor', color: [1, 0.78, 0.34], roughness: 0.25 } },
            { sphere: { center: [0, 0.5, -0.8], radius: 0.5 }, material: { type: 'openpbr', base_color: [0.7, 0.2, 0.15] } },
            { box: { center: [0, 0.25, 1], size: 0.5 }, material: { type: 'interface' },
              medium: { scattering: [3, 4, 5], absorption: 0.5 } },
        ],
        ...changes,
    }, null, 2);
}

/** A native scene whose samples never end, in a picture that is small. */
export const endlessNativeScene = nativeScene({ width: 320, height: 200, samples: 1 << 24 });

/** A native scene of a few lines, as somebody would write it. */
export const sphereOnFloor = `{
  "raypool": 1,
  "render": {"width": 64, "height": 48, "samples": 4},
  "objects": [
    {"sphere": {"radius": 0.5}},
    {"name": "floor", "plane": {}}
  ]
}
`;
