// Million rays a second on the standard workload: native, WebAssembly under Node and, where there is one, Embree; in
// turns, each on the same rays out of the same files. Medians over the rounds of CPU time, so that others' work on the
// machine counts less. Of several passes the median counts: V8's compilers take CPU time beside the first few.
//   node bench-rays.mjs --native RAYPOOL --wasm RAYPOOL.JS [--embree PROGRAM] --meshes DIR [--only bunny,sponza]
//                       [--build high] [--rounds N] [--passes N] [--json FILE] [--save]
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bareScaling, median, row } from './bench-common.mjs';

const { values } = parseArgs({
    options: {
        native: { type: 'string' },
        wasm: { type: 'string' },
        embree: { type: 'string' },
        meshes: { type: 'string' },
        only: { type: 'string' },
        build: { type: 'string', default: 'default' },
        rounds: { type: 'string', default: '5' },
        passes: { type: 'string', default: '9' },
        json: { type: 'string' },
        save: { type: 'boolean', default: false },
    },
});
const workloads = ['primary', 'diffuse', 'shadow'];
const meshes = {
    bunny: ['stanford-bunny.obj'],
    dragon200k: ['dragon_res2.ply'],
    dragon810k: ['dragon_res2.ply', '--subdivide', '1'],
    apartment: ['dream-apartment.glb', '--view', 'apartment'],
    sponza: ['sponza_dabrovic.obj', '--view', 'sponza'],
};
const here = import.meta.dirname;
const committed = join(here, 'bench-rays.json');
const peers = JSON.parse(readFileSync(join(here, 'bench-peers.json'), 'utf8'));
const names = values.only?.split(',') ?? Object.keys(meshes);
const unknown = names.find((name) => !(name in meshes));
if (unknown !== undefined || !values.native || !values.meshes) {
    console.error(unknown === undefined ? 'bench-rays: --native and --meshes are needed' : `bench-rays: no mesh "${unknown}"; there are ${Object.keys(meshes).join(', ')}`);
    process.exit(2);
}
if (values.save && values.build !== 'default') {
    console.error('bench-rays: --save keeps the figures of the default build');
    process.exit(2);
}

const json = (program, args) => JSON.parse(execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 24 }));
const programs = {
    native: (args) => json(values.native, ['bench', 'rays', ...args, '--json']),
    ...(values.wasm && { wasm: (args) => json(process.execPath, [values.wasm, 'bench', 'rays', ...args, '--json']) }),
};
const rate = (out) => out.mraysPerCpuSecond ?? out.mraysPerSecond;
const buildMs = (out) => out.buildCpuMs ?? out.buildMs;

const folder = mkdtempSync(join(tmpdir(), 'raypool-bench-'));
const results = {};
try {
    for (const name of names) {
        const [file, ...options] = meshes[name];
        const tri = join(folder, `${name}.tri`);
        const raysOf = (workload) => join(folder, `${name}-${workload}.rays`);
        const found = {};
        for (const workload of workloads) {
            const made = programs.native(['--mesh', join(values.meshes, file), ...options, '--workload', workload, '--passes', '1',
                '--write-tri', tri, '--write-rays', raysOf(workload)]);
            found[workload] = made.hits;
        }
        const rates = {}, builds = {};
        for (let round = 0; round < Number(values.rounds); ++round) {
            for (const workload of workloads) {
                const anyHit = workload === 'shadow' ? ['--any-hit'] : [];
                const args = ['--mesh', tri, '--rays', raysOf(workload), ...anyHit, '--passes', values.passes];
                const outs = Object.fromEntries(Object.entries(programs).map(([program, run]) => [program, run([...args, '--build', values.build])]));
                if (values.embree) outs.embree = json(values.embree, [tri, raysOf(workload), ...anyHit, '--passes', values.passes]);
                for (const [program, out] of Object.entries(outs)) {
                    if (program !== 'embree' && out.hits !== found[workload]) throw new Error(`${program}: ${out.hits} hits of ${workload} rays on ${name}, not ${found[workload]}`);
                    ((rates[program] ??= {})[workload] ??= []).push(rate(out));
                    (builds[program] ??= []).push(buildMs(out));
                }
            }
        }
        results[name] = Object.fromEntries(
            Object.entries(rates).map(([program, byWorkload]) => [
                program,
                { mrays: workloads.map((w) => Number(median(byWorkload[w]).toFixed(2))), buildMs: Number(median(builds[program]).toFixed(1)) },
            ]),
        );
        for (const workload of workloads) rmSync(raysOf(workload));
        if (name === names.at(-1)) {
            // Threads run on the wall's clock: CPU time would not show what is waited for.
            const args = ['--mesh', join(values.meshes, file), ...options, '--workload', 'diffuse', '--passes', '9', '--build', values.build];
            results.scaling = { bareLoop: Number((await bareScaling()).toFixed(2)) };
            for (const [program, run] of Object.entries(programs)) {
                const [one, two] = ['1', '2'].map((threads) => run([...args, '--threads', threads]).mraysPerSecond);
                results.scaling[program] = Number((two / one).toFixed(2));
            }
        }
    }
} finally {
    rmSync(folder, { recursive: true });
}

const last = existsSync(committed) ? JSON.parse(readFileSync(committed, 'utf8')).results : {};
const three = (list) => list.map((x) => x.toFixed(1)).join(' / ');
const report = { date: new Date().toISOString().slice(0, 10), cpu: cpus()[0]?.model ?? '', node: process.version, build: values.build, rounds: Number(values.rounds), results };
row(['primary / diffuse / shadow', ...names]);
row(['---', ...names.map(() => '---')]);
for (const program of ['native', 'wasm', 'embree']) {
    if (!results[names[0]][program]) continue;
    const label = program === 'embree' ? 'Embree, native SSE4.2, this run' : `Raypool, ${program}`;
    row([label, ...names.map((name) => three(results[name][program].mrays))]);
    if (program === 'embree') continue;
    const before = names.map((name) => last[name]?.[program]?.mrays);
    if (before.some(Boolean)) {
        row(['against the last committed', ...names.map((name, i) => (before[i] ? results[name][program].mrays.map((x, k) => (x / before[i][k]).toFixed(2)).join(' / ') : '-'))]);
    }
    if (results[names[0]].embree) {
        row(['against Embree, this run', ...names.map((name) => results[name][program].mrays.map((x, k) => (x / results[name].embree.mrays[k]).toFixed(2)).join(' / '))]);
    }
}
for (const [label, figures] of Object.entries(peers.rows)) row([`${label} (another machine)`, ...names.map((name) => three(figures[name]))]);
if (results[names[0]].wasm) {
    row(['wasm / native', ...names.map((name) => results[name].wasm.mrays.map((x, k) => (x / results[name].native.mrays[k]).toFixed(2)).join(' / '))]);
}
row(['build, ms', ...names.map((name) => Object.entries(results[name]).map(([program, r]) => `${program} ${r.buildMs}`).join(', '))]);
console.log(`two threads / one: ${Object.entries(results.scaling).map(([what, x]) => `${what} ${x}`).join(', ')}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.save) writeFileSync(committed, `${JSON.stringify(report, null, 2)}\n`);
