// The guided tour, by keyboard.
import { accessibilityFaults } from '../../support/accessibility';
import { open, typeScene, waitForPicture, waitForState } from '../../support/page';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';
import { mkdirSync } from 'node:fs';

mkdirSync(artifacts, { recursive: true });
const own = '{"raypool": 1, "render": {"width": 40, "height": 30, "samples": 1}, "objects": [{"sphere": {}}]}';

for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 }, zoomed: { width: 720, height: 450 } })) {
    test.describe(size, () => {
        test.use({ viewport });
        // Elsewhere, how it looks; the texts are the same.
        const steps = { desktop: 10, phone: 6, zoomed: 3 }[size]!;
        test(`${steps} steps without a mistake, back and forth; leaving gives the own scene back`, async ({ playwrightApp: app, engine, serve }) => {
            const { page } = app;
            await open(app, `${(await serve()).url}?samples=1`);
            await typeScene(app, own);
            await waitForPicture(app, 40, 30);
            await page.getByRole('button', { name: 'Tour' }).focus();
            await page.keyboard.press('Enter');
            const tour = page.getByRole('region', { name: /Tour, step/ });
            await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeFocused();
            const texts = new Set<string>();
            for (let step = 1; step <= steps; step += 1) {
                await expect(tour.getByRole('heading')).toHaveText(`Tour, step ${step} of 10`);
                await expect.poll(async () => texts.size < texts.add(await page.evaluate(() => raypool.scene)).size).toBe(true);
                await waitForState(app, 'done');
                expect(await page.evaluate(() => raypool.diagnostics)).toEqual([]);
                // The text that it is about is in view.
                await expect.poll(() => page.evaluate(() => {
                    const line = document.querySelector('#scene .cm-activeLine')?.getBoundingClientRect();
                    return line && document.elementFromPoint(line.left + 80, line.top + line.height / 2)?.closest('#scene') != null;
                }), `step ${step}`).toBe(true);
                if (step === 3) {
                    expect(await accessibilityFaults(app)).toEqual([]);
                    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
                    if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/${size}-tour.png` });
                    // Picture and sentence are in view together.
                    await expect(page.locator('#canvas')).toBeInViewport({ ratio: 0.5 });
                    await expect(page.locator('#tour-text')).toBeInViewport({ ratio: 1 });
                    await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeInViewport({ ratio: 1 });
                }
                if (step < steps) await page.keyboard.press('Enter');
            }
            await page.getByRole('button', { name: 'Back', exact: true }).press('Enter');
            await expect(tour.getByRole('heading')).toHaveText(`Tour, step ${steps - 1} of 10`);
            await page.keyboard.press('Escape');
            await expect.poll(() => page.evaluate(() => raypool.scene)).toBe(own);
            await expect(page.getByRole('button', { name: 'Tour' })).toBeFocused();

            // A reload in the middle, too.
            await page.keyboard.press('Enter');
            await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeFocused();
            await page.keyboard.press('Enter');
            await expect(tour.getByRole('heading')).toHaveText('Tour, step 2 of 10');
            await app.reload();
            await expect.poll(() => page.evaluate(() => raypool.scene)).toBe(own);
        });
    });
}

test('the tour’s scene can be kept; another scene ends the tour, and is kept', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    await typeScene(app, own);
    await waitForPicture(app, 40, 30);
    const start = page.getByRole('button', { name: 'Tour' });
    const tour = page.getByRole('region', { name: /Tour, step/ });
    const scene = (): Promise<string> => page.evaluate(() => raypool.scene);
    await start.click();
    for (let step = 2; step <= 10; step += 1) {
        await page.getByRole('button', { name: 'Next', exact: true }).click();
        await expect(tour.getByRole('heading')).toHaveText(`Tour, step ${step} of 10`);
    }
    await page.getByRole('button', { name: 'Go on with this scene' }).click();
    await expect(tour).toBeHidden();
    const kept = await scene();
    expect(kept).toContain('lens_radius');
    await app.reload();
    await expect.poll(scene).toBe(kept);
    await waitForState(app, 'done');

    await start.click();
    await expect(tour).toBeVisible();
    await page.getByRole('combobox', { name: 'Gallery scene' }).selectOption({ label: 'One sphere' });
    await expect(tour).toBeHidden();
    await expect.poll(scene).toContain('One sphere');
    const chosen = await scene();
    await expect(start).toBeEnabled();
    await page.waitForTimeout(600);   // it is kept by then
    await app.reload();
    await expect.poll(scene).toBe(chosen);
});
