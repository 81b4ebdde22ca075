// A worker that dies in the middle of a picture: a message, and a page that renders again.
import { open, render, visibleText, waitForState } from '../../support/page';
import { endlessScene, tinyScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

for (const victims of ['one worker', 'every worker'] as const) {
    test(`${victims} killed while rendering`, async ({ app, serve }) => {
        await open(app, (await serve({ instruments: ['workers'] })).url);
        const expected = await render(app, tinyScene());
        const killed = await app.evaluate(async ({ text, victims }) => {
            const ended = raypool.render(text).then(() => 'done', (error: Error) => `${error.name}: ${error.message}`);
            await new Promise((resolve) => setTimeout(resolve, 400));
            // Behind the page's back: its own terminate() is not told.
            const dying = victims === 'one worker' ? testRecords.workers.slice(-1) : testRecords.workers.slice();
            for (const worker of dying) worker.terminate();
            return { count: dying.length, outcome: await ended };
        }, { text: endlessScene, victims });
        expect(killed.count).toBeGreaterThan(0);
        expect(killed.outcome).toMatch(/^\w*Error: .*(stopped|died|worker|thread|restart)/i);
        expect(killed.outcome).not.toMatch(/^AbortError/);
        expect(await visibleText(app)).toMatch(/worker|thread|engine/i);
        expect((await render(app, tinyScene())).hash).toBe(expected.hash);
        await waitForState(app, 'done');
    });
}
