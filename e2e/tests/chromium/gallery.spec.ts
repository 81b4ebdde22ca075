import { open } from '../../support/page';
import { canvasPixels } from '../../support/pixels';
import { expect, test } from '../../support/test';

test('every gallery scene opens by its name in the address and renders', async ({ playwrightApp: app, serve }) => {
    test.setTimeout(300_000);
    const { page } = app;
    const server = await serve();
    await open(app, server.url);
    const names = await page.getByRole('combobox', { name: /scene|gallery/i }).locator('option').evaluateAll((all) =>
        all.filter((option) => !(option as HTMLOptionElement).disabled).map((option) => (option as HTMLOptionElement).value));
    for (const name of names) {
        // One sample tells that it opens; the scene's own number is for people with time.
        await open(app, `${server.url}?samples=1&scene=${encodeURIComponent(name)}`);
        const { pixels } = await canvasPixels(app);
        expect(new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)).size, name).toBeGreaterThan(100);
        expect(await page.evaluate(() => raypool.diagnostics.length), name).toBe(0);
    }
});
