// Time to render the 2018 demo's default scene in Chromium, through the page's own programming interface.
//   node e2e/bench-demo.mjs [--runs 5] [--json FILE]
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/browsers.mjs';
import { project, site } from './support/site.mjs';
import { startServer } from './support/static-server.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, json: { type: 'string' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
    console.error('usage: node e2e/bench-demo.mjs [--runs N] [--json FILE]');
    process.exit(2);
}
const scene = readFileSync(`${project}/e2e/data/demo-2018/default.json`, 'utf8');

const server = await startServer({ root: site });
const browser = await chromium.launch(launchOptions.chromium);
/** @type {{threads: number, median: number, fastest: number, slowest: number, seconds: number[], wallSeconds: number[]}[]} */
const rows = [];
try {
    const page = await browser.newPage();
    // The picture alone: no editor, no overlay, nothing else to do for the main thread.
    await page.goto(`${server.url}?autostart=0&ui=0`);
    await page.evaluate(() => raypool.ready);
    for (const threads of [1, 2]) {
        /** @type {number[]} */ const seconds = [];
        /** @type {number[]} */ const wallSeconds = [];
        for (let run = -1; run < runs; ++run) {  // the first one warms up the compiler and does not count
            const result = await page.evaluate(async ({ scene, threads }) => {
                const start = performance.now();
                const { stats } = await raypool.render(scene, { threads });
                return { threads: stats.threads, seconds: stats.seconds, wall: (performance.now() - start) / 1000 };
            }, { scene, threads });
            if (result.threads !== threads) throw new Error(`${result.threads} threads rendered, not ${threads}`);
            if (run < 0) continue;
            seconds.push(result.seconds);
            wallSeconds.push(result.wall);
        }
        const sorted = seconds.toSorted((a, b) => a - b);
        const at = (/** @type {number} */ index) => sorted[index] ?? NaN;
        const median = (at((runs - 1) >> 1) + at(runs >> 1)) / 2;
        rows.push({ threads, median, fastest: at(0), slowest: at(runs - 1), seconds, wallSeconds });
    }
} finally {
    await browser.close();
    await server.close();
}

const ms = (/** @type {number} */ seconds) => (seconds * 1000).toFixed(1).padStart(9);
console.log(`The 2018 demo's default scene, 800x800, Chromium ${browser.version()}, ${runs} runs, times in ms`);
console.log('threads   median  fastest  slowest');
for (const { threads, median, fastest, slowest } of rows)
    console.log(`${String(threads).padStart(7)}${ms(median)}${ms(fastest)}${ms(slowest)}`);
const json = JSON.stringify({ scene: 'demo-2018/default', browser: `Chromium ${browser.version()}`, rows });
console.log(json);
if (values.json !== undefined) writeFileSync(values.json, `${json}\n`);
