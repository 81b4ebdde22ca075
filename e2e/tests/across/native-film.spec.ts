// The path tracer's linear film, bit for bit: in every browser, with any number of threads, through pauses, thread-less,
// in two parts, and on the command line.
import type { App, EngineName } from '../../support/app';
import { filmHash } from '../../support/cli';
import { open, renderFilm } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

const scene = nativeScene();
const hashes = new Map<string, string[]>();
const note = (hash: string, who: string): void => { hashes.set(hash, [...(hashes.get(hash) ?? []), who]); };

test.describe.configure({ mode: 'serial' });

/** 3 samples first, then the rest. */
async function renderInParts(app: App): Promise<string> {
    await renderFilm(app, scene, { samples: 3 });
    return await app.evaluate(async () => {
        await raypool.more(16);
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', raypool.readFilm()!.slice()));
        return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    });
}

for (const engine of ['chromium', 'firefox', 'webkit'] satisfies EngineName[]) {
    test(`${engine}: 1, 2, 3 and 8 threads, paused, in parts, and thread-less`, async ({ browsers, serve }) => {
        const server = await serve();
        const app = await browsers.open(engine);
        try {
            for (const mode of ['threaded', 'single']) {
                await open(app, `${server.url}?autostart=0&mode=${mode}`, 'idle');
                expect(await app.evaluate(() => raypool.capabilities.mode)).toBe(mode);
                for (const threads of mode === 'threaded' ? [1, 2, 3, 8] : [2]) {
                    const { hash, mean } = await renderFilm(app, scene, { threads });
                    expect(mean).toBeGreaterThan(0.05);
                    note(hash, `${engine}, ${mode}, ${threads}`);
                    note((await renderFilm(app, scene, { threads }, 3)).hash, `${engine}, ${mode}, ${threads}, paused`);
                }
                note(await renderInParts(app), `${engine}, ${mode}, in parts`);
            }
        } finally {
            await app.close();
        }
        expect([...hashes.values()]).toHaveLength(1);
    });
}

for (const which of ['node', 'native'] as const) {
    test(`the command line, ${which}`, () => {
        for (const threads of ['1', '3']) note(filmHash(which, scene, ['--threads', threads]), `${which}, ${threads}`);
        expect([...hashes.values()]).toHaveLength(1);
    });
}
