// The same bytes in every browser, with any number of threads, with and without shared memory.
import type { EngineName } from '../../support/app';
import { open, render, useThreads } from '../../support/page';
import { ownText } from '../../support/scenes';
import { expect, test } from '../../support/test';

const scenes = ['default', 'glass-pair', 'odd_333x217', 'refract_inside_tir', 'wide-directional', 'one_pixel'];
const hashes = new Map<string, Map<string, string[]>>(scenes.map((scene) => [scene, new Map()]));

test.describe.configure({ mode: 'serial' });

for (const engine of ['chromium', 'firefox', 'webkit'] satisfies EngineName[]) {
    test(`${engine}: 1, 2, 4 and 8 threads, and thread-less`, async ({ browsers, serve }) => {
        const server = await serve();
        const app = await browsers.open(engine);
        try {
            for (const mode of ['threaded', 'single']) {
                await open(app, `${server.url}?autostart=0&mode=${mode}`, 'idle');
                expect(await app.evaluate(() => raypool.capabilities.mode)).toBe(mode);
                for (const threads of mode === 'threaded' ? [1, 2, 4, 8] : [1, 3]) {
                    await useThreads(app, threads);
                    for (const scene of scenes) {
                        const { hash } = await render(app, ownText(scene), { threads });
                        const of = hashes.get(scene)!;
                        of.set(hash, [...(of.get(hash) ?? []), `${engine}, ${mode}, ${threads}`]);
                    }
                }
            }
        } finally {
            await app.close();
        }
        for (const [scene, seen] of hashes) expect([...seen.values()], scene).toHaveLength(1);
    });
}

test('all of them agree', () => {
    for (const [scene, seen] of hashes) {
        expect([...seen.values()], scene).toHaveLength(1);
        expect([...seen.values()][0], scene).toHaveLength(3 * (4 + 2));
    }
});
