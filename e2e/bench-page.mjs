// What somebody waits for, in Chromium: the page until it can be used and shows a picture, the first pixels after an edit, of
// a small scene and of one with a million triangles, set by a program and typed, with the engine's parts of that time, and a .glb of a million triangles from opening to first pixels; and the
// engine's memory then. Times are the browser's own, up to the frame in which the canvas has changed.
//   node e2e/bench-page.mjs [--runs 5] [--json FILE]
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions } from './support/browsers.mjs';
import { hills, hillsGlb } from './support/meshes.mjs';
import { project, site } from './support/site.mjs';
import { startServer } from './support/static-server.mjs';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '5' }, json: { type: 'string' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
    console.error('usage: node e2e/bench-page.mjs [--runs N] [--json FILE]');
    process.exit(2);
}
const cells = 708;   // 1,002,528 triangles
const small = JSON.parse(readFileSync(`${project}/scenes/cornell-box.json`, 'utf8'));
/** @param {number} red */
const mesh = (red) => JSON.stringify({
    raypool: 1, render: { width: 800, height: 600, samples: 4 }, camera: { position: [3, 2, 4], look_at: [0, 0, 0], yfov: 45 },
    objects: [{ mesh: { file: 'hills.ply' }, material: { type: 'diffuse', color: [red, 0.6, 0.3] } }],
});
/** @param {number} edit */
const smallText = (edit) => JSON.stringify({ ...small, render: { ...small.render, samples: 2 }, materials: { ...small.materials, white: { type: 'diffuse', color: [0.74, 0.73 - 0.01 * edit, 0.7] } } });

const folder = mkdtempSync(join(tmpdir(), 'raypool-bench-'));
writeFileSync(join(folder, 'hills.ply'), hills(cells));
writeFileSync(join(folder, 'hills.glb'), hillsGlb(cells));
const server = await startServer({ root: site, mounts: { '/meshes/': folder } });
const browser = await chromium.launch(launchOptions.chromium);
/** @type {Record<string, number[]>} */
const times = {};
/** @param {string} what @param {number} value */
const note = (what, value) => { (times[what] ??= []).push(value); };

/** Until a frame shows another picture than when `act` began. */
const inPage = () => {
    const canvas = /** @type {HTMLCanvasElement} */ (document.querySelector('#canvas'));
    const look = () => {
        const context = canvas.getContext('2d');
        const { width, height } = canvas;
        // The first pass shows one pixel in many, spread out: some of a row tell.
        return context === null ? '' : `${width} ${height} ${context.getImageData(0, height >> 1, width, 1).data.join()}`;
    };
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    /** @type {any} */ (globalThis).benchUntilChanged = async (/** @type {() => unknown} */ act) => {
        const before = look(), start = performance.now();
        act();
        while (look() === before) await frame();
        return performance.now() - start;
    };
    /** From the next key. */
    /** @type {any} */ (globalThis).benchAfterKey = async () => {
        const before = look();
        const start = await new Promise((resolve) => addEventListener('keydown', (event) => resolve(event.timeStamp), { capture: true, once: true }));
        while (look() === before) await frame();
        return performance.now() - start;
    };
};
const settled = () => new Promise((resolve) => {
    const wait = () => (/done|error/.test(document.documentElement.dataset.renderState ?? '') ? resolve(undefined) : setTimeout(wait, 20));
    wait();
});

/** What the engine says of the render that is over: reading and compiling, its trees, and from there to the first tile. */
const noteParts = async (/** @type {import('@playwright/test').Page} */ page, /** @type {string} */ what) => {
    const { compileMs, bvhMs, firstPixelMs } = await page.evaluate(() => ({ ...raypool.stats }));
    for (const [part, ms] of Object.entries({ 'read and compiled': compileMs, 'its trees': bvhMs, 'first tile': firstPixelMs })) note(`${what}: ${part}`, ms ?? NaN);
};

let memory = 0;
try {
    for (let run = 0; run < runs; ++run) {
        const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
        const page = await context.newPage();
        await page.goto(server.url);
        note('start: engine ready', await page.evaluate(() => raypool.ready.then(() => performance.now())));
        await page.evaluate(inPage);
        note('start: first picture done', await page.evaluate(settled).then(() => page.evaluate(() => performance.now())));
        for (let edit = 1; edit <= 4; ++edit) {
            const ms = await page.evaluate((text) => /** @type {any} */ (globalThis).benchUntilChanged(() => raypool.setScene(text)), smallText(edit + 10 * run));
            if (edit > 1) note('small scene: first pixels after an edit', ms);   // the first shows another size
            await page.evaluate(settled);   // or what was rendered before would change the picture
            if (edit > 1) await noteParts(page, '  of it in the engine');
        }
        const { render, ...rest } = small;
        // Digits that are typed before the two brackets at the end are the seed's.
        await page.evaluate((text) => raypool.setScene(text), JSON.stringify({ ...rest, render: { ...render, samples: 2, seed: 1 } }));
        await page.evaluate(settled);
        await page.locator('#scene .cm-content').focus();
        await page.keyboard.press('Control+End');
        for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
        for (const key of '234') {
            await page.waitForTimeout(300);
            const changed = page.evaluate(() => /** @type {any} */ (globalThis).benchAfterKey());
            await page.waitForTimeout(50);
            await page.keyboard.press(key);
            note('small scene: from a key to first pixels', await changed);
            await page.evaluate(settled);
        }
        const base = `${server.origin}/meshes/scene.json`;
        /** @param {number} red */
        const show = (red) => page.evaluate(([text, from]) => /** @type {any} */ (globalThis).benchUntilChanged(() => raypool.setScene(/** @type {string} */ (text), from)), [mesh(red), base]);
        note('1,002,528 triangles (PLY): first pixels from nothing', await show(0.9));
        await page.evaluate(settled);
        for (const red of [0.1, 0.8, 0.2]) {
            note('1,002,528 triangles: first pixels after an edit', await show(red));
            await page.evaluate(settled);
            await noteParts(page, '   of it in the engine');
        }
        note('.glb of 1,002,528 triangles: opened to first pixels', await page.evaluate(async (url) => {
            const data = new Uint8Array(await (await fetch(url)).arrayBuffer());
            return /** @type {any} */ (globalThis).benchUntilChanged(() => raypool.open([{ name: 'hills.glb', data }]));
        }, `${server.origin}/meshes/hills.glb`));
        await page.evaluate(() => raypool.cancel());   // a stage takes hundreds of samples
        memory = Math.max(memory, await page.evaluate(() => raypool.stats?.memoryBytes ?? 0));
        await context.close();
    }
} finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true });
}

console.log(`Chromium ${browser.version()}, 1440x900, ${runs} visits, ms: median (least to most)`);
for (const [what, list] of Object.entries(times)) {
    const sorted = list.toSorted((a, b) => a - b);
    console.log(`${what.padEnd(62)} ${sorted[sorted.length >> 1]?.toFixed(0)} (${sorted[0]?.toFixed(0)} to ${sorted.at(-1)?.toFixed(0)})`);
}
console.log(`engine's memory with the .glb's picture, MB: ${(memory / 1e6).toFixed(0)}`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ browser: `Chromium ${browser.version()}`, times, memory })}\n`);
