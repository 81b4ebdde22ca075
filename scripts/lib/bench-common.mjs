// What the benchmarks share.
import { Worker } from 'node:worker_threads';

export const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
/** `median (lowest to highest)`. */
export const spread = (list, digits = 2) => `${median(list).toFixed(digits)} (${Math.min(...list).toFixed(digits)} to ${Math.max(...list).toFixed(digits)})`;
export const row = (cells) => console.log(`| ${cells.join(' | ')} |`);
export const heading = (cells) => {
    row(cells);
    row(cells.map(() => '---'));
};

/** How much faster two threads are than one on nothing but arithmetic: what this machine can give right now. */
export async function bareScaling() {
    const spin = `const { parentPort } = require('node:worker_threads');
        let x = 1; for (let i = 0; i < 1e8; ++i) x = Math.imul(x, 1664525) + 1013904223 | 0; parentPort.postMessage(x);`;
    const run = (count) =>
        Promise.all(Array.from({ length: count }, () => new Promise((resolve, reject) => new Worker(spin, { eval: true }).on('message', resolve).on('error', reject))));
    const timed = async (count) => {
        const start = performance.now();
        await run(count);
        return performance.now() - start;
    };
    const ratios = [];
    for (let i = 0; i < 3; ++i) ratios.push((2 * (await timed(1))) / (await timed(2)));
    return median(ratios);
}
