// A mesh of a million triangles: fetched, read and rendered without a task over 50 ms on the main thread.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canvasPixels } from '../../support/pixels';
import { open, waitForState } from '../../support/page';
import { alone, expect, test } from '../../support/test';

const cells = 708;

/** A hilly square of 2 * cells^2 triangles as binary PLY. */
function hills(): Buffer {
    const vertices = (cells + 1) ** 2, faces = 2 * cells ** 2;
    const header = Buffer.from(`ply\nformat binary_little_endian 1.0\nelement vertex ${vertices}\nproperty float x\n` +
        `property float y\nproperty float z\nelement face ${faces}\nproperty list uchar int vertex_indices\nend_header\n`);
    const body = Buffer.alloc(12 * vertices + 13 * faces);
    let at = 0;
    for (let j = 0; j <= cells; ++j)
        for (let i = 0; i <= cells; ++i) {
            const x = 4 * i / cells - 2, z = 4 * j / cells - 2;
            for (const value of [x, 0.2 * Math.sin(7 * x) * Math.cos(5 * z) + 0.02 * Math.sin(90 * x + 70 * z), z])
                at = body.writeFloatLE(value, at);
        }
    for (let j = 0; j < cells; ++j)
        for (let i = 0; i < cells; ++i) {
            const a = j * (cells + 1) + i, b = a + cells + 1;
            for (const corners of [[a, b, a + 1], [a + 1, b, b + 1]]) {
                at = body.writeUInt8(3, at);
                for (const corner of corners) at = body.writeInt32LE(corner, at);
            }
        }
    return Buffer.concat([header, body]);
}

const scene = JSON.stringify({
    raypool: 1,
    render: { width: 320, height: 240, samples: 4 },
    camera: { position: [0, 2, 4], look_at: [0, 0, 0], yfov: 45 },
    environment: { type: 'sky' },
    objects: [{ mesh: { file: 'hills.ply' }, material: { type: 'diffuse', color: [0.5, 0.6, 0.3] } }],
});

test('a million triangles are read, rendered and turned without a task over 50 ms', alone, async ({ playwrightApp: app, serve }) => {
    const folder = mkdtempSync(join(tmpdir(), 'raypool-mesh-'));
    try {
        for (const name of ['hills.ply', 'again.ply']) writeFileSync(join(folder, name), hills());
        const server = await serve({ instruments: ['longTasks'], mounts: { '/meshes/': folder } });
        await open(app, server.url);
        const measure = async (text: string): Promise<number> => {
            const start = await app.evaluate(() => performance.now());
            await app.evaluate(({ text, base }) => { raypool.setScene(text, base); },
                               { text, base: `${server.origin}/meshes/scene.json` });
            await waitForState(app, 'done', 60_000);
            const stats = await app.evaluate(() => ({ ...raypool.stats! }));
            expect(stats.triangles).toBe(2 * cells ** 2);
            expect(stats.samplesDone).toBe(4);
            test.info().annotations.push({ type: 'million triangles', description: JSON.stringify(stats) });
            const long = await app.evaluate((from) =>
                testRecords.longTasks.filter((task) => task.start >= from).map((task) => task.duration), start);
            return Math.max(0, ...long);
        };
        /** Turns the camera by a drag; mesh and trees must stay as they are. */
        const turn = async (): Promise<number> => {
            const { page } = app;
            const box = (await page.locator('#canvas').boundingBox())!;
            const start = await page.evaluate(() => performance.now());
            const before = await page.evaluate(() => raypool.scene);
            await page.mouse.move(box.x + 0.4 * box.width, box.y + 0.5 * box.height);
            await page.mouse.down();
            for (let i = 1; i <= 20; ++i) {
                await page.mouse.move(box.x + (0.4 + 0.01 * i) * box.width, box.y + 0.5 * box.height);
                await page.waitForTimeout(16);
            }
            await page.mouse.up();
            await expect.poll(() => page.evaluate(() => raypool.scene)).not.toBe(before);
            await waitForState(app, 'done', 60_000);
            const stats = await page.evaluate(() => ({ ...raypool.stats! }));
            expect(stats.triangles).toBe(2 * cells ** 2);
            expect(stats.bvhMs).toBe(0);
            test.info().annotations.push({ type: 'turned', description: JSON.stringify(stats) });
            return await page.evaluate((from) =>
                Math.max(0, ...testRecords.longTasks.filter((task) => task.start >= from).map((task) => task.duration)), start);
        };
        const first = await measure(scene);
        const { pixels } = await canvasPixels(app);
        expect(new Set(new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4)).size).toBeGreaterThan(500);
        // What the page does itself shows every time; what else the machine does, only once. Fetched files are kept, so
        // the second time under another name.
        expect(first < 50 ? first : await measure(scene.replace('hills.ply', 'again.ply'))).toBeLessThan(50);
        const turned = await turn();
        expect(turned < 50 ? turned : await turn()).toBeLessThan(50);
    } finally {
        rmSync(folder, { recursive: true });
    }
});
