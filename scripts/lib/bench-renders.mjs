// Whole renders: million samples a second of gallery scenes, natively and as WebAssembly under Node, with one thread and
// with two, in turns; and how the two scale, beside what a bare loop gains from a second thread just then.
//   node bench-renders.mjs --native RAYPOOL --wasm RAYPOOL.JS --scenes DIR [--only interior,glass] [--rounds N] [--samples N]
//                          [--json FILE] [--save]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bareScaling, heading, median, row, spread } from './bench-common.mjs';

const { values } = parseArgs({
    options: {
        native: { type: 'string' },
        wasm: { type: 'string' },
        scenes: { type: 'string' },
        only: { type: 'string', default: 'cornell-box,interior,glass,many-lights,velvet' },
        rounds: { type: 'string', default: '5' },
        samples: { type: 'string', default: '16' },
        json: { type: 'string' },
        save: { type: 'boolean', default: false },
    },
});
if (!values.native || !values.wasm || !values.scenes) {
    console.error('bench-renders: --native, --wasm and --scenes are needed');
    process.exit(2);
}
const width = 320, height = 240;
const programs = { native: [values.native], wasm: [process.execPath, values.wasm] };
const committed = join(import.meta.dirname, 'bench-renders.json');
const folder = mkdtempSync(join(tmpdir(), 'raypool-bench-'));
const results = {};
const scaling = { bareLoop: [], native: [], wasm: [] };
try {
    const stats = join(folder, 'stats.json');
    const render = (program, scene, threads) => {
        const [file, ...first] = programs[program];
        execFileSync(file, [...first, 'render', join(values.scenes, `${scene}.json`), '-o', join(folder, 'out.png'), '--width', width, '--height', height,
            '--samples', values.samples, '--threads', threads, '--stats', stats, '--quiet'].map(String), { stdio: ['ignore', 'ignore', 'pipe'] });
        const { seconds, samplesMean, memoryBytes } = JSON.parse(readFileSync(stats, 'utf8'));
        return { rate: (width * height * samplesMean) / seconds / 1e6, memoryBytes };
    };
    for (const scene of values.only.split(',')) {
        const rates = { native1: [], native2: [], wasm1: [], wasm2: [] };
        for (let round = 0; round < Number(values.rounds); ++round)
            for (const program of ['native', 'wasm']) for (const threads of [1, 2]) rates[`${program}${threads}`].push(render(program, scene, threads).rate);
        results[scene] = Object.fromEntries(Object.entries(rates).map(([name, list]) => [name, { median: Number(median(list).toFixed(3)), list: list.map((x) => Number(x.toFixed(3))) }]));
        scaling.bareLoop.push(await bareScaling());
        for (const program of ['native', 'wasm']) scaling[program].push(median(rates[`${program}2`].map((two, i) => two / rates[`${program}1`][i])));
    }
} finally {
    rmSync(folder, { recursive: true });
}

const last = existsSync(committed) ? JSON.parse(readFileSync(committed, 'utf8')).results : {};
heading(['million samples a second', 'native', 'WebAssembly', 'WebAssembly / native', 'against the last committed']);
for (const [scene, r] of Object.entries(results)) {
    const before = last[scene];
    row([scene, spread(r.native1.list), spread(r.wasm1.list), (r.wasm1.median / r.native1.median).toFixed(2),
        before ? `${(r.native1.median / before.native1.median).toFixed(2)}, ${(r.wasm1.median / before.wasm1.median).toFixed(2)}` : '-']);
}
console.log(`two threads / one: ${Object.entries(scaling).map(([what, list]) => `${what} ${spread(list)}`).join(', ')}`);
const report = { date: new Date().toISOString().slice(0, 10), cpu: cpus()[0]?.model ?? '', node: process.version, samples: Number(values.samples), results, scaling };
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.save) writeFileSync(committed, `${JSON.stringify(report, null, 2)}\n`);
