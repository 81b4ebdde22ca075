// globalThis.raypool: unusual pictures, superseding, aborting, cancelling, pausing, threads.
import { open, render, waitForState } from '../../support/page';
import { briefScene, demoScene, emptyScene, endlessScene, slowScene, tinyScene } from '../../support/scenes';
import { alone, expect, test } from '../../support/test';

/**
 * Seconds within which a pool that had endless work renders a small picture, however busy the machine. Without threads
 * the workers are replaced, and WebKit takes a second or two to end one that is busy.
 */
const soon = 5;

const opaqueBlack = (width: number, height: number): Uint8Array =>
    new Uint8Array(width * height * 4).map((_, i) => (i % 4 === 3 ? 255 : 0));

test('unusual pictures: tall, one pixel, no elements, no lights', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const pixels = (text: string) => app.evaluate(async (scene) => {
        const result = await raypool.render(scene);
        return { width: result.width, height: result.height, pixels: [...result.pixels] };
    }, text);

    const tall = await pixels(tinyScene({ width: 24, height: 96 }));
    expect([tall.width, tall.height]).toEqual([24, 96]);
    // The sphere is in the middle, the background around it black and opaque.
    expect(tall.pixels.slice(0, 4)).toEqual([0, 0, 0, 255]);
    expect(tall.pixels[(48 * 24 + 12) * 4]).toBeGreaterThan(50);

    const dot = await pixels(tinyScene({ width: 1, height: 1 }));
    expect([dot.width, dot.height, dot.pixels.length]).toEqual([1, 1, 4]);
    expect(dot.pixels[0]).toBeGreaterThan(50);
    expect((await pixels(emptyScene(17, 9))).pixels).toEqual([...opaqueBlack(17, 9)]);
    expect((await pixels(tinyScene({ lights: [] }))).pixels).toEqual([...opaqueBlack(40, 30)]);
});

test('a new render supersedes the running one', alone, async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const outcome = await app.evaluate(async ([endless, tiny]) => {
        const name = (promise: Promise<unknown>) => promise.then(() => 'done', (error: Error) => error.name);
        const first = name(raypool.render(endless));
        const second = name(raypool.render(endless));
        await new Promise((resolve) => setTimeout(resolve, 200));
        const start = performance.now();
        const third = await raypool.render(tiny);
        return { first: await first, second: await second, width: third.width, ms: performance.now() - start };
    }, [endlessScene, tinyScene()] as const);
    expect(outcome).toMatchObject({ first: 'AbortError', second: 'AbortError', width: 40 });
    expect(outcome.ms / 1000).toBeLessThan(soon);
    await waitForState(app, 'done');
});

for (const mode of ['threaded', 'single']) test(`an AbortSignal and cancel() end endless work within 100 ms, ${mode}`, alone,
                                                async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?mode=${mode}`);
    for (const how of ['signal', 'cancel'] as const) {
        const { error, ms, state } = await app.evaluate(async ({ text, how }) => {
            const controller = new AbortController();
            const ended = raypool.render(text, { signal: controller.signal })
                .then(() => 'done', (error: Error) => error.name);
            await new Promise((resolve) => setTimeout(resolve, 400));
            const start = performance.now();
            if (how === 'signal') controller.abort();
            else void raypool.cancel();
            const error = await ended;
            while (document.documentElement.dataset.renderState !== 'cancelled' && performance.now() < start + 2000)
                await new Promise((resolve) => setTimeout(resolve, 1));
            return { error, ms: performance.now() - start, state: document.documentElement.dataset.renderState };
        }, { text: endlessScene, how });
        expect(error, how).toBe('AbortError');
        expect(ms, how).toBeLessThan(100);
        expect(state, how).toBe('cancelled');
        // The pool is free, not only the promise.
        expect((await render(app, tinyScene())).seconds, how).toBeLessThan(soon);
    }
});

test('a render whose signal is aborted already does not start', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const name = await app.evaluate((text) => raypool.render(text, { signal: AbortSignal.abort() })
        .then(() => 'done', (error: Error) => error.name), endlessScene);
    expect(name).toBe('AbortError');
    expect((await render(app, tinyScene())).width).toBe(40);
});

test('pause stands still, resume gives the same pixels', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const whole = await render(app, slowScene);
    const paused = await app.evaluate(async (text) => {
        const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
        let rays = 0;
        const ended = raypool.render(text, { onProgress: (progress) => { rays = progress.rays; } });
        while (rays === 0) await sleep(10);
        raypool.pause();
        await sleep(300);
        const first = rays;
        await sleep(500);
        const second = rays;
        const isPaused = raypool.paused;
        raypool.resume();
        const { pixels, stats } = await ended;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels.slice()));
        return {
            isPaused, stood: first === second, went: stats.rays > second,
            hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
        };
    }, slowScene);
    expect(paused).toEqual({ isPaused: true, stood: true, went: true, hash: whole.hash });
});

for (const mode of ['threaded', 'single']) test(`pauses that end at once, and keys while renders begin, hold nothing up, ${mode}`, async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?mode=${mode}`);
    const whole = await render(app, briefScene);
    const hashes = await app.evaluate(async (text) => {
        const hashes: string[] = [];
        for (let round = 0; round < 4; ++round) {
            const result = raypool.render(text);
            // Paused and resumed before the engine can have looked; or a key, some moment after the beginning.
            for (let i = 0; i < 20 && round % 2 === 0; ++i) {
                raypool.pause();
                raypool.resume();
                await new Promise((resolve) => setTimeout(resolve, i % 3));
            }
            await new Promise((resolve) => setTimeout(resolve, round));
            if (round % 2 === 1) document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', (await result).pixels.slice()));
            hashes.push([...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
        }
        return hashes;
    }, briefScene);
    expect(new Set(hashes)).toEqual(new Set([whole.hash]));
});

test('threads can be changed while a picture renders', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const whole = await render(app, slowScene, { threads: 1 });
    expect(whole.stats.threads).toBe(1);
    const changed = app.evaluate(async (text) => {
        const ended = raypool.render(text, { threads: 1 });
        for (const threads of [4, 2, 3, 1, 2]) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            raypool.threads = threads;
        }
        const { pixels } = await ended;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels.slice()));
        return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    }, slowScene);
    expect(await changed).toBe(whole.hash);
});

test('diagnostics name line, column and place', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    const text = demoScene().replace('"fov": 90', '"fov": "wide"');
    const line = text.split('\n').findIndex((row) => row.includes('"wide"')) + 1;
    const found = await app.evaluate((scene) => raypool.render(scene).then(
        () => [], (error: Error & { diagnostics: { line: number }[] }) => error.diagnostics), text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ severity: 'error', pointer: '/fov', line, column: 10,
                                     from: text.indexOf('"wide"'), to: text.indexOf('"wide"') + 6 });
});
