import { drop, hdr, png, redPly, traySphere, redGlb } from '../../support/files';
import { open, waitForState } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';
for (const [size, viewport] of Object.entries({ desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }))
for (const colorScheme of ['light', 'dark'] as const) test.describe(`${size} ${colorScheme}`, () => {
  test.use({ viewport, contextOptions: { colorScheme } });
  test('shots', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    const shot = (n: string) => page.screenshot({ path: `/tmp/pg/${size}-${colorScheme}-${n}.png` });
    await open(app, `${(await serve()).url}?samples=1`);
    await page.evaluate((t) => raypool.setScene(t), nativeScene({ width: 480, height: 320 }));
    await waitForState(app, 'done');
    await drop(app, [{ name: 'oak planks.png', data: png([120, 80, 40]) }]);
    await page.waitForTimeout(500);
    await shot('png');
    await drop(app, [{ name: 'green.hdr', data: hdr([0.05, 2, 0.05]) }]);
    await page.waitForTimeout(1500);
    await shot('hdr');
    await page.evaluate((t) => raypool.setScene(t), nativeScene({ width: 480, height: 320 }, { environment: { type: 'image', path: 'textures/sky.hdr' } }));
    await page.waitForTimeout(1500);
    await shot('missing');
    await drop(app, [redGlb('a-model-with-a-long-name-2048-textures.glb')]);
    await page.waitForTimeout(1000);
    await shot('glb');
    await page.getByRole('button', { name: 'Files', exact: true }).click();
    await page.waitForTimeout(500);
    await shot('files');
    console.log(await page.evaluate(() => JSON.stringify([testRecords.errors, raypool.diagnostics])));
  });
});
