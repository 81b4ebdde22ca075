import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { DracoModule } from 'draco3d/draco_decoder_nodejs.js';
import { decodeWith } from './draco-decode';
import { withoutDraco, type Decode } from './draco-gltf';
import { readGlb, writeGlb } from './glb';

const require = createRequire(join(process.cwd(), 'package.json'));
const { createDecoderModule, createEncoderModule } = require('draco3d') as {
  createDecoderModule(options: object): Promise<DracoModule>;
  createEncoderModule(options: object): Promise<any>;
};
const wasmBinary = (): Buffer => readFileSync(join(process.cwd(), 'node_modules/draco3d/draco_decoder.wasm'));

const decoder = (): (() => Promise<Decode>) => {
  const module = createDecoderModule({ wasmBinary: wasmBinary() });
  return async () => decodeWith(await module);
};

/** A strip of quads with positions and colours; encoded in sequence, so that its order is kept. */
const quads = 3;
const positions = Array.from({ length: 2 * quads + 2 }, (_, i) => [Math.floor(i / 2), i % 2, i / 8]).flat();
const colours = positions.map((_, i) => (i * 11) % 256);
const indices = Array.from({ length: quads }, (_, q) => [2 * q, 2 * q + 2, 2 * q + 1, 2 * q + 1, 2 * q + 2, 2 * q + 3]).flat();

async function encode(): Promise<Uint8Array<ArrayBuffer>> {
  const draco = await createEncoderModule({});
  const builder = new draco.MeshBuilder();
  const mesh = new draco.Mesh();
  builder.AddFacesToMesh(mesh, indices.length / 3, new Uint32Array(indices));
  builder.AddFloatAttributeToMesh(mesh, draco.POSITION, positions.length / 3, 3, new Float32Array(positions));
  builder.AddUInt8Attribute(mesh, draco.COLOR, positions.length / 3, 3, new Uint8Array(colours));
  const encoder = new draco.Encoder();
  encoder.SetEncodingMethod(draco.MESH_SEQUENTIAL_ENCODING);
  const out = new draco.DracoInt8Array();
  const length = encoder.EncodeMeshToDracoBuffer(mesh, out) as number;
  assert.ok(length > 0);
  return Uint8Array.from({ length }, (_, i) => out.GetValue(i) as number);
}

function document(byteLength: number, buffer: object): Record<string, unknown> {
  const primitive = {
    attributes: { POSITION: 1, COLOR_0: 2 }, indices: 0, material: 0,
    extensions: { KHR_draco_mesh_compression: { bufferView: 0, attributes: { POSITION: 0, COLOR_0: 1 } } },
  };
  return {
    asset: { version: '2.0' },
    extensionsUsed: ['KHR_draco_mesh_compression', 'KHR_materials_unlit'],
    extensionsRequired: ['KHR_draco_mesh_compression'],
    meshes: [{ primitives: [primitive, { ...structuredClone(primitive), material: 1 }] }],
    accessors: [
      { componentType: 5123, type: 'SCALAR', count: indices.length },
      { componentType: 5126, type: 'VEC3', count: positions.length / 3, min: [0, 0, 0], max: [3, 1, 1] },
      { componentType: 5121, type: 'VEC3', count: positions.length / 3, normalized: true },
    ],
    bufferViews: [{ buffer: 0, byteOffset: 4, byteLength }],
    buffers: [buffer],
  };
}

const none = (): Promise<never> => Promise.reject(new Error('no other buffers'));
const whole = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat(pieces));

interface Plain {
  meshes: { primitives: { attributes: Record<string, number>; indices: number; mode: number; extensions?: object }[] }[];
  accessors: { bufferView: number; componentType: number; count: number; min?: number[]; normalized?: boolean }[];
  bufferViews: { buffer: number; byteOffset: number; byteLength: number; byteStride?: number }[];
  buffers: { byteLength: number; uri?: string }[];
  extensionsUsed?: string[];
  extensionsRequired?: string[];
}

function check(pieces: Uint8Array[]): Plain {
  const { json, binary } = readGlb(whole(pieces))!;
  const plain = JSON.parse(new TextDecoder().decode(json)) as Plain;
  assert.equal(plain.extensionsRequired, undefined);
  assert.deepEqual(plain.extensionsUsed, ['KHR_materials_unlit']);
  assert.ok(plain.buffers[0]!.byteLength <= binary!.length);
  const data = (accessor: number): DataView => {
    const view = plain.bufferViews[plain.accessors[accessor]!.bufferView]!;
    assert.equal(view.buffer, 0);
    assert.equal(view.byteOffset % 4, 0);
    return new DataView(binary!.buffer, binary!.byteOffset + view.byteOffset, view.byteLength);
  };
  for (const primitive of plain.meshes[0]!.primitives) {
    assert.equal(primitive.extensions, undefined);
    assert.equal(primitive.mode, 4);
    const corners = data(primitive.indices);
    const place = data(primitive.attributes['POSITION']!);
    const colour = data(primitive.attributes['COLOR_0']!);
    const stride = plain.bufferViews[plain.accessors[primitive.attributes['COLOR_0']!]!.bufferView]!.byteStride!;
    assert.equal(stride, 4);
    assert.equal(corners.byteLength, 4 * indices.length);
    assert.equal(plain.accessors[primitive.indices]!.count, indices.length);
    // Corner by corner: the decoder may number the points anew.
    indices.forEach((index, i) => {
      const point = corners.getUint32(4 * i, true);
      for (let c = 0; c < 3; c++) {
        assert.equal(place.getFloat32(12 * point + 4 * c, true), positions[3 * index + c]);
        assert.equal(colour.getUint8(stride * point + c), colours[3 * index + c]);
      }
    });
  }
  return plain;
}

test('a compressed .glb comes out plain, each mesh once', async () => {
  const data = await encode();
  const decode = decoder();
  const binary = new Uint8Array(4 + data.length);
  binary.set(data, 4);
  const file = whole(writeGlb(document(data.length, { byteLength: binary.length }), [binary]));
  const plain = check((await withoutDraco(file, none, decode))!);
  const [first, second] = plain.meshes[0]!.primitives;
  assert.deepEqual(first!.attributes, second!.attributes);
  assert.deepEqual(plain.accessors[first!.attributes['POSITION']!]!.min, [0, 0, 0]);
  assert.equal(plain.accessors[first!.attributes['COLOR_0']!]!.normalized, true);
});

test('a .gltf with its data beside it, or in its text', async () => {
  const data = await encode();
  const decode = decoder();
  const binary = new Uint8Array(4 + data.length);
  binary.set(data, 4);
  const beside = new TextEncoder().encode(JSON.stringify(document(data.length, { byteLength: binary.length, uri: 'a b.bin' })));
  const asked: string[] = [];
  const plain = check((await withoutDraco(beside, (uri) => (asked.push(uri), Promise.resolve(binary)), decode))!);
  assert.deepEqual(asked, ['a b.bin']);
  assert.deepEqual(plain.buffers[1], { byteLength: binary.length, uri: 'a b.bin' });
  assert.equal(plain.bufferViews[0]!.buffer, 1);
  const uri = `data:application/octet-stream;base64,${Buffer.from(binary).toString('base64')}`;
  const within = new TextEncoder().encode(JSON.stringify(document(data.length, { byteLength: binary.length, uri })));
  check((await withoutDraco(within, none, decode))!);
});

test('what is not compressed stays as it is, and what is damaged is refused with a reason', async () => {
  const data = await encode();
  const decode = decoder();
  const never = (): never => assert.fail('nothing is to be decoded');
  const plain = new TextEncoder().encode('{"asset":{"version":"2.0"}}');
  assert.equal(await withoutDraco(plain, none, never), null);
  assert.equal(await withoutDraco(new TextEncoder().encode('{"KHR_draco_mesh_compression'), none, never), null);
  const make = (binary: Uint8Array<ArrayBuffer>, change: (d: Record<string, unknown>) => void): Uint8Array<ArrayBuffer> => {
    const gltf = document(data.length, { byteLength: binary.length });
    change(gltf);
    return whole(writeGlb(gltf, [binary]));
  };
  const binary = new Uint8Array(4 + data.length);
  binary.set(data, 4);
  const cases: [RegExp, Uint8Array<ArrayBuffer>][] = [
    [/primitive 0: /, make(new Uint8Array(4 + data.length), () => {})],
    [/outside of its buffer/, make(binary, (d) => { d['bufferViews'] = [{ buffer: 0, byteOffset: 9, byteLength: 1e9 }]; })],
    [/no buffer view 0/, make(binary, (d) => { d['bufferViews'] = []; })],
    [/no accessor for POSITION/, make(binary, (d) => { d['accessors'] = []; })],
    [/attribute 0 is not/, make(binary, (d) => { (d['accessors'] as { type: string }[])[1]!.type = 'VEC2'; })],
    [/cut off/, make(binary, () => {}).subarray(0, 200)],
  ];
  // Any byte of the compressed data may be wrong: an error or a mesh, never a crash.
  for (const [reason, file] of cases) await assert.rejects(withoutDraco(file, none, decode), reason);
  for (let i = 0; i < data.length; i += 3) {
    const damaged = binary.slice();
    damaged[4 + i]! ^= 0x5a;
    await withoutDraco(make(damaged, () => {}), none, decode).catch((error: unknown) => assert.ok(error instanceof Error));
  }
});
