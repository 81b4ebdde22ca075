// The buttons and what they show, worked as a person would.
import { open, render, typeScene, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels } from '../../support/pixels';
import { endlessScene, longScene, tinyScene } from '../../support/scenes';
import { alone, expect, test } from '../../support/test';

test('Cancel stops within 100 ms of the click', alone, async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve({ instruments: ['states'] })).url);
    await page.evaluate((text) => { raypool.setScene(text); }, endlessScene);
    await waitForState(app, 'rendering');
    await page.waitForTimeout(400);
    await page.evaluate(() => {
        addEventListener('click', () => { document.documentElement.dataset.clickedAt = String(performance.now()); },
                         { capture: true, once: true });
    });
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await waitForState(app, 'cancelled');
    const ms = await page.evaluate(() => testRecords.states.findLast(({ state }) => state === 'cancelled')!.at -
                                         Number(document.documentElement.dataset.clickedAt));
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(ms).toBeLessThan(100);
    // A picture stays in view, and the pool is free at once.
    expect((await canvasPixels(app)).pixels.some((value, i) => i % 4 < 3 && value > 0)).toBe(true);
    expect((await render(app, tinyScene())).seconds).toBeLessThan(1);
});

test('Pause and Resume', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, longScene);
    await waitForState(app, 'rendering');
    await page.getByRole('button', { name: /^Pause/ }).click();
    await expect.poll(() => page.evaluate(() => raypool.paused)).toBe(true);
    await page.waitForTimeout(300);  // workers finish the pixels in hand
    const paused = await canvasPixels(app);
    await page.waitForTimeout(500);
    expect(Buffer.from((await canvasPixels(app)).pixels).equals(Buffer.from(paused.pixels))).toBe(true);
    await page.getByRole('button', { name: /^Resume/ }).click();
    await expect.poll(() => page.evaluate(() => raypool.paused)).toBe(false);
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await waitForState(app, 'cancelled');
});

test('the workers are shown in place of a sentence: nothing moves', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?threads=2&samples=1`);
    for (const [width, height] of [[1440, 900], [900, 700]] as const) {
        await page.setViewportSize({ width, height });
        const places = () => page.evaluate(() => ['#canvas', '#stage', '.viewbar', '#settings', '#readout', '.facts']
            .map((what) => JSON.stringify(document.querySelector(what)!.getBoundingClientRect())));
        const before = await places();
        await page.keyboard.press('Alt+w');
        await expect(page.locator('#worker-strip')).toContainText(/1\d+ tiles/);
        await expect(page.locator('#mode')).toBeHidden();
        expect(await places()).toEqual(before);
        await page.keyboard.press('Alt+w');
        await expect(page.locator('#mode')).toBeVisible();
    }
});

test('progress moves and ends at 100 %', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, endlessScene);
    await waitForState(app, 'rendering');
    await expect(page.getByRole('progressbar')).toBeVisible();
    const share = () => page.getByRole('progressbar').evaluate((bar) => (bar as HTMLProgressElement).position);
    await expect.poll(share).toBeLessThan(1);
    await page.evaluate((text) => { raypool.setScene(text); }, tinyScene());
    await waitForState(app, 'done');
    await expect.poll(share).toBe(1);
});

test('without Live an edit is only checked; with Live on again it is rendered', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const live = page.getByRole('switch', { name: 'Live' });
    // The box itself is drawn by its label.
    const toggle = () => live.evaluate((element: HTMLInputElement) => element.click());
    const before = await canvasPixels(app);
    await toggle();
    await expect(live).not.toBeChecked();
    await typeScene(app, '{');
    await expect.poll(() => page.evaluate(() => raypool.diagnostics.length)).toBeGreaterThan(0);
    await typeScene(app, tinyScene({ width: 46 }));
    await expect.poll(() => page.evaluate(() => raypool.diagnostics.length)).toBe(0);
    expect((await canvasPixels(app)).width).toBe(before.width);
    await toggle();
    await waitForPicture(app, 46, 30);
});

test('the gallery opens another scene', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const before = await page.evaluate(() => raypool.scene);
    const gallery = page.getByRole('combobox', { name: /scene|gallery/i });
    const names = await gallery.locator('option').evaluateAll((all) =>
        all.filter((option) => !(option as HTMLOptionElement).disabled).map((option) => (option as HTMLOptionElement).value));
    expect(names.length).toBeGreaterThanOrEqual(3);
    // Not a scene for people with time.
    await gallery.selectOption('wide-directional');
    await expect.poll(() => page.evaluate(() => raypool.scene)).not.toBe(before);
    await waitForState(app, 'done');
});
