// The page as a person meets it: it loads, renders by itself, follows the typing, and says what is wrong.
import { canvasPixels, compare } from '../../support/pixels';
import { open, recordedErrors, render, typeScene, visibleText, waitForPicture, waitForState } from '../../support/page';
import { demoScene, emptyScene, tinyScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('loads, renders by itself on several threads, and never blocks the main thread', async ({ app, serve }) => {
    const server = await serve({ instruments: ['atomicsWait'] });
    await open(app, server.url);
    const page = await app.evaluate(() => ({
        isolated: crossOriginIsolated,
        mode: raypool.capabilities.mode,
        threads: raypool.stats?.threads,
        wanted: raypool.threads,
        waits: testRecords.waits,
    }));
    expect(page).toEqual({ isolated: true, mode: 'threaded', threads: page.wanted, wanted: page.wanted, waits: [] });
    expect(page.wanted).toBeGreaterThanOrEqual(2);
    const { width, height, pixels } = await canvasPixels(app);
    expect(width * height).toBeGreaterThan(10_000);
    expect(new Set(new Uint32Array(pixels.buffer)).size).toBeGreaterThan(100);
    expect(await recordedErrors(app)).toEqual([]);
});

test('an edit renders again', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    await typeScene(app, emptyScene(48, 32));
    await waitForPicture(app, 48, 32);
    expect(await app.evaluate(() => raypool.scene)).toBe(emptyScene(48, 32));
});

test('an error shows line and column, keeps the last good picture, and goes away on correction', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    await typeScene(app, emptyScene(48, 32));
    await waitForPicture(app, 48, 32);
    const before = await canvasPixels(app);

    await app.press('Control+Home');
    await app.press('ArrowRight');
    await app.press('Enter');
    await app.press('Control+End');
    await app.press('ArrowLeft');
    await app.type(' 5');
    await waitForState(app, 'error');
    await app.waitFor('an error on line 2', () => raypool.diagnostics.some((d) => d.severity === 'error' && d.line === 2));
    expect(await visibleText(app)).toMatch(/\b2:\d+\b|line 2/i);
    expect(compare(await canvasPixels(app), before).differing).toBe(0);

    await typeScene(app, emptyScene(50, 20));
    await waitForPicture(app, 50, 20);
    expect(await app.evaluate(() => raypool.diagnostics.filter((d) => d.severity === 'error'))).toEqual([]);
});

test('autostart=0 waits for the Render button', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?autostart=0`, 'idle');
    await app.click('button', /^Render/);
    await waitForState(app, 'done');
});

test('ui=0 shows the picture alone', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?ui=0`);
    expect(await app.evaluate(() => {
        const shown = (element: Element | null): boolean => element !== null && element.getClientRects().length > 0;
        return {
            canvas: shown(document.querySelector('canvas#canvas')),
            editor: shown(document.querySelector('#scene')),
            buttons: [...document.querySelectorAll('button')].some(shown),
        };
    })).toEqual({ canvas: true, editor: false, buttons: false });
});

test('renders without Atomics.waitAsync', async ({ app, serve }) => {
    const server = await serve({ instruments: ['withoutWaitAsync'] });
    await open(app, server.url);
    expect(await app.evaluate(() => ({ waitAsync: raypool.capabilities.waitAsync, mode: raypool.capabilities.mode })))
        .toEqual({ waitAsync: false, mode: 'threaded' });
    expect(await recordedErrors(app)).toEqual([]);
});

test('the thread-less mode shows the same picture and says which mode runs', async ({ app, serve }) => {
    const server = await serve();
    await open(app, `${server.url}?mode=single`);
    expect(await app.evaluate(() => raypool.capabilities.mode)).toBe('single');
    const single = await canvasPixels(app);
    await open(app, server.url);
    expect(compare(single, await canvasPixels(app)).differing).toBe(0);
});

test('a picture of 32000x24000 is refused by name, and the page renders on', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const refusal = await app.evaluate(
        (text) => raypool.render(text).then(() => 'rendered', (error: Error) => `${error.name}: ${error.message}`),
        demoScene({ width: 32_000, height: 24_000 }));
    expect(refusal).toMatch(/width/);
    const diagnostics = await app.evaluate(() => raypool.diagnostics.map((d) => ({ ...d })));
    expect(diagnostics.find((d) => d.pointer === '/width')).toMatchObject({ severity: 'error', line: 2 });
    expect((await render(app, tinyScene())).width).toBe(40);
});
