// Opening files by keyboard, by address and by program; and what remains odd about files.
import { accessibilityFaults } from '../../support/accessibility';
import { choose, drop, png, redObj, redPly } from '../../support/files';
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
            const { page } = app;
            await open(app, `${(await serve()).url}?samples=1`);
            const check = async (state: string): Promise<void> => {
                if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/${size}-${colorScheme}-files-${state}.png` });
                expect(await accessibilityFaults(app), state).toEqual([]);
                expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), state).toBeLessThanOrEqual(0);
            };
            const obj = redObj();
            await drop(app, [{ ...obj.model, name: 'a-crate-with-a-rather-long-name.obj' }, obj.materials,
                             { name: 'oak.png', data: png([120, 80, 40]) }]);
            await expect(page.locator('#notice')).toContainText('missing: crate.png');
            await waitForState(app, 'done');
            await check('missing');
            await page.getByRole('button', { name: 'Files', exact: true }).click();
            await expect(page.getByRole('dialog', { name: 'Your files' })).toContainText('oak.png');
            await expect(page.getByRole('dialog', { name: 'Your files' }).getByText(/, kept/)).toHaveCount(3);
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
    await choose(app, [redPly()]);
    await expect(page.locator('#notice')).toContainText('Opened lump.ply');
    await page.locator('#notice').getByRole('button', { name: 'Undo opening' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => raypool.scene)).toBe(before);
});

test('a model by address, with the files beside it; and by program', async ({ playwrightApp: app, serve }) => {
    const folder = mkdtempSync(join(tmpdir(), 'raypool-files-'));
    try {
        for (const { name, data } of Object.values(redObj())) writeFileSync(join(folder, name), data);
        const server = await serve({ mounts: { '/models/': folder } });
        await open(app, `${server.url}?samples=1&scene=/models/crate.obj`);
        expect(await app.evaluate(() => raypool.scene)).toContain('crate.obj');
        expect(await app.evaluate(() => raypool.stats!.triangles)).toBeGreaterThanOrEqual(12);
        const fetched = (name: string) => server.requests.filter(({ path, status }) => path === `/models/${name}` && status === 200);
        expect(fetched('crate.mtl').length).toBeGreaterThan(0);
        expect(fetched('crate.png').length).toBeGreaterThan(0);

        const ply = String(redPly().data);
        const scene = await app.evaluate((text) =>
            raypool.open([{ name: 'folder/lump.ply', data: new TextEncoder().encode(text) }]), ply);
        expect(scene).toBe('folder/lump.ply');
        await waitForState(app, 'done');
        expect(await app.evaluate(() => raypool.scene)).toContain('folder/lump.ply');

        await open(app, `${server.url}?scene=/models/nothing.glb`, 'error');
        await expect(app.page.locator('#notice')).toContainText(/nothing.glb.*404/);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
