// Opening files by keyboard, by address and by program; and what remains odd about files.
import { accessibilityFaults } from '../../support/accessibility';
import { choose, dracoGlb, drop, png, redGlb } from '../../support/files';
import { open, waitForState } from '../../support/page';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

mkdirSync(artifacts, { recursive: true });

for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } })) {
    for (const colorScheme of ['light', 'dark'] as const) test.describe(`${size}, ${colorScheme}`, () => {
        test.use({ viewport, contextOptions: { colorScheme } });
        test('messages and the list of files: axe finds nothing, and nothing is wider than the page', async ({ playwrightApp: app, engine, serve }) => {
            test.skip(engine === 'firefox' && (size === 'phone' || colorScheme === 'dark'), 'one is enough');
            const { page } = app;
            await open(app, `${(await serve()).url}?samples=1`);
            const check = async (state: string): Promise<void> => {
                if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/${size}-${colorScheme}-files-${state}.png` });
                expect(await accessibilityFaults(app), state).toEqual([]);
                expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), state).toBeLessThanOrEqual(0);
            };
            await drop(app, [redGlb('a-crate-with-a-rather-long-name.glb', (document) => {
                document['images'] = [{ uri: 'missing/paint.png' }];
            }), { name: 'oak.png', data: png([120, 80, 40]) }]);
            await expect(page.locator('#notice')).toContainText('missing/paint.png');
            await waitForState(app, 'done');
            await check('missing');
            await page.getByRole('button', { name: 'Files', exact: true }).click();
            await expect(page.getByRole('dialog', { name: 'Your files' })).toContainText('oak.png');
            await expect(page.getByRole('dialog', { name: 'Your files' }).getByText(/, kept/)).toHaveCount(2);
            await check('list');
            await page.getByRole('button', { name: 'Make a texture: oak.png' }).click();
            await expect(page.locator('#notice')).toContainText('"base_color": "oak"');
            expect(await page.evaluate(() => (JSON.parse(raypool.scene) as { textures: object }).textures))
                .toMatchObject({ oak: { path: 'oak.png' } });
        });
    });
}

test('the Open button by keyboard, and Undo', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    const before = await page.evaluate(() => raypool.scene);
    await page.evaluate(() => {
        (globalThis as { asked?: number }).asked = 0;
        document.querySelector<HTMLInputElement>('input[type=file]')!.addEventListener('click', (event) => {
            (globalThis as { asked?: number }).asked! += 1;
            event.preventDefault();
        });
    });
    await page.getByRole('button', { name: 'Open', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Alt+o');
    expect(await page.evaluate(() => (globalThis as { asked?: number }).asked)).toBe(2);
    await choose(app, [redGlb('crate.glb')]);
    await expect(page.locator('#notice')).toContainText('Opened crate.glb');
    await page.getByRole('button', { name: 'Undo', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => raypool.scene)).toBe(before);
});

test('a model by address, and by program; Draco works offline once it was there', async ({ playwrightApp: app, engine, serve }) => {
    const folder = mkdtempSync(join(tmpdir(), 'raypool-files-'));
    try {
        writeFileSync(join(folder, 'crate.glb'), redGlb('crate.glb').data);
        const server = await serve({ mounts: { '/models/': folder } });
        await open(app, `${server.url}?samples=1&scene=/models/crate.glb`);
        expect(await app.evaluate(() => raypool.scene)).toContain('crate.glb');
        expect(await app.evaluate(() => raypool.stats!.triangles)).toBeGreaterThanOrEqual(12);
        expect(server.requests.filter(({ path }) => /draco/.test(path))).toEqual([]);

        const packed = Buffer.from((await dracoGlb('packed.glb')).data).toString('base64');
        const opened = (name: string) => app.evaluate(async ({ packed, name }) => {
            const data = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
            const scene = await raypool.open([{ name, data }]);
            return { scene, text: raypool.scene };
        }, { packed, name });
        const first = await opened('packed.glb');
        expect(first.scene).toBe('packed.glb');
        expect(first.text).toContain('packed.glb');
        expect(server.requests.some(({ path, status }) => /draco_decoder.wasm/.test(path) && status === 200)).toBe(true);

        await open(app, `${server.url}?scene=/models/nothing.glb`, 'error');
        await expect(app.page.locator('#notice')).toContainText(/nothing.glb.*404/);
        if (engine !== 'chromium') return;
        await app.page.waitForFunction(async () => (await caches.keys()).length > 0 &&
            (await caches.match(new URL('draco_decoder.wasm', document.baseURI).href)) !== undefined, null, { timeout: 30_000 });
        await server.close();
        await app.goto(`${server.url}?samples=1`);
        await waitForState(app, 'done');
        expect((await opened('again.glb')).text).toContain('again.glb');
    } finally {
        rmSync(folder, { recursive: true });
    }
});
