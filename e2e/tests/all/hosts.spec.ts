// Every kind of host, good and bad: each ends in a picture or in a clear message, never in a hang or a reload loop.
import type { App } from '../../support/app';
import { open, recordedErrors, typeScene, visibleText, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels, compare } from '../../support/pixels';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

/** Content-Security-Policy that docs/hosting.md promises to work. */
const strictPolicy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; " +
                     "style-src 'self'; img-src 'self' data: blob:";
const withoutWorkers = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; " +
                       "style-src 'self'; img-src 'self' data: blob:";

const mode = (app: App): Promise<string> => app.evaluate(() => raypool.capabilities.mode);

test('a sub-path', async ({ app, serve }) => {
    const server = await serve({ base: '/some/sub/path/' });
    await open(app, server.url);
    expect(await mode(app)).toBe('threaded');
    expect(server.requests.filter(({ status }) => status >= 400)).toEqual([]);
});

test('a strict Content-Security-Policy', async ({ app, serve }) => {
    await open(app, (await serve({ headers: { 'Content-Security-Policy': strictPolicy } })).url);
    expect(await mode(app)).toBe('threaded');
    // The editor's styles and error markers are what policies trip over.
    await typeScene(app, '{ "width": }');
    await waitForState(app, 'error');
    await app.waitFor('a squiggle', () => document.querySelector('#scene .cm-lintRange-error') !== null);
    expect(await app.evaluate(() => getComputedStyle(document.querySelector('#scene .cm-editor')!).display)).toBe('flex');
    expect(await recordedErrors(app)).toEqual([]);
});

test('no headers: the service worker isolates the page with one reload, and it works offline', async ({ app, serve }) => {
    const server = await serve({ isolated: false });
    await app.goto(server.url);
    await app.waitFor('an isolated page with a picture', () =>
        crossOriginIsolated && document.documentElement.dataset.renderState === 'done');
    expect(await mode(app)).toBe('threaded');
    const pageLoads = () => server.requests.filter(({ path }) => path === '/' || path === '/index.html').length;
    // First visit, one reload, and the service worker's own copy for offline use.
    expect(pageLoads()).toBeLessThanOrEqual(3);
    const navigations = await app.evaluate(() => performance.getEntriesByType('navigation').length);
    expect(navigations).toBe(1);

    await app.reload();
    await waitForState(app, 'done');
    await server.close();
    await app.reload();
    await waitForState(app, 'done');
    expect(await app.evaluate(() => crossOriginIsolated)).toBe(true);
});

for (const why of ['withoutServiceWorker', 'refusedServiceWorker'] as const) {
    test(`no headers, ${why}: renders without threads and says so`, async ({ app, serve }) => {
        const server = await serve({ isolated: false, instruments: [why] });
        await open(app, server.url);
        const { mode, reason } = await app.evaluate(() => ({ ...raypool.capabilities }));
        expect(mode).toBe('single');
        expect(reason).toMatch(/headers.*service worker/i);
        expect(await app.evaluate(() => document.body.textContent)).toContain(reason);
        expect(server.requests.filter(({ path }) => path === '/').length).toBe(1);
        expect(await recordedErrors(app)).toEqual([]);
    });
}

test('without threads the camera moves as with them, and denoise says why it can’t be had', async ({ app, serve }) => {
    await open(app, `${(await serve({ isolated: false, instruments: ['withoutServiceWorker'] })).url}?samples=2`);
    expect(await mode(app)).toBe('single');
    const text = nativeScene({ samples: 2 });
    await app.evaluate((scene) => { raypool.setScene(scene); }, text);
    await waitForPicture(app, 48, 32);
    const pictures = new Set<string>();
    for (const key of ['ArrowLeft', 'Shift+ArrowUp', '-']) {
        const before = await app.evaluate(() => raypool.scene);
        await app.evaluate(() => document.querySelector<HTMLElement>('#stage')!.focus());
        await app.press(key);
        await app.waitFor(`the text to follow ${key}`, (former) => raypool.scene !== former, before);
        await waitForState(app, 'done');
        // The picture is the one that the text gives by itself.
        const shown = await canvasPixels(app);
        const anew = await app.evaluate(async () => [...(await raypool.render(`${raypool.scene} `)).pixels]);
        expect(compare(shown, { width: 48, height: 32, pixels: Uint8Array.from(anew) }).differing, key).toBe(0);
        pictures.add(anew.join());
    }
    expect(pictures.size).toBe(3);
    const { camera, ...rest } = JSON.parse(await app.evaluate(() => raypool.scene)) as { camera: object };
    const { camera: former, ...formerRest } = JSON.parse(text) as { camera: object };
    expect(rest).toEqual(formerRest);
    expect(camera).not.toEqual(former);

    const denoise = await app.evaluate(() => {
        const select = document.querySelector<HTMLSelectElement>('#denoise')!;
        raypool.display = { denoise: 'final' };
        return { disabled: select.disabled, title: select.title };
    });
    expect(denoise.disabled).toBe(true);
    expect(denoise.title).toMatch(/without shared memory/i);
    // Asked for by a program or a scene, it stays off, and nothing says that the picture is denoised.
    const { pixels } = await canvasPixels(app);
    await app.evaluate(() => raypool.render(`${raypool.scene} `));
    expect(compare(await canvasPixels(app), { width: 48, height: 32, pixels }).differing).toBe(0);
    expect(await app.evaluate(() => ({ ...raypool.denoised }))).toMatchObject({ quality: 'off', working: false });
    expect(await app.evaluate(() => document.querySelector<HTMLElement>('#denoised')!.hidden)).toBe(true);
    expect(await recordedErrors(app)).toEqual([]);
});

test('workers forbidden by policy: a clear message', async ({ app, serve }) => {
    await open(app, (await serve({ headers: { 'Content-Security-Policy': withoutWorkers } })).url, 'unsupported');
    expect(await visibleText(app)).toMatch(/worker/i);
});

test('the WebAssembly file is missing: a clear message', async ({ app, serve }) => {
    await open(app, (await serve({ missing: /\.wasm$/ })).url, 'unsupported');
    expect(await visibleText(app)).toMatch(/WebAssembly.*raypool[\w-]*\.wasm.*404/i);
});
