// Meshes made in code.

/** A hilly square of 2 * cells^2 triangles as binary PLY. */
export function hills(cells: number): Buffer {
    const vertices = (cells + 1) ** 2, faces = 2 * cells ** 2;
    const header = Buffer.from(`ply\nformat binary_little_endian 1.0\nelement vertex ${vertices}\nproperty float x\n` +
        `property float y\nproperty float z\nelement face ${faces}\nproperty list uchar int vertex_indices\nend_header\n`);
    const body = Buffer.alloc(12 * vertices + 13 * faces);
    let at = 0;
    for (let j = 0; j <= cells; ++j)
        for (let i = 0; i <= cells; ++i) {
            const x = 4 * i / cells - 2, z = 4 * j / cells - 2;
            for (const value of [x, 0.2 * Math.sin(7 * x) * Math.cos(5 * z) + 0.02 * Math.sin(90 * x + 70 * z), z])
                at = body.writeFloatLE(value, at);
        }
    for (let j = 0; j < cells; ++j)
        for (let i = 0; i < cells; ++i) {
            const a = j * (cells + 1) + i, b = a + cells + 1;
            for (const corners of [[a, b, a + 1], [a + 1, b, b + 1]]) {
                at = body.writeUInt8(3, at);
                for (const corner of corners) at = body.writeInt32LE(corner, at);
            }
        }
    return Buffer.concat([header, body]);
}
