// Files that the page saves. Firefox's driver reports no downloads.
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { drop } from '../../support/files';
import { focusEditor, open, typeScene, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels } from '../../support/pixels';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('a picture is saved in each kind of file', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 2 }));
    await waitForPicture(app, 48, 32);
    let saved = Buffer.alloc(0);
    for (const kind of ['png', 'hdr', 'exr', 'pfm']) {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: `Save as ${kind.toUpperCase()}` }).click();
        expect((await download).suggestedFilename()).toBe(`scene.${kind}`);
        if (kind === 'png') saved = readFileSync(await (await download).path());
    }

    // The PNG is the picture on the canvas, and carries the scene.
    const { pixels } = await canvasPixels(app);
    expect(Buffer.compare(PNG.sync.read(saved).data, Buffer.from(pixels))).toBe(0);
    const scene = await page.evaluate(() => raypool.scene);
    await page.evaluate(() => { raypool.setScene('{"raypool": 1}'); });
    await drop(app, [{ name: 'picture.png', data: saved }]);
    await expect.poll(() => page.evaluate(() => raypool.scene)).toBe(scene);
});

test('a saved file is called after the scene, whatever it is saved as', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1&scene=one-sphere`);
    const saved = async (button: string): Promise<string> => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: button, exact: true }).click();
        return (await download).suggestedFilename();
    };
    expect(await saved('Save as PNG')).toBe('One sphere.png');
    // Changed, it is called so still; a title of its own counts more.
    await focusEditor(app);
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' ');
    await waitForState(app, 'done');
    for (const kind of ['PNG', 'HDR', 'EXR', 'PFM']) expect(await saved(`Save as ${kind}`)).toBe(`One sphere.${kind.toLowerCase()}`);
    expect(await saved('JSON')).toBe('One sphere.json');
    await typeScene(app, '{"raypool": 1, "title": "Red/green: a try", "render": {"width": 31, "height": 30, "samples": 1}, "objects": [{"sphere": {}}]}');
    await waitForPicture(app, 31, 30);
    expect(await saved('Save as PNG')).toBe('Red green a try.png');
    await page.keyboard.press('Control+s');
    await page.keyboard.type('My room');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Your scenes' }).getByRole('status')).toHaveText(/Saved/);
    await page.keyboard.press('Escape');
    expect(await saved('Save as EXR')).toBe('My room.exr');
    expect(await saved('JSON')).toBe('My room.json');
});
