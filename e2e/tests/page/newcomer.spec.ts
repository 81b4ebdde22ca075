// Somebody who has never been here and has a mouse: opens the page, changes something, sees the change.
import type { Page } from '@playwright/test';
import { recordedErrors, waitForState } from '../../support/page';
import { canvasPixels, compare, type Picture } from '../../support/pixels';
import { expect, test } from '../../support/test';

/** Until the picture is another one: ms from when `act` began. */
async function untilSeen(page: Page, before: Picture, pixels: () => Promise<Picture>, act: () => Promise<void>): Promise<number> {
    const start = performance.now();
    await act();
    await expect.poll(async () => {
        const now = await pixels();
        return now.width !== before.width || now.height !== before.height || compare(now, before).differing > 100;
    }, { intervals: [20] }).toBe(true);
    return Math.round(performance.now() - start);
}

test('from an empty profile, by mouse alone: open, choose a scene, drag a number, pick a colour, turn the camera, take it back', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    const opened = performance.now();
    // Few samples, quick enough to be waited for.
    await app.goto(`${(await serve()).url}?samples=4`);
    await page.locator('#scene .cm-content').waitFor();
    await page.waitForFunction(() => raypool.display !== null);
    const times: string[] = [`picture and editor after ${Math.round(performance.now() - opened)} ms`];
    const pixels = (): Promise<Picture> => canvasPixels(app);
    const change = async (what: string, act: () => Promise<void>): Promise<void> => {
        await waitForState(app, 'done');
        const before = await page.evaluate(() => raypool.scene);
        const ms = await untilSeen(page, await pixels(), pixels, act);
        expect(await page.evaluate(() => raypool.scene), what).not.toBe(before);
        times.push(`${what}: seen after ${ms} ms`);
    };

    await change('a scene of the gallery', async () => {
        await page.getByRole('button', { name: 'Gallery', exact: true }).click();
        await page.getByRole('button', { name: /One sphere/ }).click();
    });
    await expect(page.getByRole('dialog')).toHaveCount(0);

    const number = page.locator('#scene .cm-line').filter({ hasText: '"radius"' }).locator('span').filter({ hasText: /^1$/ }).last();
    await change('a number', async () => {
        const box = (await number.boundingBox())!;
        await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
        await page.mouse.down();
        await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 10 });
        await page.mouse.up();
    });
    await change('a colour', async () => {
        await page.locator('#scene .swatch').first().click();
        await page.locator('input[type=color]').fill('#20a0ff');
    });
    const canvas = (await page.locator('#canvas').boundingBox())!;
    await change('the camera', async () => {
        await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + canvas.height / 2);
        await page.mouse.down();
        await page.mouse.move(canvas.x + 0.7 * canvas.width, canvas.y + 0.45 * canvas.height, { steps: 6 });
        await page.mouse.up();
    });
    await change('taken back', () => page.getByRole('button', { name: 'Undo', exact: true }).click());
    test.info().annotations.push({ type: 'newcomer', description: times.join('; ') });
    expect(await recordedErrors(app)).toEqual([]);
});
