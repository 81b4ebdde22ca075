// How long renders take to a given error, and what each of low-discrepancy points, light tree and adaptive sampling gives:
// gallery scenes with none of them, and with one more at a time, until the picture's relMSE against one of many samples is
// below the target. Between two renders the sample count is interpolated on logarithmic scales.
//   node bench-error.mjs --native RAYPOOL --scenes DIR [--only interior,many-lights] [--target 0.01] [--seeds N]
//                        [--reference-samples N] [--json FILE] [--save]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { heading, median, row } from './bench-common.mjs';

const { values } = parseArgs({
    options: {
        native: { type: 'string' },
        scenes: { type: 'string' },
        only: { type: 'string', default: 'cornell-box,interior,many-lights,candles,veach-mis' },
        target: { type: 'string', default: '0.01' },
        seeds: { type: 'string', default: '2' },
        'reference-samples': { type: 'string', default: '4096' },
        json: { type: 'string' },
        save: { type: 'boolean', default: false },
    },
});
if (!values.native || !values.scenes) {
    console.error('bench-error: --native and --scenes are needed');
    process.exit(2);
}
const target = Number(values.target), width = 160, mostSamples = 1 << 13;
const plain = { sampler: 'independent', light_selection: 'uniform', noise_target: 0 };
const steps = [
    ['none', plain],
    ['low-discrepancy points', { ...plain, sampler: 'sobol' }],
    ['and light tree', { ...plain, sampler: 'sobol', light_selection: 'tree' }],
    ['and adaptive', { ...plain, sampler: 'sobol', light_selection: 'tree', adaptive: true }],
];
const folder = mkdtempSync(join(tmpdir(), 'raypool-bench-'));
const results = {};
// The changed scenes find their meshes and pictures.
for (const entry of readdirSync(values.scenes, { withFileTypes: true })) {
    if (entry.isDirectory()) symlinkSync(resolve(values.scenes, entry.name), join(folder, entry.name));
}

function render(scene, settings, out, threads) {
    const { adaptive, ...fields } = settings;
    const text = structuredClone(scene);
    Object.assign(text.render, fields, { width, height: Math.round((width * scene.render.height) / scene.render.width), clamp: 0 });
    const file = join(folder, 'scene.json'), stats = join(folder, 'stats.json');
    writeFileSync(file, JSON.stringify(text));
    // Of CPU time, which other work on the machine disturbs less.
    const { stderr, status } = spawnSync('bash', ['-c', 'TIMEFORMAT=%U; time "$@"', 'bash', values.native, 'render', file, '-o', out,
        '--threads', String(threads), '--stats', stats, '--quiet'], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const time = stderr.trim().split('\n').at(-1);
    return { seconds: Number(time), samples: JSON.parse(readFileSync(stats, 'utf8')).samplesMean };
}
function relMse(picture, reference) {
    const { stdout, stderr } = spawnSync(values.native, ['compare', picture, reference, '--metric', 'relmse'], { encoding: 'utf8' });
    const found = /relMSE\s+(\S+)/.exec(stdout);
    if (!found) throw new Error(`no relMSE: ${stderr}`);
    return Number(found[1]);
}
const average = (list) => list.reduce((a, b) => a + b, 0) / list.length;

/** Mean error, samples and seconds of a few renders that differ in their noise alone. */
function measure(scene, settings, reference) {
    const runs = [];
    for (let seed = 1; seed <= Number(values.seeds); ++seed) {
        const out = join(folder, 'out.pfm');
        const run = render(scene, { ...settings, seed }, out, 1);
        runs.push({ ...run, error: relMse(out, reference) });
    }
    return Object.fromEntries(['error', 'samples', 'seconds'].map((what) => [what, average(runs.map((run) => run[what]))]));
}

/** Samples a pixel and seconds until the target; null: not with the most samples. */
function reach(scene, settings, reference) {
    // Fewer and fewer errors: by more samples, or by a lower noise target.
    const series = settings.adaptive
        ? Array.from({ length: 16 }, (_, i) => ({ noise_target: 0.8 * 2 ** (-i / 2), samples: mostSamples }))
        : Array.from({ length: Math.log2(mostSamples) + 1 }, (_, i) => ({ samples: 2 ** i }));
    let last = null;
    for (const one of series) {
        const now = measure(scene, { ...settings, ...one }, reference);
        if (now.error <= target) {
            if (!last || last.error <= now.error) return { samples: now.samples, seconds: now.seconds };
            const t = Math.log(last.error / target) / Math.log(last.error / now.error);
            const between = (a, b) => Math.exp(Math.log(a) * (1 - t) + Math.log(b) * t);
            return { samples: between(last.samples, now.samples), seconds: between(last.seconds, now.seconds) };
        }
        last = now;
    }
    return null;
}

try {
    for (const name of values.only.split(',')) {
        const scene = JSON.parse(readFileSync(join(values.scenes, `${name}.json`), 'utf8'));
        const reference = join(folder, 'reference.pfm');
        render(scene, { sampler: 'sobol', light_selection: 'tree', noise_target: 0, samples: Number(values['reference-samples']), seed: 99 }, reference, cpus().length);
        results[name] = Object.fromEntries(steps.map(([step, settings]) => [step, reach(scene, settings, reference)]));
        console.error(name, JSON.stringify(results[name]));
    }
} finally {
    rmSync(folder, { recursive: true });
}

console.log(`samples a pixel and seconds of CPU until relMSE ${target}, ${width} pixels wide`);
heading(['', ...steps.map(([step]) => step), 'time with none / with all']);
const ratios = [];
for (const [name, r] of Object.entries(results)) {
    const first = r[steps[0][0]], all = r[steps.at(-1)[0]];
    const ratio = first && all ? first.seconds / all.seconds : null;
    if (ratio) ratios.push(ratio);
    row([name, ...steps.map(([step]) => (r[step] ? `${r[step].samples.toFixed(1)}, ${r[step].seconds.toFixed(2)} s` : `more than ${mostSamples}`)), ratio?.toFixed(2) ?? '-']);
}
if (ratios.length > 0) console.log(`median ${median(ratios).toFixed(2)}`);
const report = { date: new Date().toISOString().slice(0, 10), cpu: cpus()[0]?.model ?? '', target, width, results };
if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
if (values.save) writeFileSync(join(import.meta.dirname, 'bench-error.json'), `${JSON.stringify(report, null, 2)}\n`);
