// Binary glTF 2.0 from meshes.
import { cross, normalized } from './shapes.mjs';

/** Each triangle with corners and a normal of its own. */
function flat({ positions, triangles }) {
    const corners = triangles.flat().map((at) => positions[at]);
    const normals = triangles.flatMap(([a, b, c]) => {
        const [p, q, r] = [positions[a], positions[b], positions[c]];
        return Array(3).fill(normalized(cross(q.map((v, k) => v - p[k]), r.map((v, k) => v - p[k]))));
    });
    return { positions: corners, normals, triangles: triangles.map((_, i) => [3 * i, 3 * i + 1, 3 * i + 2]) };
}

/** A file of one node for each of [name, material, ...meshes]. Materials of the same name are one. */
export function glb(generator, parts) {
    const document = {
        asset: { version: '2.0', generator }, scene: 0, scenes: [{ nodes: parts.map((_, i) => i) }], nodes: [], meshes: [], materials: [], accessors: [], bufferViews: [],
    };
    const pieces = [];
    let at = 0;
    const accessor = (values, type, componentType, more = {}) => {
        const data = Buffer.from(values.buffer);
        const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);
        pieces.push(padded);
        document.bufferViews.push({ buffer: 0, byteOffset: at, byteLength: data.length });
        at += padded.length;
        const count = values.length / (type === 'VEC3' ? 3 : 1);
        return document.accessors.push({ bufferView: document.bufferViews.length - 1, componentType, count, type, ...more }) - 1;
    };
    for (const [name, material, ...meshes] of parts) {
        let own = document.materials.findIndex((other) => other.name === material.name);
        if (own < 0) own = document.materials.push(material) - 1;
        const primitives = meshes.map((mesh) => {
            const { positions, normals, triangles } = mesh.normals ? mesh : flat(mesh);
            const axis = (k) => positions.map((p) => Math.fround(p[k]));
            const bounds = { min: [0, 1, 2].map((k) => Math.min(...axis(k))), max: [0, 1, 2].map((k) => Math.max(...axis(k))) };
            return { material: own, attributes: { POSITION: accessor(Float32Array.from(positions.flat()), 'VEC3', 5126, bounds), NORMAL: accessor(Float32Array.from(normals.flat()), 'VEC3', 5126) },
                indices: accessor(Uint16Array.from(triangles.flat()), 'SCALAR', 5123) };
        });
        document.nodes.push({ name, mesh: document.meshes.push({ name, primitives }) - 1 });
    }
    const extensions = [...new Set(document.materials.flatMap((material) => Object.keys(material.extensions ?? {})))];
    if (extensions.length > 0) document.extensionsUsed = extensions;
    document.buffers = [{ byteLength: at }];
    const chunk = (type, data, fill) => {
        const padded = Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4, fill)]);
        const head = Buffer.alloc(8);
        head.writeUInt32LE(padded.length, 0);
        head.write(type, 4, 'latin1');
        return Buffer.concat([head, padded]);
    };
    const chunks = Buffer.concat([chunk('JSON', Buffer.from(JSON.stringify(document)), 0x20), chunk('BIN\0', Buffer.concat(pieces), 0)]);
    const head = Buffer.alloc(12);
    head.write('glTF');
    head.writeUInt32LE(2, 4);
    head.writeUInt32LE(12 + chunks.length, 8);
    return Buffer.concat([head, chunks]);
}
