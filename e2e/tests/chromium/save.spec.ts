// Files that the page saves. Firefox's driver reports no downloads.
import { open, waitForPicture } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('a picture is saved in each kind of file', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 2 }));
    await waitForPicture(app, 48, 32);
    for (const kind of ['png', 'hdr', 'exr', 'pfm']) {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: `Save as ${kind.toUpperCase()}` }).click();
        expect((await download).suggestedFilename()).toBe(`scene.${kind}`);
    }
});
