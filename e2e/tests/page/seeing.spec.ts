// What can be seen of a picture besides itself: values of pixels, a part of it, what was there before, and denoised.
import type { Page } from '@playwright/test';
import { accessibilityFaults } from '../../support/accessibility';
import { open, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels, compare, type Picture } from '../../support/pixels';
import { nativeScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

async function placeOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
    const box = (await page.locator('#canvas').boundingBox())!;
    return { x: box.x + ((x + 0.5) / 48) * box.width, y: box.y + ((y + 0.5) / 32) * box.height };
}

/** Of two pictures, the pixels within a rectangle that differ, and those outside. */
function split(a: Picture, b: Picture, [x0, y0, x1, y1]: [number, number, number, number]): { inside: number; outside: number } {
    const out = { inside: 0, outside: 0 };
    for (let i = 0; i < a.width * a.height; ++i) {
        if ([0, 1, 2].every((c) => a.pixels[4 * i + c] === b.pixels[4 * i + c])) continue;
        const x = i % a.width, y = Math.floor(i / a.width);
        out[x >= x0 && x < x1 && y >= y0 && y < y1 ? 'inside' : 'outside'] += 1;
    }
    return out;
}

test('the inspector is all in sight, and not on the pixel that it tells of', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1&scene=one-sphere`);
    await page.getByRole('radio', { name: 'Inspect' }).check({ force: true });
    for (const [width, height] of [[1440, 900], [900, 700], [1024, 600], [1366, 600]] as const) {
        await page.setViewportSize({ width, height });
        const panel = page.locator('#inspector');
        for (const [x, y] of [[0.02, 0.02], [0.97, 0.97], [0.03, 0.97]] as const) {
            const canvas = (await page.locator('#canvas').boundingBox())!;
            const at = { x: canvas.x + x * canvas.width, y: canvas.y + y * canvas.height };
            await page.mouse.move(at.x, at.y);
            await expect.poll(async () => Math.abs(parseInt((await panel.locator('dd').first().textContent({ timeout: 1000 }))!) - 800 * x)).toBeLessThan(8);
            const box = (await panel.boundingBox())!;
            const stage = (await page.locator('#stage').boundingBox())!;
            const what = `${width} x ${height} at ${x}, ${y}`;
            const isAside = box.x + box.width <= stage.x;
            expect(box.x >= 0 && box.y >= (isAside ? 0 : stage.y) && box.y + box.height <= height, what).toBe(true);
            expect(at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height, what).toBe(false);
        }
    }
});

test('the inspector tells a pixel’s values; a region is rendered alone; before and after', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 4 }));
    await waitForPicture(app, 48, 32);

    await page.getByRole('radio', { name: 'Inspect' }).check({ force: true });
    const values = page.locator('#inspector-values');
    const at = await placeOf(page, 24, 16);
    await page.mouse.move(at.x, at.y);
    await expect(values).toContainText('24, 16');
    const film = await page.evaluate(() => [...raypool.readFilm()!.slice(3 * (16 * 48 + 24), 3 * (16 * 48 + 24) + 3)]);
    const linear = (await values.locator('dt:text-is("Linear") + dd').textContent())!.trim().split(/\s+/).map(Number);
    linear.forEach((value, i) => expect(Math.abs(value - film[i]!)).toBeLessThan(1e-3 * Math.max(1e-3, film[i]!)));
    await expect(values.locator('dt:text-is("Samples") + dd')).toHaveText('4');
    await expect(values.locator('dt:text-is("Object") + dd')).toHaveText(/^\/objects\/\d$/);
    await page.locator('#stage').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await expect(values).toContainText('25, 6');
    // Enlarged about the cursor, what is under it stays under it.
    const before = await placeOf(page, 24, 16);
    await page.mouse.move(before.x, before.y);
    const stage = await page.locator('#stage').boundingBox();
    await page.keyboard.down('Control');
    for (let i = 0; i < 5; ++i) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await expect(page.locator('#zoom-fit')).toHaveText(/%/);
    // The longer label takes no further row.
    expect(await page.locator('#stage').boundingBox()).toEqual(stage);
    const after = await placeOf(page, 24, 16);
    expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(20);
    await page.keyboard.press('Alt+0');

    const whole = await canvasPixels(app);
    await page.setViewportSize({ width: 1366, height: 768 });
    await page.getByRole('radio', { name: 'Region' }).check({ force: true });
    const place = await page.locator('#canvas').boundingBox();
    const [a, b] = [await placeOf(page, 10, 8), await placeOf(page, 29, 23)];
    const box = await page.locator('#canvas').boundingBox();
    await page.mouse.move(a.x, a.y);
    await page.mouse.down();
    await page.mouse.move(b.x, b.y, { steps: 4 });
    await page.mouse.up();
    await expect(page.locator('#region')).toBeVisible();
    // The picture stays where it is for the button that comes.
    await expect(page.getByRole('button', { name: 'Whole picture' })).toBeVisible();
    expect(await page.locator('#canvas').boundingBox()).toEqual(box);
    await waitForState(app, 'done');
    expect(compare(await canvasPixels(app), whole).differing).toBe(0);
    expect(await page.locator('#canvas').boundingBox()).toEqual(place);
    await page.getByRole('combobox', { name: 'Integrator' }).selectOption('Direct');
    await expect.poll(async () => split(await canvasPixels(app), whole, [10, 8, 30, 24]).inside).toBeGreaterThan(50);
    await waitForState(app, 'done');
    expect(split(await canvasPixels(app), whole, [10, 8, 30, 24]).outside).toBe(0);
    await page.getByRole('button', { name: 'Whole picture' }).click();
    await expect.poll(async () => split(await canvasPixels(app), whole, [10, 8, 30, 24]).outside).toBeGreaterThan(50);
    await expect(page.locator('#region')).toBeHidden();
    await expect(page.locator('#stage')).toBeFocused();
    await waitForState(app, 'done');

    // The picture of before on the left of the slider.
    await page.getByRole('combobox', { name: 'Compare' }).selectOption('Before the change');
    await expect(page.locator('#compare-layer')).toBeVisible();
    const slider = page.getByRole('slider', { name: /other picture/ });
    const left = page.locator('#compare-left'), right = page.locator('#compare-right');
    await expect(slider).toHaveAttribute('aria-valuetext', '50 % before the change');
    await expect(left).toBeInViewport({ ratio: 1 });
    await expect(right).toBeInViewport({ ratio: 1 });
    expect((await left.boundingBox())!.x).toBeLessThan((await right.boundingBox())!.x);
    // The letters stand on their ground, not out of it.
    for (const side of [left, right]) expect((await side.boundingBox())!.height).toBeGreaterThan(16);
    expect(await accessibilityFaults(app)).toEqual([]);
    await slider.focus();
    await page.keyboard.press('Home');
    await expect(slider).toHaveValue('0');
    // Nothing of the picture of before is seen any more, nor of what says so.
    await expect(left).not.toBeInViewport();
    await expect(right).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('#compare-canvas')!).clipPath)).toContain('100%');
    await page.getByRole('combobox', { name: 'Compare' }).selectOption('Off');
    await expect(page.locator('#compare-layer')).toBeHidden();
});

test('BVH cost is a view: at once, with a scale and the pixel’s number, and the picture comes back as it was', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 4 }));
    await waitForPicture(app, 48, 32);
    const beauty = await canvasPixels(app);
    const before = await page.evaluate(() => ({ text: raypool.scene, rays: raypool.stats!.rays, film: raypool.readFilm()!.join() }));
    const legend = page.locator('#legend');
    await expect(legend).toBeHidden();

    const view = page.getByRole('combobox', { name: 'View' });
    await view.selectOption('BVH cost');
    await expect.poll(async () => compare(await canvasPixels(app), beauty).differing).toBeGreaterThan(1000);
    await expect(legend).toHaveText('0256 nodes and blocks a ray, or more');
    // Nothing was rendered for it, and the text does not know of it.
    expect(await page.evaluate(() => ({ text: raypool.scene, rays: raypool.stats!.rays, film: raypool.readFilm()!.join() }))).toEqual(before);
    expect(await page.evaluate(() => document.documentElement.dataset.renderState)).toBe('done');

    await page.getByRole('radio', { name: 'Inspect' }).check({ force: true });
    const cost = async (x: number, y: number): Promise<number> => {
        const at = await placeOf(page, x, y);
        await page.mouse.move(at.x, at.y);
        await expect(page.locator('#inspector-values')).toContainText(`${x}, ${y}`);
        return parseInt((await page.locator('#inspector-values dt:text-is("BVH cost") + dd').textContent())!);
    };
    expect(await cost(24, 16)).toBeGreaterThan(0);
    expect(await page.screenshot({ path: `${artifacts}/view-bvh-cost.png` })).toBeTruthy();

    await view.selectOption('Beauty');
    await expect.poll(async () => compare(await canvasPixels(app), beauty).differing).toBe(0);
    await expect(legend).toBeHidden();
    await expect(page.locator('#inspector-values')).not.toContainText('BVH cost');
    expect(await page.evaluate(() => raypool.stats!.rays)).toBe(before.rays);
});

test('a denoised picture says so, and the film stays as it is', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 4 }));
    await waitForPicture(app, 48, 32);
    const noisy = await canvasPixels(app);
    const film = (): Promise<number> => page.evaluate(() => raypool.readFilm()!.reduce((sum, v, i) => sum + v * ((i % 97) + 1), 0));
    const before = await film();
    const rays = await page.evaluate(() => raypool.stats!.rays);
    const badge = page.locator('#denoised');
    await expect(badge).toBeHidden();
    const denoise = page.getByRole('combobox', { name: 'Denoise' });
    for (const quality of ['Preview', 'Final']) {
        await denoise.selectOption(quality);
        await expect(badge).toHaveText(new RegExp(`^Denoised \\(${quality.toLowerCase()}\\)`));
        await expect.poll(async () => compare(await canvasPixels(app), noisy).differing).toBeGreaterThan(200);
    }
    expect(await page.evaluate(() => raypool.denoised.quality)).toBe('final');
    await expect(page.getByRole('button', { name: 'Save as PNG, denoised as shown' })).toBeEnabled();
    expect(await film()).toBe(before);
    // As a file: as shown, with the film besides.
    const sizes = await page.evaluate(async () => [
        (await raypool.encode('exr'))!.length, (await raypool.encode('exr', { denoised: true }))!.length,
    ]);
    expect(sizes[1]).toBeGreaterThan(1.5 * sizes[0]!);
    await page.getByRole('combobox', { name: 'Compare' }).selectOption('Not denoised');
    await expect(page.locator('#compare-layer')).toBeVisible();
    // More samples: the film is shown until nothing renders any more, then it is denoised again.
    await page.getByRole('button', { name: 'More samples' }).click();
    await expect.poll(() => page.evaluate(() => raypool.stats!.samplesDone)).toBe(8);
    await expect(badge).toHaveText(/^Denoised \(final\)/);
    // Its pixels come with the frame after the words.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const smooth = await canvasPixels(app);
    await denoise.selectOption('Off');
    await expect(badge).toBeHidden();
    await expect.poll(async () => compare(await canvasPixels(app), smooth).differing).toBeGreaterThan(200);   // one frame later
    expect(await page.evaluate(() => raypool.stats!.rays)).toBeLessThan(2.5 * rays);
    // The same as if it had never been on.
    const shown = await canvasPixels(app);
    const anew = await page.evaluate(async () => [...(await raypool.render(`${raypool.scene} `, { samples: 8 })).pixels]);
    expect(compare(shown, { width: 48, height: 32, pixels: Uint8Array.from(anew) }).differing).toBe(0);
});
