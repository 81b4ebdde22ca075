// Files that the page saves. Firefox's driver reports no downloads.
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { drop } from '../../support/files';
import { open, waitForPicture } from '../../support/page';
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
