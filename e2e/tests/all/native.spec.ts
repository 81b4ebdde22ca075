// Scenes of the native format in the page: they sharpen, stop, go on, are shown in other ways, and say what is wrong.
import { open, recordedErrors, render, renderFilm, waitForState } from '../../support/page';
import { canvasPixels, compare } from '../../support/pixels';
import { endlessNativeScene, nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('a native scene is rendered with all its samples, and the figures are there', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const { width, height, mean, stats } = await renderFilm(app, nativeScene());
    expect([width, height]).toEqual([48, 32]);
    expect(mean).toBeGreaterThan(0.05);
    expect(mean).toBeLessThan(2);
    expect(stats).toMatchObject({ samplesDone: 16, samplesTarget: 16, invalidSamples: 0, end: 'samples' });
    expect(stats.rays).toBeGreaterThan(48 * 32 * 16);
    expect(stats.errorEstimate).toBeGreaterThan(0);
    const { pixels } = await canvasPixels(app);
    expect(new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)).size).toBeGreaterThan(200);
    expect(await recordedErrors(app)).toEqual([]);
});

for (const mode of ['threaded', 'single'])
test(`it sharpens, stops with what is there, goes on, and is shown in other ways meanwhile, ${mode}`, async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?mode=${mode}`);
    const samples = () => app.evaluate(() => Number(/^\d+/.exec(document.querySelector('#fact-samples')!.textContent!)?.[0] ?? 0));
    await app.evaluate((text) => { raypool.setScene(text); }, endlessNativeScene);
    await waitForState(app, 'rendering');
    await app.waitFor('two samples', () => /^([2-9]|\d\d)/.test(document.querySelector('#fact-samples')!.textContent!));
    const coarse = await canvasPixels(app);
    expect([coarse.width, coarse.height]).toEqual([320, 200]);

    // Another exposure reaches every tile at once, and the samples go on from where they were.
    const before = await samples();
    await app.evaluate(() => { raypool.display = { exposure: 6, toneMapping: 'linear' }; });
    await app.waitFor('a bright picture', () => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas#canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let bright = 0;
        for (let i = 0; i < data.length; i += 4) bright += Number(data[i]! > 250);
        return bright > 0.6 * canvas.width * canvas.height;
    });
    expect(await samples()).toBeGreaterThanOrEqual(before);
    expect(await app.evaluate(() => document.documentElement.dataset.renderState)).toBe('rendering');

    await app.evaluate(() => raypool.cancel());
    await waitForState(app, 'cancelled');
    const stopped = await app.evaluate(() => {
        const film = raypool.readFilm()!;
        return { length: film.length, lit: film.some((value) => value > 0.1), done: raypool.stats!.samplesDone };
    });
    expect(stopped.length).toBe(3 * 320 * 200);
    expect(stopped.lit).toBe(true);
    expect(stopped.done).toBeGreaterThanOrEqual(1);

    await app.evaluate(() => { void raypool.more(1 << 24).catch(() => {}); });
    await waitForState(app, 'rendering');
    // Without threads a worker that was busy is replaced by one that begins anew, and samples count when they double.
    await app.waitFor('more samples', (from) =>
        Number(/^\d+/.exec(document.querySelector('#fact-samples')!.textContent!)?.[0] ?? 0) > from, stopped.done, 40_000);
    await app.evaluate(() => raypool.cancel());
});

for (const mode of ['threaded', 'single'])
test(`views, exposure and tone mapping change the picture, not the film, ${mode}`, async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?mode=${mode}`);
    const film = await renderFilm(app, nativeScene());
    const { rays } = film.stats;
    const own = await app.evaluate(() => ({ ...raypool.display! }));
    expect(own).toEqual({ exposure: 0, whitePoint: 0, toneMapping: 'agx', view: 'beauty', denoise: 'off' });
    const first = await canvasPixels(app);
    const pictures = [first];
    for (const change of [
        { view: 'albedo' }, { view: 'normal' }, { view: 'depth' }, { view: 'objectId' }, { view: 'sampleCount' },
        { view: 'materialId' }, { view: 'error' }, { view: 'bvhCost' }, { view: 'beauty', exposure: 1 }, { toneMapping: 'aces' },
        { toneMapping: 'neutral' }, { toneMapping: 'linear' }, { whitePoint: 3000 },
    ] as const) {
        await app.evaluate((settings) => { raypool.display = settings; }, change);
        await expect.poll(async () => compare(await canvasPixels(app), pictures.at(-1)!).differing, { message: JSON.stringify(change) })
            .toBeGreaterThan(100);
        // A picture of many tiles may come in two parts.
        await app.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
        const picture = await canvasPixels(app);
        // What is seen is the same everywhere only where every pixel has as many samples.
        if (!('view' in change && change.view === 'sampleCount'))
            expect(new Set(new Uint32Array(picture.pixels.buffer, picture.pixels.byteOffset, picture.pixels.length / 4)).size,
                   JSON.stringify(change)).toBeGreaterThan(2);
        pictures.push(picture);
    }
    await app.evaluate(() => { raypool.display = null; });
    await expect.poll(async () => compare(await canvasPixels(app), first).differing).toBe(0);
    const after = await app.evaluate(async () => {
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', raypool.readFilm()!.slice()));
        return { hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''), rays: raypool.stats!.rays,
                 state: document.documentElement.dataset.renderState };
    });
    expect(after).toEqual({ hash: film.hash, rays, state: 'done' });
});

test('samples, seed, integrator, crop and limits as options', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const scene = nativeScene();
    const whole = await renderFilm(app, scene);
    expect((await renderFilm(app, scene, { samples: 4 })).stats.samplesDone).toBe(4);
    expect((await renderFilm(app, scene, { seed: 7 })).hash).not.toBe(whole.hash);
    expect((await renderFilm(app, scene, { integrator: 'direct' })).mean).toBeLessThan(whole.mean);
    const normal = await render(app, scene, { integrator: 'normal' });
    expect(normal.hash).not.toBe((await render(app, scene)).hash);

    const cropped = await app.evaluate(async (text) => {
        const { width, height, pixels } = await raypool.render(text, { crop: [10, 5, 20, 9] });
        const inside: boolean[] = [];
        for (let y = 0; y < height; ++y)
            for (let x = 0; x < width; ++x) inside.push(x >= 10 && x < 30 && y >= 5 && y < 14);
        return inside.every((is, i) => (pixels[4 * i + 3] === 255) === is);
    }, scene);
    expect(cropped).toBe(true);

    const limited = await render(app, endlessNativeScene, { timeLimit: 0.3 });
    expect(limited.stats.end).toBe('time');
    expect(limited.stats.seconds).toBeLessThan(5);
    const quiet = await render(app, nativeScene(), { samples: 1 << 16, noiseTarget: 0.5 });
    expect(quiet.stats.end).toBe('noise');
    expect(quiet.stats.errorEstimate).toBeLessThanOrEqual(0.5);
});

test('files of the linear picture', async ({ app, serve }) => {
    const url = (await serve()).url;
    for (const mode of ['threaded', 'single']) {
        await open(app, `${url}?mode=${mode}`);
        await renderFilm(app, nativeScene(), { samples: 2 });
        const heads = await app.evaluate(async () => {
            const head = async (kind: 'hdr' | 'exr' | 'pfm') =>
                new TextDecoder('latin1').decode((await raypool.encode(kind))!.slice(0, 12));
            const pfm = (await raypool.encode('pfm'))!;
            const film = raypool.readFilm()!;
            const floats = new Float32Array(pfm.slice(pfm.length - 4 * film.length).buffer);
            const row = 3 * 48;
            return { hdr: await head('hdr'), exr: await head('exr'), pfm: await head('pfm'),
                     same: floats.every((value, i) => value === film[(31 - Math.floor(i / row)) * row + (i % row)]) };
        });
        expect(heads.hdr).toMatch(/^#\?RADIANCE/);
        expect(heads.exr.slice(0, 4)).toBe('v/1\u0001');
        expect(heads.pfm).toBe('PF\n48 32\n-1.');
        expect(heads.same, mode).toBe(true);
    }
});

test('every fault of a native scene at its place', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const text = nativeScene().replace('"yfov": 40', '"yfov": 400').replace('"ior": 1.5', '"ioor": 1.5');
    const lineOf = (part: string) => text.split('\n').findIndex((row) => row.includes(part)) + 1;
    await app.evaluate((scene) => { raypool.setScene(scene); }, text);
    await waitForState(app, 'error');
    const found = await app.evaluate(() => raypool.diagnostics.map(({ line, pointer, from, to }) => ({ line, pointer, from, to })));
    expect(found.map(({ line }) => line)).toEqual([lineOf('"yfov"'), lineOf('"ioor"')]);
    expect(text.slice(found[0]!.from, found[0]!.to)).toBe('400');
    await app.waitFor('a squiggle, and a list of both', () => {
        const marks = [...document.querySelectorAll('#scene .cm-lintRange-error')].map((mark) => mark.textContent);
        return marks[0] === '400' && document.querySelectorAll('#problems .problem').length === 2;
    });
});
