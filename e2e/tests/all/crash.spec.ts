// A worker that dies in the middle of a picture: the page says so, starts a new engine and renders the picture again.
import { open, render, visibleText } from '../../support/page';
import { slowScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

for (const [mode, victims] of [['threaded', 'one'], ['threaded', 'all'], ['single', 'one']] as const) {
    test(`${victims} of the workers killed while rendering, ${mode}`, async ({ app, serve }) => {
        await open(app, `${(await serve({ instruments: ['workers'] })).url}?mode=${mode}`);
        const whole = await render(app, slowScene);
        const again = await app.evaluate(async ({ text, victims }) => {
            let rays = 0;
            const ended = raypool.render(text, { onProgress: (progress) => { rays = progress.rays; } });
            while (rays === 0) await new Promise((resolve) => setTimeout(resolve, 10));
            // Behind the page's back: no event tells that a worker was terminated.
            const dying = victims === 'one' ? testRecords.workers.slice(-1) : testRecords.workers.slice();
            for (const worker of dying) worker.terminate();
            const { pixels } = await ended;
            const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels.slice()));
            return {
                killed: dying.length,
                hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
            };
        }, { text: slowScene, victims });
        expect(again.killed).toBeGreaterThan(0);
        expect(again.hash).toBe(whole.hash);
        expect(await visibleText(app)).toMatch(/new engine|started again|restarted/i);
    });
}
