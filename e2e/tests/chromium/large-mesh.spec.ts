// A mesh of a million triangles: fetched, read, rendered and turned, with the main thread free.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canvasPixels } from '../../support/pixels';
import { open, waitForState } from '../../support/page';
import { tasksDuring, type Task } from '../../support/tasks';
import { alone, expect, test } from '../../support/test';
import type { Page } from '@playwright/test';
import { hills } from '../../support/meshes.mjs';

const cells = 708;

const scene = JSON.stringify({
    raypool: 1,
    render: { width: 320, height: 240, samples: 4 },
    camera: { position: [0, 2, 4], look_at: [0, 0, 0], yfov: 45 },
    environment: { type: 'sky' },
    objects: [{ mesh: { file: 'hills.ply' }, material: { type: 'diffuse', color: [0.5, 0.6, 0.3] } }],
});

/** Orbits by a drag of 40 steps, and waits for the text to follow. */
async function turnByMouse(page: Page): Promise<void> {
    const box = (await page.locator('#canvas').boundingBox())!;
    const before = await page.evaluate(() => raypool.scene);
    await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.5 * box.height);
    await page.mouse.down();
    for (let i = 1; i <= 40; ++i) {
        await page.mouse.move(box.x + (0.4 + 0.005 * i) * box.width, box.y + 0.5 * box.height);
        await page.waitForTimeout(16);
    }
    await page.mouse.up();
    await expect.poll(() => page.evaluate(() => raypool.scene)).not.toBe(before);
}

/** Time that the thread was at work, not that it waited for a core. What the page does itself shows every time; what the
 *  browser does now and then (collecting garbage, compiling) only once. */
async function expectShortTasks(what: string, most: number, measure: () => Promise<Task[]>): Promise<void> {
    const attempt = async (): Promise<number> => {
        const tasks = await measure();
        const described = tasks.slice(0, 4).map(({ cpu, wall, parts }) => `${cpu.toFixed(1)} of ${wall.toFixed(1)} ms: ${parts.join(', ')}`);
        test.info().annotations.push({ type: `${what}: longest of ${tasks.length} tasks`, description: described.join('\n') });
        expect(tasks.length).toBeGreaterThan(100);
        return tasks[0]!.cpu;
    };
    const first = await attempt();
    expect(first < most ? first : await attempt()).toBeLessThan(most);
}

test('a million triangles: no task over 50 ms while they are read, none over 16 ms while they are turned', alone, async ({ playwrightApp: app, serve }) => {
    const folder = mkdtempSync(join(tmpdir(), 'raypool-mesh-'));
    try {
        for (const name of ['hills.ply', 'again.ply']) writeFileSync(join(folder, name), hills(cells));
        const server = await serve({ mounts: { '/meshes/': folder } });
        const { page } = app;
        await open(app, server.url);
        // Fetched files are kept, so another name each time.
        const texts = [scene, scene.replace('hills.ply', 'again.ply')];
        await expectShortTasks('reading', 50, () => tasksDuring(app, async () => {
            await page.evaluate(({ text, base }) => { raypool.setScene(text, base); },
                                { text: texts.shift()!, base: `${server.origin}/meshes/scene.json` });
            await waitForState(app, 'done', 60_000);
            const stats = await page.evaluate(() => ({ ...raypool.stats! }));
            expect(stats).toMatchObject({ triangles: 2 * cells ** 2, samplesDone: 4 });
            test.info().annotations.push({ type: 'million triangles', description: JSON.stringify(stats) });
        }));
        const { pixels } = await canvasPixels(app);
        expect(new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)).size).toBeGreaterThan(500);
        await expectShortTasks('turning', 16, () => tasksDuring(app, () => turnByMouse(page)));
        await waitForState(app, 'done', 60_000);
        // Mesh and trees have stayed as they were.
        const stats = await page.evaluate(() => ({ ...raypool.stats! }));
        expect(stats).toMatchObject({ triangles: 2 * cells ** 2, bvhMs: 0 });
    } finally {
        rmSync(folder, { recursive: true });
    }
});

test('the Cornell box: no task over 16 ms while it is rendered and turned', alone, async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?scene=cornell-box&samples=100000`, 'rendering');
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    await expectShortTasks('Cornell box', 16, () => tasksDuring(app, async () => {
        await page.waitForTimeout(500);   // it renders, and nobody touches it
        await turnByMouse(page);
        await page.waitForTimeout(500);
    }));
});
