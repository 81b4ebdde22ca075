// The controls of how a picture is made and shown, worked as a person would.
import { open, typeScene, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels, compare } from '../../support/pixels';
import { endlessNativeScene, nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';
import type { Locator } from '@playwright/test';

/** Key by key: Playwright's fill() reaches no number field of an unpatched Firefox. */
async function put(field: Locator, text: string): Promise<void> {
    await field.focus();
    await field.press('Control+A');
    await field.pressSequentially(text);
}

test('the controls show what the scene says, change it without a new render, and take it back', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); },
                        nativeScene({ samples: 8 }, { display: { exposure: 0.5, tone_mapping: 'neutral', white_point: 5000 } }));
    await waitForPicture(app, 48, 32);
    const view = page.getByRole('combobox', { name: 'View' });
    const toneMap = page.getByRole('combobox', { name: 'Tone map' });
    const slider = page.getByRole('slider', { name: 'Exposure' });
    const exposure = page.getByRole('spinbutton', { name: 'Exposure in stops' });
    const white = page.getByRole('spinbutton', { name: 'White point in kelvin' });
    const reset = page.getByRole('button', { name: 'Reset' });
    const shown = async () => [await view.inputValue(), await toneMap.inputValue(), await slider.inputValue(),
                               await exposure.inputValue(), await white.inputValue(),
                               await page.getByRole('spinbutton', { name: 'Samples' }).inputValue()];
    await expect.poll(shown).toEqual(['beauty', 'neutral', '0.5', '0.5', '5000', '8']);
    await expect(reset).toBeDisabled();
    const own = await canvasPixels(app);
    const rays = await page.evaluate(() => raypool.stats!.rays);

    const changes = async (what: () => Promise<unknown>): Promise<void> => {
        const before = await canvasPixels(app);
        await what();
        await expect.poll(async () => compare(await canvasPixels(app), before).differing).toBeGreaterThan(50);
    };
    await changes(() => put(exposure, '2.5'));
    await expect(slider).toHaveValue('2.5');
    await slider.focus();
    await changes(() => page.keyboard.press('ArrowLeft'));
    await expect(exposure).toHaveValue('2.4');
    await changes(() => toneMap.selectOption('ACES'));
    await changes(async () => { await put(white, '9000'); await page.keyboard.press('Enter'); });
    await changes(() => view.selectOption('Normal'));
    expect(await page.evaluate(() => ({ ...raypool.display! })))
        .toMatchObject({ exposure: 2.4, whitePoint: 9000, toneMapping: 'aces', view: 'normal' });
    await reset.click();
    await expect.poll(async () => compare(await canvasPixels(app), own).differing).toBe(0);
    await expect.poll(shown).toEqual(['beauty', 'neutral', '0.5', '0.5', '5000', '8']);
    // Nothing of this was rendered anew.
    expect(await page.evaluate(() => [document.documentElement.dataset.renderState, raypool.stats!.rays])).toEqual(['done', rays]);
});

test('integrator, samples, More samples, Cancel and Continue', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene());
    await waitForPicture(app, 48, 32);
    const done = (samples: number) => expect.poll(() => page.evaluate(() =>
        document.documentElement.dataset.renderState === 'done' ? raypool.stats!.samplesDone : 0)).toBe(samples);
    await done(16);
    const rays = await page.evaluate(() => raypool.stats!.rays);
    await page.getByRole('button', { name: 'More samples' }).click();
    await done(32);
    // The first 16 were not rendered twice.
    expect(await page.evaluate(() => raypool.stats!.rays)).toBeLessThan(2.5 * rays);

    const samples = page.getByRole('spinbutton', { name: 'Samples' });
    await put(samples, '4');
    await page.keyboard.press('Enter');
    await done(4);
    const path = await canvasPixels(app);
    await page.getByRole('combobox', { name: 'Integrator' }).selectOption('Direct');
    await expect.poll(async () => compare(await canvasPixels(app), path).differing).toBeGreaterThan(50);
    await done(4);
    // An edit keeps what was set by hand, another scene does not.
    await typeScene(app, '{"raypool":1,"render":{"width":44,"height":32},"objects":[{"sphere":{}}]}');
    await waitForPicture(app, 44, 32);
    expect(await page.evaluate(() => raypool.stats!.samplesDone)).toBe(4);
    await page.reload();
    await waitForPicture(app, 44, 32);
    await expect(page.getByRole('combobox', { name: 'Integrator' })).toHaveValue('direct');
    await expect(samples).toHaveValue('4');

    await page.evaluate((text) => { raypool.setScene(text); }, endlessNativeScene);
    await waitForState(app, 'rendering');
    await expect(page.getByRole('combobox', { name: 'Integrator' })).toHaveValue('');
    await expect.poll(() => canvasPixels(app).then(({ width }) => width)).toBe(320);
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await waitForState(app, 'cancelled');
    await page.getByRole('button', { name: 'Continue' }).click();
    await waitForState(app, 'rendering');
    await page.getByRole('button', { name: /^Cancel/ }).click();
    await waitForState(app, 'cancelled');
});

test("the 2018 demo's scenes: their own shading, or the path tracer's", async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?scene=glass-pair`);
    const view = page.getByRole('combobox', { name: 'View' });
    await expect(view.locator('option[value=albedo]')).toBeDisabled();
    await expect(page.getByRole('button', { name: 'More samples' })).toBeDisabled();
    const classic = await canvasPixels(app);
    await put(page.getByRole('spinbutton', { name: 'Exposure in stops' }), '-2');
    await expect.poll(async () => compare(await canvasPixels(app), classic).differing).toBeGreaterThan(1000);
    await page.getByRole('combobox', { name: 'Integrator' }).selectOption('Normal');
    await expect(view.locator('option[value=albedo]')).toBeEnabled();
    await expect(view).toHaveValue('normal');
});

test('samples, seed and integrator in the address', async ({ playwrightApp: app, serve }) => {
    const server = await serve();
    await open(app, `${server.url}?autostart=0&samples=3&seed=5&integrator=direct`, 'idle');
    const stats = await app.page.evaluate(async (text) => (await raypool.render(text)).stats.samplesDone, nativeScene());
    expect(stats).toBe(3);
    await expect(app.page.getByRole('combobox', { name: 'Integrator' }).locator('option').first()).toHaveText('Scene’s own (direct)');
    await expect(app.page.getByRole('spinbutton', { name: 'Samples' })).toHaveValue('3');
});
