// axe in every state of the page, and pictures of them for people to look at, in e2e/.artifacts.
import { mkdirSync } from 'node:fs';
import { accessibilityFaults } from '../../support/accessibility';
import { open, waitForState } from '../../support/page';
import { demoScene, endlessScene, nativeScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
mkdirSync(artifacts, { recursive: true });

for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
        test.describe(`${size}, ${colorScheme}`, () => {
            test.use({ viewport, contextOptions: { colorScheme } });

            test('axe finds nothing in any state', async ({ playwrightApp: app, serve }) => {
                const { page } = app;
                const server = await serve();
                const check = async (state: string): Promise<void> => {
                    await page.screenshot({ path: `${artifacts}/${size}-${colorScheme}-${state}.png` });
                    expect(await accessibilityFaults(app), state).toEqual([]);
                    // A phone's page scrolls downwards only.
                    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), state)
                        .toBeLessThanOrEqual(0);
                };

                let release = (): void => undefined;
                const held = new Promise<void>((resolve) => { release = resolve; });
                await page.route('**/*.wasm', async (route) => {
                    await held;
                    await route.continue();
                });
                await page.goto(server.url);
                await waitForState(app, 'loading');
                await check('loading');
                release();
                await waitForState(app, 'done');
                await check('done');

                await page.evaluate((text) => { raypool.setScene(text); }, endlessScene);
                await waitForState(app, 'rendering');
                await check('rendering');
                await page.evaluate(() => raypool.cancel());
                await waitForState(app, 'cancelled');
                await check('cancelled');

                await page.evaluate((text) => { raypool.setScene(text); }, demoScene().replace('"fov": 90', '"fov": "wide"'));
                await waitForState(app, 'error');
                await check('error');

                await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ width: 180, height: 120 }));
                await waitForState(app, 'done');
                await check('native');
                await page.getByRole('combobox', { name: 'View' }).selectOption('normal');
                await page.getByRole('spinbutton', { name: 'Exposure in stops' }).fill('1.5');
                await page.evaluate(() => raypool.cancel());
                await check('native-normal');

                await page.getByRole('button', { name: /help|shortcuts/i }).click();
                await expect(page.getByRole('dialog')).toBeVisible();
                await check('help');
            });
        });
    }
}

test('the message of an unsupported situation is accessible too', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve({ missing: /\.wasm$/ })).url, 'unsupported');
    await app.page.screenshot({ path: `${artifacts}/desktop-light-unsupported.png` });
    expect(await accessibilityFaults(app)).toEqual([]);
});

test('nothing moves while the page loads', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve()).url);
    const shift = await app.page.evaluate(() => new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(
            (list.getEntries() as unknown as { value: number }[]).reduce((sum, entry) => sum + entry.value, 0),
        )).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 500);
    }));
    expect(shift).toBeLessThan(0.02);
});
