import { rounded } from './scene.mjs';

/** Binary PLY, little endian. */
export function ply({ positions, normals, triangles }) {
    const header = Buffer.from(`ply\nformat binary_little_endian 1.0\ncomment made by scenes/make.mjs\nelement vertex ${positions.length}\n`
        + ['x', 'y', 'z', 'nx', 'ny', 'nz'].map((name) => `property float ${name}\n`).join('')
        + `element face ${triangles.length}\nproperty list uchar uint vertex_indices\nend_header\n`, 'latin1');
    const vertices = Buffer.alloc(positions.length * 24);
    positions.forEach((p, i) => [...rounded(p, 5), ...rounded(normals[i], 5)].forEach((v, k) => vertices.writeFloatLE(v, i * 24 + k * 4)));
    const faces = Buffer.alloc(triangles.length * 13);
    triangles.forEach((corners, i) => {
        faces[i * 13] = 3;
        corners.forEach((v, k) => faces.writeUInt32LE(v, i * 13 + 1 + k * 4));
    });
    return Buffer.concat([header, vertices, faces]);
}
