// Shapes as meshes: { positions, normals, triangles }, or faces of any number of corners.

export const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
export const normalized = (a) => a.map((v) => v / (Math.hypot(...a) || 1));

/** A grid of points over [0, 1]^2, with normals; `closed` along u or v: the last row is the first one. */
export function surface(rows, columns, point, { closedU = false, closedV = false } = {}) {
    const positions = [];
    const normals = [];
    const epsilon = 1e-4;
    const wrap = (t, closed) => (closed ? t : Math.min(1, Math.max(0, t)));
    for (let i = 0; i < rows; i += 1) {
        for (let j = 0; j < columns; j += 1) {
            const [u, v] = [i / (closedU ? rows : rows - 1), j / (closedV ? columns : columns - 1)];
            const along = (du, dv) => {
                const a = point(wrap(u + du, closedU), wrap(v + dv, closedV));
                const b = point(wrap(u - du, closedU), wrap(v - dv, closedV));
                return a.map((value, k) => value - b[k]);
            };
            positions.push(point(u, v));
            normals.push(normalized(cross(along(0, epsilon), along(epsilon, 0))));
        }
    }
    const triangles = [];
    for (let i = 0; i < rows - (closedU ? 0 : 1); i += 1) {
        for (let j = 0; j < columns - (closedV ? 0 : 1); j += 1) {
            const at = (di, dj) => ((i + di) % rows) * columns + ((j + dj) % columns);
            triangles.push([at(0, 0), at(0, 1), at(1, 0)], [at(0, 1), at(1, 1), at(1, 0)]);
        }
    }
    return { positions, normals, triangles };
}

/** A closed body around the y axis. Edges stay sharp where the outline turns by more than a little. */
export function lathe(outline, segments) {
    const positions = [];
    const normals = [];
    const triangles = [];
    const directions = outline.slice(1).map((p, i) => normalized([p[1] - outline[i][1], -(p[0] - outline[i][0])]));
    const smooth = (a, b) => a[0] * b[0] + a[1] * b[1] > 0.6;
    for (let k = 0; k < directions.length; k += 1) {
        const [before, own, after] = [directions[k - 1] ?? directions[k], directions[k], directions[k + 1] ?? directions[k]];
        const ends = [[outline[k], smooth(before, own) ? before : own], [outline[k + 1], smooth(after, own) ? after : own]];
        const base = positions.length;
        for (const [[r, y], other] of ends) {
            const [nr, ny] = normalized([own[0] + other[0], own[1] + other[1]]);
            for (let j = 0; j < segments; j += 1) {
                const [c, s] = [Math.cos(2 * Math.PI * j / segments), Math.sin(2 * Math.PI * j / segments)];
                positions.push([r * c, y, r * s]);
                normals.push([nr * c, ny, nr * s]);
            }
        }
        for (let j = 0; j < segments; j += 1) {
            const next = (j + 1) % segments;
            const [a, b, c, d] = [base + j, base + next, base + segments + j, base + segments + next];
            if (outline[k][0] > 0) triangles.push([a, c, b]);
            if (outline[k + 1][0] > 0) triangles.push([b, c, d]);
        }
    }
    return { positions, normals, triangles };
}

/** A sheet, from a point for each (u, v) in [0, 1]^2: `columns` along u, `rows` along v. */
export function wave(columns, rows, point) {
    const { positions, normals, triangles } = surface(rows, columns, (v, u) => point(u, v));
    return { positions, normals, triangles };
}

/**
 * A round brilliant of radius 1, its girdle at y = 0: the planes of its facets, cut with each other. Angles as jewellers
 * recommend for diamonds (crown 34.5 degrees, pavilion 40.75), the table 0.57 of its width. Normals point out.
 */
export function gem() {
    const planes = [];
    const facets = (count, degrees, distance, shift) => {
        for (let i = 0; i < count; i += 1) {
            const [turn, tilt] = [2 * Math.PI * (i + shift) / count, degrees * Math.PI / 180];
            planes.push({ n: [Math.sin(tilt) * Math.cos(turn), Math.cos(tilt), Math.sin(tilt) * Math.sin(turn)], d: distance });
        }
    };
    /** Distance of a facet that goes through a point at this radius and height. */
    const through = (degrees, radius, height) => Math.abs(Math.sin(degrees * Math.PI / 180)) * radius + Math.cos(degrees * Math.PI / 180) * height;
    const thick = 0.035;
    const table = thick + (1 - 0.57) * Math.tan(34.5 * Math.PI / 180);
    planes.push({ n: [0, 1, 0], d: table });
    facets(8, 34.5, through(34.5, 1, thick), 0);
    facets(8, 22, through(22, 0.63, table), 0.5);
    facets(16, 41, through(41, 0.985, thick), 0.5);
    facets(32, 90, 1, 0.5);
    facets(8, 180 - 40.75, through(40.75, 1, thick), 0);
    facets(16, 180 - 42.2, through(42.2, 0.985, thick), 0.5);
    const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    const positions = [];
    const faces = [];
    const index = (p) => {
        const found = positions.findIndex((q) => Math.hypot(q[0] - p[0], q[1] - p[1], q[2] - p[2]) < 1e-5);
        return found >= 0 ? found : positions.push(p) - 1;
    };
    for (const { n, d } of planes) {
        const side = normalized(cross(n, Math.abs(n[1]) < 0.9 ? [0, 1, 0] : [1, 0, 0]));
        const up = cross(n, side);
        let polygon = [[-4, -4], [4, -4], [4, 4], [-4, 4]].map(([a, b]) => n.map((v, k) => v * d + a * side[k] + b * up[k]));
        for (const other of planes) {
            if (other.n === n) continue;
            const out = (p) => dot(p, other.n) - other.d;
            polygon = polygon.flatMap((p, i) => {
                const q = polygon[(i + 1) % polygon.length];
                const [a, b] = [out(p), out(q)];
                const kept = a <= 1e-9 ? [p] : [];
                if ((a < -1e-9 && b > 1e-9) || (a > 1e-9 && b < -1e-9)) kept.push(p.map((v, k) => v + (q[k] - v) * a / (a - b)));
                return kept;
            });
        }
        const corners = polygon.map(index).filter((at, i, all) => at !== all[(i + 1) % all.length]);
        if (corners.length >= 3) faces.push(corners);
    }
    return { positions, faces };
}
