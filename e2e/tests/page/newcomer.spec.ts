// Somebody who has never been here and has a mouse: opens the page, changes something, sees the change.
import type { Page } from '@playwright/test';
import { recordedErrors, waitForState } from '../../support/page';
import { expect, test } from '../../support/test';

/** The picture in a word. */
const picture = (page: Page): Promise<string> => page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    return `${canvas.width}x${canvas.height} ${data.reduce((hash, value) => (31 * hash + value) | 0, 0)}`;
});

test('from an empty profile, by mouse alone: open, choose a scene, drag a number, pick a colour, turn the camera, take it back', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    const opened = performance.now();
    // Few samples, quick enough to be waited for.
    await app.goto(`${(await serve()).url}?samples=4`);
    await page.locator('#scene .cm-content').waitFor();
    await page.waitForFunction(() => raypool.display !== null);
    const times: string[] = [`picture and editor after ${Math.round(performance.now() - opened)} ms`];
    const change = async (what: string, act: () => Promise<void>): Promise<void> => {
        await waitForState(app, 'done');
        const before = await page.evaluate(() => raypool.scene);
        const shown = await picture(page), start = performance.now();
        await act();
        await expect.poll(() => picture(page), { intervals: [20] }).not.toBe(shown);
        const ms = Math.round(performance.now() - start);
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
