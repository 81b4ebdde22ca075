// Used for long: memory, workers and listeners stay as they are after the first few rounds.
import type { CDPSession } from '@playwright/test';
import { open, render, useThreads } from '../../support/page';
import { demoScene, emptyScene, endlessScene, tinyScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

interface Held { wasm: number; workers: number }
const held = (): Held => ({
    wasm: testRecords.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    workers: testRecords.workers.length,
});

test('the pool resized 50 times keeps its memory', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve({ instruments: ['memories', 'workers'] })).url);
    const text = demoScene({ width: 200, height: 200 });
    const expected = await render(app, text);
    let first: Held | undefined;
    for (let i = 0; i < 50; ++i) {
        const threads = [8, 1, 4, 2, 3][i % 5]!;
        await app.evaluate((count) => { raypool.threads = count; }, threads);
        expect((await render(app, text)).hash).toBe(expected.hash);
        await useThreads(app, threads);
        const now = await app.evaluate(held);
        if (i === 9) first = now;
        if (first !== undefined) expect(now, `round ${i}`).toEqual(first);
    }
    expect(first!.wasm).toBeGreaterThan(0);
});

test('100 edits, renders, cancels and errors leave nothing behind', async ({ playwrightApp: app, serve }) => {
    const { page, context } = app;
    const { url } = await serve({ instruments: ['memories', 'workers'] });
    await open(app, url);
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');

    // Sizes come back again and again in another order, so that the largest has been there before the first look.
    const round = async (i: number): Promise<void> => {
        switch (i % 4) {
            case 0: await render(app, emptyScene(50 + (i * 37) % 400, 50 + (i * 53) % 300)); break;
            case 1: await render(app, demoScene({ width: 100 + (i * 29) % 100, height: 100 })); break;
            case 2:
                await page.evaluate(async (text) => {
                    const ended = raypool.render(text).catch(() => undefined);
                    await new Promise((resolve) => setTimeout(resolve, 60));
                    await raypool.cancel();
                    await ended;
                }, endlessScene);
                break;
            default:
                await page.evaluate((text) => { raypool.setScene(text); }, tinyScene({ fov: i }).slice(0, i % 8 === 3 ? -1 : undefined));
                await page.waitForFunction(() => ['done', 'error'].includes(document.documentElement.dataset.renderState ?? ''));
        }
    };
    for (let i = 0; i < 40; ++i) await round(i);
    const before = { ...await page.evaluate(held), ...await heap(session) };
    for (let i = 40; i < 140; ++i) await round(i);
    const after = { ...await page.evaluate(held), ...await heap(session) };

    expect(after.wasm).toBe(before.wasm);
    expect(after.workers).toBe(before.workers);
    expect(after.heapBytes - before.heapBytes).toBeLessThan(2_000_000);
    expect(after.listeners - before.listeners).toBeLessThanOrEqual(10);
    expect(after.nodes - before.nodes).toBeLessThanOrEqual(200);
});

async function heap(session: CDPSession): Promise<{ heapBytes: number; listeners: number; nodes: number }> {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
    return { heapBytes: value('JSHeapUsedSize'), listeners: value('JSEventListeners'), nodes: value('Nodes') };
}
