// What a person makes stays: scenes under names, drafts, two tabs at once, links and pictures that carry a scene.
import { accessibilityFaults } from '../../support/accessibility';
import { drop, noticeSays, png, pngWithText } from '../../support/files';
import { focusEditor, open, typeScene, waitForPicture, waitForState } from '../../support/page';
import { tinyScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';
import type { Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';

mkdirSync(artifacts, { recursive: true });
const small = (width: number) => `{"raypool": 1, "render": {"width": ${width}, "height": 30, "samples": 1}, "objects": [{"sphere": {}}]}`;
const scene = (page: Page) => page.evaluate(() => raypool.scene);
const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });
const openScenes = async (page: Page) => {
    await page.getByRole('button', { name: 'Scenes', exact: true }).click();
    await expect(dialog(page, 'Your scenes')).toBeVisible();
};

test('scenes are saved under names, changed, opened, renamed, doubled, deleted and had back; another tab sees them', async ({ playwrightApp: app, engine, serve }) => {
    const { page } = app;
    const { url } = await serve();
    await open(app, `${url}?samples=1`);
    await typeScene(app, small(41));
    await waitForPicture(app, 41, 30);
    await page.keyboard.press('Control+s');
    const scenes = dialog(page, 'Your scenes');
    await expect(scenes.getByLabel('Name of the scene in the editor')).toBeFocused();
    await page.keyboard.type('My room');
    await page.keyboard.press('Enter');
    await expect(scenes.getByRole('status')).toHaveText('Saved “My room” in this browser.');
    await expect(scenes.getByRole('list', { name: 'Saved scenes' }).getByRole('listitem')).toHaveText(/My room.*in the editor/);
    await expect(scenes.locator('#scene-list img')).toHaveCount(1);
    await page.keyboard.press('Escape');

    // A change is a draft of its own until it is saved, and is not lost when another scene comes.
    await typeScene(app, small(42));
    await waitForPicture(app, 42, 30);
    await expect(page.getByRole('combobox', { name: 'Gallery scene' }).locator('option:checked')).toHaveText('My room (changed)');
    await page.getByRole('combobox', { name: 'Gallery scene' }).selectOption('one-sphere');
    await expect.poll(() => scene(page)).toContain('One sphere');
    await page.getByRole('combobox', { name: 'Gallery scene' }).selectOption({ label: 'My room' });
    await expect.poll(() => scene(page)).toBe(small(41));
    await openScenes(page);
    await scenes.getByRole('button', { name: 'Open: My room' }).last().click();
    await expect.poll(() => scene(page)).toBe(small(42));
    await page.keyboard.press('Control+s');
    await noticeSays(app, 'Saved “My room”');

    await openScenes(page);
    await expect(page.locator('#drafts')).toBeHidden();
    await scenes.getByRole('button', { name: 'Rename: My room' }).click();
    await page.keyboard.type('Hall');
    await page.keyboard.press('Enter');
    await expect(scenes.getByRole('button', { name: 'Rename: Hall' })).toBeFocused();
    await scenes.getByRole('button', { name: 'Duplicate: Hall' }).click();
    await expect(scenes.getByRole('button', { name: 'Open: Hall 2' })).toBeVisible();
    await scenes.getByRole('button', { name: 'Delete: Hall', exact: true }).click();
    await expect(scenes.getByRole('status')).toHaveText('Deleted “Hall”.');
    if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/scenes.png` });
    expect(await accessibilityFaults(app)).toEqual([]);
    await expect(scenes.getByRole('button', { name: 'Open: Hall', exact: true })).toHaveCount(0);
    await scenes.getByRole('button', { name: 'Undo deleting' }).click();
    await expect(scenes.getByRole('button', { name: 'Open: Hall', exact: true })).toBeVisible();
    await page.keyboard.press('Escape');

    // Two tabs with the same text: each keeps its own.
    const other = await app.context.newPage();
    await other.goto(`${url}?samples=1`);
    await expect.poll(() => scene(other)).toBe(small(42));
    await other.locator('#scene .cm-content').click();
    await other.keyboard.press('Control+End');
    await other.keyboard.type('  ');
    await expect.poll(() => scene(other)).toBe(`${small(42)}  `);
    await typeScene(app, small(43));
    await expect.poll(() => page.evaluate((kept) => Object.values(sessionStorage).includes(kept), small(43))).toBe(true);
    await other.close();
    await app.reload();
    await expect.poll(() => scene(page)).toBe(small(43));
    await openScenes(page);
    await expect(page.locator('#draft-list').getByRole('listitem')).toHaveCount(2);
});

test('a reload goes on with the saved scene, under its name and with its one draft', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    await typeScene(app, small(41));
    await waitForPicture(app, 41, 30);
    await page.keyboard.press('Control+s');
    await page.keyboard.type('My room');
    await page.keyboard.press('Enter');
    const scenes = dialog(page, 'Your scenes');
    await expect(scenes.getByRole('status')).toHaveText(/Saved/);
    await page.keyboard.press('Escape');
    const name = page.getByRole('combobox', { name: 'Gallery scene' }).locator('option:checked');

    // Undone to what was saved, also after another scene, it is not changed any more.
    await page.getByRole('combobox', { name: 'Gallery scene' }).selectOption('one-sphere');
    await expect(name).toHaveText('One sphere');
    await focusEditor(app);
    await page.keyboard.type(' ');
    await expect(name).toHaveText('Your scene');
    await expect.poll(() => page.evaluate(() => /"draft":\{/.test(sessionStorage.getItem('raypool.left') ?? ''))).toBe(true);
    await page.keyboard.press('Control+z');
    await expect(name).toHaveText('One sphere');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect(name).toHaveText('My room');
    await focusEditor(app);
    await page.keyboard.type(' ');
    await expect(name).toHaveText('My room (changed)');
    await page.keyboard.press('Control+z');
    await expect(name).toHaveText('My room');
    await openScenes(page);
    await expect(page.locator('#drafts')).toBeHidden();
    await page.keyboard.press('Escape');

    for (const [before, width] of [['My room', 42], ['My room (changed)', 43], ['My room (changed)', 44]] as const) {
        await app.reload();
        await waitForPicture(app, width - 1, 30);
        await expect(name).toHaveText(before);
        await typeScene(app, small(width));
        await waitForPicture(app, width, 30);
        await expect.poll(() => page.evaluate((kept) => Object.values(sessionStorage).includes(kept), small(width))).toBe(true);
    }
    await openScenes(page);
    await expect(page.locator('#draft-list').getByRole('listitem')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await app.reload();
    await waitForPicture(app, 44, 30);
    await page.keyboard.press('Control+s');
    await noticeSays(app, 'Saved “My room”');
    await openScenes(page);
    await expect(scenes.getByRole('list', { name: 'Saved scenes' }).getByRole('listitem')).toHaveCount(1);
    await expect(page.locator('#drafts')).toBeHidden();
    await page.keyboard.press('Escape');

    // As browsers do where the disk is full.
    await page.evaluate(() => {
        let refused = false;   // a transaction ends once
        IDBObjectStore.prototype.put = function (): IDBRequest<IDBValidKey> {
            if (!refused) this.transaction.abort();
            refused = !refused;
            return this.get('');
        };
    });
    await page.keyboard.press('Control+s');
    await noticeSays(app, '“My room” could not be saved.* Save them as JSON');
});

test('a new scene begins with little, is undone as any other that is chosen, and leaves no draft', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    await typeScene(app, small(41));
    await waitForPicture(app, 41, 30);
    await openScenes(page);
    await dialog(page, 'Your scenes').getByRole('button', { name: 'New scene' }).click();
    await waitForPicture(app, 800, 500);
    const text = await scene(page);
    expect(Object.keys(JSON.parse(text)).sort()).toEqual(['camera', 'environment', 'objects', 'raypool', 'render', 'title']);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(60);
    const name = page.getByRole('combobox', { name: 'Gallery scene' }).locator('option:checked');
    await expect(name).toHaveText('New scene');
    await openScenes(page);
    await expect(page.locator('#draft-list').getByRole('listitem')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await waitForPicture(app, 41, 30);
    // It is the first that the list offers.
    await page.getByRole('combobox', { name: 'Gallery scene' }).selectOption({ index: 1 });
    await expect.poll(() => scene(page)).toBe(text);
});

test('a scene that can be saved no more is said to be so', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    await typeScene(app, small(41));
    await page.keyboard.press('Control+s');
    await page.keyboard.type('My room');
    await page.keyboard.press('Enter');
    await expect(dialog(page, 'Your scenes').getByRole('status')).toHaveText(/Saved/);
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
        IDBDatabase.prototype.transaction = () => { throw new DOMException('the disk is full', 'QuotaExceededError'); };
    });
    await typeScene(app, small(42));
    await page.keyboard.press('Control+s');
    await noticeSays(app, '“My room” could not be saved. .*the disk is full');
    expect(await scene(page)).toBe(small(42));
});

test('a link opens the scene elsewhere, and gives back what was there; it says when it is long or lacks files', async ({ playwrightApp: app, engine, serve }) => {
    const { page } = app;
    const { url } = await serve();
    await open(app, `${url}?samples=1`);
    const share = async (): Promise<string> => {
        await page.getByRole('button', { name: 'Share', exact: true }).click();
        const field = dialog(page, 'Share the scene').getByLabel('Link to the scene');
        await expect(field).not.toHaveValue('');
        return field.inputValue();
    };
    expect(await share()).toMatch(/\?scene=default$/);
    await page.keyboard.press('Escape');

    await drop(app, [{ name: 'oak.png', data: png([120, 80, 40]) }]);
    const shared = small(44).replace('{"sphere": {}}', '{"sphere": {}, "material": {"base_color": {"path": "oak.png"}}}');
    await typeScene(app, shared);
    await waitForPicture(app, 44, 30);
    const link = await share();
    await expect(dialog(page, 'Share the scene').getByRole('alert')).toContainText('in this browser only: oak.png');
    await page.keyboard.press('Escape');
    const noise = Array.from({ length: 4000 }, (_, i) => `[${(i * 7919) % 1009},${(i * 104729) % 7907}]`).join(',');
    await page.evaluate((text) => { raypool.setScene(text); }, tinyScene().replace('{', `{"junk":[${noise}],`));
    const long = await share();
    expect(long.length).toBeGreaterThan(8000);
    await expect(dialog(page, 'Share the scene').getByRole('alert')).toContainText('may cut a link this long');
    if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/share.png` });
    expect(await accessibilityFaults(app)).toEqual([]);
    await page.keyboard.press('Escape');

    // What was left here last is the one with oak; another text now, then the link.
    await typeScene(app, small(45));
    await waitForPicture(app, 45, 30);
    await page.goto('about:blank');
    await page.goto(link);
    await waitForState(app, 'done');
    expect(await scene(page)).toBe(shared);
    await noticeSays(app, 'scene of the link.*What you had here is kept');
    await page.getByRole('button', { name: 'Back to it' }).click();
    await expect.poll(() => scene(page)).toBe(small(45));
    expect(new URL(page.url()).hash).toBe('');
    // Followed while the page is open, it can be undone as any opening can.
    await page.evaluate((hash) => { location.hash = hash; }, new URL(link).hash);
    await noticeSays(app, 'Opened the scene of the link');
    expect(await scene(page)).toBe(shared);
    await page.locator('#notice').getByRole('button', { name: 'Undo opening' }).click();
    await expect.poll(() => scene(page)).toBe(small(45));

    await page.goto('about:blank');
    await page.goto(link.replace(/&base=.*/, '').slice(0, -20));
    await noticeSays(app, 'link could not be read: it is cut off');
    await expect.poll(() => scene(page)).toBe(small(45));
});

test('a picture that carries its scene opens it; as a texture it stays a picture', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const carrier = pngWithText(png([1, 2, 3]), 'Raypool scene', small(46));
    await drop(app, [{ name: 'room.png', data: carrier }]);
    await noticeSays(app, 'Opened the scene in room.png');
    await waitForPicture(app, 46, 30);
    await drop(app, [{ name: 'broken.png', data: pngWithText(png([1, 2, 3]), 'Raypool scene', small(46), 1) }]);
    await noticeSays(app, 'The scene in this picture is damaged');
    await app.evaluate((text) => { raypool.setScene(text); }, small(47).replace('{"sphere": {}}', '{"sphere": {}, "material": {"base_color": {"path": "room.png"}}}'));
    await noticeSays(app, 'missing: room.png');
    await drop(app, [{ name: 'room.png', data: carrier }]);
    await waitForPicture(app, 47, 30);
});
