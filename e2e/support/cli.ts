// The command line, for tests that hold the page to it: the same film from the same scene.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { project } from './site.mjs';

export const programs = {
    native: [process.env.RAYPOOL_NATIVE ?? `${project}/build/native/raypool`],
    node: [process.execPath, process.env.RAYPOOL_WASM_NODE ?? `${project}/build/wasm-node/raypool.js`],
} as const;

/** The film of a scene as SHA-256 of its floats, rows from the top, as raypool.readFilm() has them. */
export function filmHash(which: keyof typeof programs, scene: string, options: string[] = []): string {
    const [program, ...first] = programs[which];
    const file = first[0] ?? program;
    if (!existsSync(file)) throw new Error(`there is no ${file}: run scripts/build native wasm-node first`);
    const folder = mkdtempSync(join(tmpdir(), 'raypool-e2e-'));
    try {
        writeFileSync(join(folder, 'scene.json'), scene);
        execFileSync(program, [...first, 'render', join(folder, 'scene.json'), '-o', join(folder, 'out.pfm'), '--quiet', ...options],
                     { stdio: ['ignore', 'ignore', 'inherit'] });
        const bytes = readFileSync(join(folder, 'out.pfm'));
        const [header, width, height] = /^PF\n(\d+) (\d+)\n-1(?:\.0+)?\n/.exec(bytes.subarray(0, 64).toString('latin1'))!;
        const row = Number(width) * 12;
        const hash = createHash('sha256');
        // A PFM begins with the lowest row.
        for (let y = Number(height) - 1; y >= 0; --y)
            hash.update(bytes.subarray(header.length + y * row, header.length + (y + 1) * row));
        return hash.digest('hex');
    } finally {
        rmSync(folder, { recursive: true });
    }
}
