// Meshes made in code. Plain JavaScript, because bench-page.mjs uses it without a compiler.

/** A hilly square of 2 * cells^2 triangles: positions, three floats each, and the corners of its triangles. @param {number} cells */
function hillsArrays(cells) {
    const positions = new Float32Array(3 * (cells + 1) ** 2), indices = new Uint32Array(6 * cells ** 2);
    let at = 0;
    for (let j = 0; j <= cells; ++j)
        for (let i = 0; i <= cells; ++i) {
            const x = 4 * i / cells - 2, z = 4 * j / cells - 2;
            positions.set([x, 0.2 * Math.sin(7 * x) * Math.cos(5 * z) + 0.02 * Math.sin(90 * x + 70 * z), z], at);
            at += 3;
        }
    at = 0;
    for (let j = 0; j < cells; ++j)
        for (let i = 0; i < cells; ++i) {
            const a = j * (cells + 1) + i, b = a + cells + 1;
            indices.set([a, b, a + 1, a + 1, b, b + 1], at);
            at += 6;
        }
    return { positions, indices };
}

/** The hills as binary PLY. @param {number} cells */
export function hills(cells) {
    const { positions, indices } = hillsArrays(cells);
    const faces = indices.length / 3;
    const header = Buffer.from(`ply\nformat binary_little_endian 1.0\nelement vertex ${positions.length / 3}\nproperty float x\n` +
        `property float y\nproperty float z\nelement face ${faces}\nproperty list uchar int vertex_indices\nend_header\n`);
    const body = Buffer.alloc(4 * positions.length + 13 * faces);
    let at = 0;
    for (const value of positions) at = body.writeFloatLE(value, at);
    for (let i = 0; i < indices.length; ++i) {
        if (i % 3 === 0) at = body.writeUInt8(3, at);
        at = body.writeInt32LE(indices[i] ?? 0, at);
    }
    return Buffer.concat([header, body]);
}

/** The hills as binary glTF. @param {number} cells */
export function hillsGlb(cells) {
    const { positions, indices } = hillsArrays(cells);
    const bytes = [positions, indices].map((array) => Buffer.from(array.buffer));
    const [p = 0, i = 0] = bytes.map(({ length }) => length);
    const json = JSON.stringify({
        asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }],
        meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
        accessors: [
            { bufferView: 0, componentType: 5126, count: positions.length / 3, type: 'VEC3', min: [-2, -0.22, -2], max: [2, 0.22, 2] },
            { bufferView: 1, componentType: 5125, count: indices.length, type: 'SCALAR' },
        ],
        bufferViews: [{ buffer: 0, byteLength: p }, { buffer: 0, byteOffset: p, byteLength: i }],
        buffers: [{ byteLength: p + i }],
    });
    const text = Buffer.from(json.padEnd(Math.ceil(json.length / 4) * 4));
    const head = Buffer.alloc(20), binHead = Buffer.alloc(8);
    head.write('glTF', 0, 'latin1');
    [2, 12 + 8 + text.length + 8 + p + i, text.length, 0x4e4f534a].forEach((value, k) => head.writeUInt32LE(value, 4 + 4 * k));
    [p + i, 0x004e4942].forEach((value, k) => binHead.writeUInt32LE(value, 4 * k));
    return Buffer.concat([head, text, binHead, ...bytes]);
}
