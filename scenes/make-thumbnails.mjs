// The gallery's thumbnails, 320 x 240, cut from the middle: `node scenes/make-thumbnails.mjs [NAME ...]`, all without names.
// Rendered by build/native/raypool, made small and written as JPEG by the browser of the end-to-end tests (RAYPOOL_CHROMIUM).
// The raypool of another build is named by RAYPOOL_NATIVE. With SAMPLES=N, fewer samples than the scenes ask for; with
// PICTURES=FOLDER, a NAME.png that lies there is not rendered again. What noise is left is taken away by the denoiser.
import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { launchOptions } from '../e2e/support/browsers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const raypool = process.env.RAYPOOL_NATIVE ?? join(here, '../build/native/raypool');
const [width, height] = [320, 240];
const wanted = process.argv.slice(2);
const entries = JSON.parse(readFileSync(join(here, 'index.json'), 'utf8')).filter(({ id }) => wanted.length === 0 || wanted.includes(id));

const folder = mkdtempSync(join(tmpdir(), 'raypool-thumbnails-'));
const browser = await chromium.launch(launchOptions.chromium);
try {
    const page = await browser.newPage();
    for (const { id, file, thumbnail, width: fullWidth, height: fullHeight } of entries) {
        // Twice as large as needed: the browser averages.
        const scale = Math.min(1, 2 * Math.max(width / fullWidth, height / fullHeight));
        const given = process.env.PICTURES ? join(process.env.PICTURES, `${id}.png`) : '';
        const picture = existsSync(given) ? given : join(folder, `${id}.png`);
        const samples = process.env.SAMPLES ? ['--samples', process.env.SAMPLES] : [];
        const { status } = picture === given ? { status: 0 } : spawnSync(raypool, ['render', join(here, file), '-o', picture, '--width', String(Math.round(fullWidth * scale)),
            '--height', String(Math.round(fullHeight * scale)), ...samples, '--denoise', 'final', '--quiet'], { stdio: 'inherit' });
        if (status !== 0) throw new Error(`${id} could not be rendered`);
        const base64 = await page.evaluate(async ([source, w, h]) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = document.createElement('canvas');
            [canvas.width, canvas.height] = [w, h];
            const context = canvas.getContext('2d');
            context.imageSmoothingQuality = 'high';
            const s = Math.max(w / image.width, h / image.height);
            context.drawImage(image, (w - image.width * s) / 2, (h - image.height * s) / 2, image.width * s, image.height * s);
            return canvas.toDataURL('image/jpeg', 0.86).split(',')[1];
        }, [`data:image/png;base64,${readFileSync(picture).toString('base64')}`, width, height]);
        writeFileSync(join(here, thumbnail), Buffer.from(base64, 'base64'));
        console.log(id);
    }
} finally {
    await browser.close();
    rmSync(folder, { recursive: true });
}
