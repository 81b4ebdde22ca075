import { open } from '../../support/page';
import { expect, test } from '../../support/test';

test('every gallery scene opens by its name in the address and is seen', async ({ playwrightApp: app, serve }) => {
    test.setTimeout(300_000);
    const { page } = app;
    const server = await serve();
    await open(app, server.url);
    const names = await page.getByRole('combobox', { name: /scene|gallery/i }).locator('option').evaluateAll((all) =>
        all.filter((option) => !(option as HTMLOptionElement).disabled).map((option) => (option as HTMLOptionElement).value));
    for (const name of names) {
        // Its first pixels tell that it opens; the rest is for people with time.
        await app.goto(`${server.url}?samples=1&scene=${encodeURIComponent(name)}`);
        await app.waitFor(`the picture of ${name}`, () => {
            const canvas = document.querySelector<HTMLCanvasElement>('canvas#canvas')!;
            const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
            return new Set(new Uint32Array(data.buffer)).size > 100;
        });
        expect(await page.evaluate(() => raypool.diagnostics.length), name).toBe(0);
    }
});
