// Small files of every kind that the page opens, made here: red cubes, a red picture, a green light.
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { App } from './app';

export interface TestFile { name: string; data: Buffer | string }

/** Drops files onto the middle of the page, as the browser would. */
export async function drop(app: App, files: readonly TestFile[]): Promise<void> {
    await app.evaluate((given) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of given) {
            const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
            transfer.items.add(new File([bytes], name));
        }
        const over = new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true });
        document.body.dispatchEvent(over);
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, packed(files));
}

/** Gives the files to the page's file chooser, which is a person's way without a mouse. */
export async function choose(app: App, files: readonly TestFile[]): Promise<void> {
    await app.evaluate((given) => {
        const transfer = new DataTransfer();
        for (const { name, base64 } of given)
            transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
        const picker = document.querySelector<HTMLInputElement>('input[type=file]')!;
        picker.files = transfer.files;
        picker.dispatchEvent(new Event('change'));
    }, packed(files));
}

const packed = (files: readonly TestFile[]) =>
    files.map(({ name, data }) => ({ name, base64: Buffer.from(data).toString('base64') }));

export function png(color: readonly [number, number, number], size = 4): Buffer<ArrayBuffer> {
    const image = new PNG({ width: size, height: size });
    for (let i = 0; i < size * size; ++i) image.data.set([...color, 255], 4 * i);
    return Buffer.from(PNG.sync.write(image));
}

/** With an iTXt chunk after its header, packed as most programs do it. `damage`: its checksum is wrong. */
export function pngWithText(picture: Buffer<ArrayBuffer>, key: string, text: string, damage = 0): Buffer<ArrayBuffer> {
    const body = Buffer.concat([Buffer.from(`iTXt${key}`), Buffer.from([0, 1, 0, 0, 0]), deflateSync(Buffer.from(text))]);
    const chunk = Buffer.alloc(body.length + 8);
    chunk.writeUInt32BE(body.length - 4);
    body.copy(chunk, 4);
    chunk.writeUInt32BE((crc32(body) ^ damage) >>> 0, chunk.length - 4);
    return Buffer.concat([picture.subarray(0, 33), chunk, picture.subarray(33)]);
}

/** Radiance's format, one colour all over, rows not packed. */
export function hdr(color: readonly [number, number, number], width = 8, height = 4): Buffer {
    const exponent = Math.ceil(Math.log2(Math.max(...color) * 1.01));
    const pixel = [...color.map((c) => Math.round(c * 2 ** (8 - exponent))), exponent + 128];
    const header = `#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`;
    return Buffer.concat([Buffer.from(header), Buffer.from(Array.from({ length: width * height }, () => pixel).flat())]);
}

const red = [220, 20, 20] as const;

/** A cube's corners, each face with its own. */
function cube(): { positions: number[]; normals: number[]; uvs: number[]; indices: number[] } {
    const out = { positions: [] as number[], normals: [] as number[], uvs: [] as number[], indices: [] as number[] };
    for (let axis = 0; axis < 3; ++axis)
        for (const side of [-1, 1]) {
            const first = out.positions.length / 3;
            for (const [u, v] of [[0, 0], [1, 0], [1, 1], [0, 1]] as const) {
                const point = [0, 0, 0];
                point[axis] = side;
                point[(axis + 1) % 3] = side * (2 * u - 1);
                point[(axis + 2) % 3] = 2 * v - 1;
                out.positions.push(...point);
                out.normals.push(...[0, 1, 2].map((i) => (i === axis ? side : 0)));
                out.uvs.push(u, v);
            }
            out.indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
        }
    return out;
}

type Json = Record<string, unknown>;

/** The cube's data one after the other, and the glTF that describes them. `picture`: its address, or the bytes inside. */
function gltfParts(picture: string | Buffer<ArrayBuffer>): { document: Json; binary: Buffer } {
    const { positions, normals, uvs, indices } = cube();
    const arrays = [new Float32Array(positions), new Float32Array(normals), new Float32Array(uvs), new Uint16Array(indices)];
    const pieces = arrays.map((array) => Buffer.from(array.buffer));
    if (typeof picture !== 'string') pieces.push(picture);
    const bufferViews: Json[] = [];
    let at = 0;
    for (const piece of pieces) {
        bufferViews.push({ buffer: 0, byteOffset: at, byteLength: piece.length });
        at += piece.length;
    }
    const binary = Buffer.concat(pieces);
    const image = typeof picture === 'string' ? { uri: picture } : { bufferView: 4, mimeType: 'image/png' };
    const document = {
        asset: { version: '2.0' },
        scene: 0,
        scenes: [{ nodes: [0] }],
        nodes: [{ mesh: 0 }],
        meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1, TEXCOORD_0: 2 }, indices: 3, material: 0 }] }],
        materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 }, metallicFactor: 0, roughnessFactor: 1 } }],
        textures: [{ source: 0 }],
        images: [image],
        accessors: [
            { bufferView: 0, componentType: 5126, type: 'VEC3', count: 24, min: [-1, -1, -1], max: [1, 1, 1] },
            { bufferView: 1, componentType: 5126, type: 'VEC3', count: 24 },
            { bufferView: 2, componentType: 5126, type: 'VEC2', count: 24 },
            { bufferView: 3, componentType: 5123, type: 'SCALAR', count: 36 },
        ],
        bufferViews,
        buffers: [{ byteLength: binary.length }],
    };
    return { document, binary };
}

function packGlb(document: Json, binary: Buffer): Buffer {
    const chunk = (type: number, data: Buffer, fill: number): Buffer => {
        const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4, fill)]);
        const head = Buffer.alloc(8);
        head.writeUInt32LE(padded.length, 0);
        head.writeUInt32LE(type, 4);
        return Buffer.concat([head, padded]);
    };
    const chunks = Buffer.concat([chunk(0x4e4f534a, Buffer.from(JSON.stringify(document)), 0x20), chunk(0x004e4942, binary, 0)]);
    const head = Buffer.alloc(12);
    head.write('glTF');
    head.writeUInt32LE(2, 4);
    head.writeUInt32LE(12 + chunks.length, 8);
    return Buffer.concat([head, chunks]);
}

export function redGlb(name: string, change: (document: Json) => void = () => {}): TestFile {
    const { document, binary } = gltfParts(png(red));
    change(document);
    return { name, data: packGlb(document, binary) };
}

/** A .gltf, its .bin and its picture in a folder. */
export function redGltf(): { model: TestFile; binary: TestFile; picture: TestFile } {
    const { document, binary } = gltfParts('Textures/Red%20Paint.PNG');
    document['buffers'] = [{ byteLength: binary.length, uri: 'cube.bin' }];
    return {
        model: { name: 'cube.gltf', data: JSON.stringify(document) },
        binary: { name: 'cube.bin', data: binary },
        picture: { name: 'red paint.png', data: png(red) },
    };
}

/** Of `size` metres, instead of 2. */
export function redObj(size = 2): { model: TestFile; materials: TestFile; picture: TestFile } {
    const { positions, normals, uvs, indices } = cube();
    const rows = (key: string, values: number[], n: number): string[] =>
        Array.from({ length: values.length / n }, (_, i) => `${key} ${values.slice(i * n, (i + 1) * n).join(' ')}`);
    const faces = Array.from({ length: indices.length / 3 }, (_, i) =>
        `f ${indices.slice(3 * i, 3 * i + 3).map((k) => `${k + 1}/${k + 1}/${k + 1}`).join(' ')}`);
    return {
        model: { name: 'crate.obj', data: ['mtllib crate.mtl', ...rows('v', positions.map((x) => x * size / 2), 3), ...rows('vn', normals, 3),
                                           ...rows('vt', uvs, 2), 'usemtl paint', ...faces, ''].join('\n') },
        materials: { name: 'crate.mtl', data: 'newmtl paint\nKd 1 1 1\nmap_Kd crate.png\n' },
        picture: { name: 'crate.png', data: png(red) },
    };
}

/** With the colour at its corners. */
export function redPly(): TestFile {
    const { positions, indices } = cube();
    const header = 'ply\nformat ascii 1.0\nelement vertex 24\nproperty float x\nproperty float y\nproperty float z\n' +
        'property uchar red\nproperty uchar green\nproperty uchar blue\n' +
        'element face 12\nproperty list uchar int vertex_indices\nend_header\n';
    const rows = Array.from({ length: 24 }, (_, i) => `${positions.slice(3 * i, 3 * i + 3).join(' ')} ${red.join(' ')}`);
    const faces = Array.from({ length: 12 }, (_, i) => `3 ${indices.slice(3 * i, 3 * i + 3).join(' ')}`);
    return { name: 'lump.ply', data: `${header}${rows.join('\n')}\n${faces.join('\n')}\n` };
}

/** A red ball under a lamp, as tray_rust has it. */
export function traySphere(): TestFile {
    const scene = {
        film: { width: 48, height: 32, samples: 4, frames: 1, start_frame: 0, end_frame: 0, scene_time: 0,
                filter: { type: 'gaussian', width: 2, height: 2, alpha: 2 } },
        camera: { fov: 30, transform: [{ type: 'translate', translation: [0, 0, -10] }] },
        integrator: { type: 'pathtracer', min_depth: 3, max_depth: 5 },
        materials: [{ type: 'matte', name: 'paint', diffuse: [0.8, 0.03, 0.03], roughness: 1 },
                    { type: 'matte', name: 'lamp', diffuse: [0.8, 0.8, 0.8], roughness: 1 }],
        objects: [
            { name: 'ball', type: 'receiver', material: 'paint', geometry: { type: 'sphere', radius: 1.5 }, transform: [] },
            { name: 'lamp', type: 'emitter', emitter: 'area', material: 'lamp', emission: [1, 1, 1, 40],
              geometry: { type: 'sphere', radius: 1 }, transform: [{ type: 'translate', translation: [2, 4, -8] }] },
        ],
    };
    return { name: 'tray.json', data: JSON.stringify(scene) };
}

/** The same for three frames: the ball leaves the picture to the right. */
export function trayFrames(): TestFile {
    const scene = JSON.parse(String(traySphere().data)) as { film: Json; objects: Json[] };
    Object.assign(scene.film, { frames: 3, start_frame: 0, end_frame: 2, scene_time: 3 });
    const at = (x: number): Json => ({ transform: [{ type: 'translate', translation: [x, 0, 0] }] });
    delete scene.objects[0]!['transform'];
    scene.objects[0]!['keyframes'] = { degree: 1, knots: [0, 0, 3, 3], control_points: [at(0), at(24)] };
    return { name: 'frames.json', data: JSON.stringify(scene) };
}

interface DracoEncoder {
    MeshBuilder: new () => {
        AddFacesToMesh(mesh: object, faces: number, indices: Uint32Array): void;
        AddFloatAttributeToMesh(mesh: object, kind: number, count: number, components: number, values: Float32Array): number;
    };
    Encoder: new () => { EncodeMeshToDracoBuffer(mesh: object, out: object): number };
    Mesh: new () => object;
    DracoInt8Array: new () => { GetValue(index: number): number };
    POSITION: number;
    NORMAL: number;
    TEX_COORD: number;
}

/** The same cube with its data compressed by Draco's own encoder. */
export async function dracoGlb(name: string): Promise<TestFile> {
    const { createEncoderModule } = createRequire(import.meta.url)('draco3d') as
        { createEncoderModule(options: object): Promise<DracoEncoder> };
    const draco = await createEncoderModule({});
    const { positions, normals, uvs, indices } = cube();
    const builder = new draco.MeshBuilder();
    const mesh = new draco.Mesh();
    builder.AddFacesToMesh(mesh, 12, new Uint32Array(indices));
    const ids = ([[draco.POSITION, 3, positions], [draco.NORMAL, 3, normals], [draco.TEX_COORD, 2, uvs]] as const)
        .map(([kind, n, values]) => builder.AddFloatAttributeToMesh(mesh, kind, 24, n, new Float32Array(values)));
    const out = new draco.DracoInt8Array();
    const length = new draco.Encoder().EncodeMeshToDracoBuffer(mesh, out);
    const data = Buffer.from(Array.from({ length }, (_, i) => out.GetValue(i) & 255));
    const picture = png(red);
    const { document } = gltfParts(picture);
    const accessors = document['accessors'] as Json[];
    for (const accessor of accessors) delete accessor['bufferView'];
    const [primitive] = (document['meshes'] as { primitives: Json[] }[])[0]!.primitives;
    primitive!['extensions'] = { KHR_draco_mesh_compression: {
        bufferView: 0, attributes: { POSITION: ids[0], NORMAL: ids[1], TEXCOORD_0: ids[2] },
    } };
    document['extensionsUsed'] = document['extensionsRequired'] = ['KHR_draco_mesh_compression'];
    document['images'] = [{ bufferView: 1, mimeType: 'image/png' }];
    const start = Math.ceil(data.length / 4) * 4;
    document['bufferViews'] = [{ buffer: 0, byteOffset: 0, byteLength: data.length },
                               { buffer: 0, byteOffset: start, byteLength: picture.length }];
    document['buffers'] = [{ byteLength: start + picture.length }];
    return { name, data: packGlb(document, Buffer.concat([data, Buffer.alloc(start - data.length), picture])) };
}

/** Waits until the page says so. */
export const noticeSays = (app: App, pattern: string): Promise<void> =>
    app.waitFor(`a notice of ${pattern}`, (source) => {
        const notice = document.getElementById('notice')!;
        return !notice.hidden && new RegExp(source, 'i').test(notice.innerText);
    }, pattern);

/** The scene's text names `file`, whose triangles are in the finished picture, without a mistake. */
export const shown = (app: App, file: string, triangles = 12): Promise<void> =>
    app.waitFor(`a picture of ${file}`, ({ file, triangles }) =>
        document.documentElement.dataset.renderState === 'done' && raypool.scene.includes(file) &&
        (raypool.stats?.triangles ?? 0) >= triangles && raypool.diagnostics.every((d) => d.severity !== 'error'),
        { file, triangles });

/** What the notice says is missing; empty if nothing is. */
export const missingFiles = (app: App): Promise<string> => app.evaluate(() => {
    const { hidden, innerText } = document.getElementById('notice')!;
    return hidden ? '' : /missing: (.*)\./.exec(innerText)?.[1] ?? '';
});

/** How much more red than green and blue the middle of the picture is. */
export const redness = (app: App): Promise<number> => app.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2 - 4, canvas.height / 2 - 4, 8, 8);
    const sum = [1, 1, 1];
    for (let i = 0; i < data.length; ++i) if (i % 4 < 3) sum[i % 4]! += data[i]!;
    return sum[0]! / Math.max(sum[1]!, sum[2]!);
});
