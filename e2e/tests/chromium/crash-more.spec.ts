// Engines that die in other ways than one worker at a time, up to the point where the page stops trying.
import { killWorkersWhileRendering } from '../../support/crash';
import { open, render, visibleText, waitForState } from '../../support/page';
import { endlessScene, tinyScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('every worker killed while rendering', async ({ playwrightApp: app, serve }) => {
    const { url } = await serve({ instruments: ['workers'] });
    await killWorkersWhileRendering(app, url, 'all');
});

test('a worker of the thread-less mode killed while rendering', async ({ playwrightApp: app, serve }) => {
    const { url } = await serve({ instruments: ['workers'] });
    await killWorkersWhileRendering(app, `${url}?mode=single`, 'one');
});

test('after three dead engines the page gives up with a message and a button that works', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve({ instruments: ['workers'] })).url);
    const expected = await render(app, tinyScene());
    const outcome = await page.evaluate(async (text) => {
        const ended = raypool.render(text).then(() => 'done', (error: Error) => `${error.name}: ${error.message}`);
        let settled = false;
        void ended.then(() => { settled = true; });
        while (!settled) {
            await new Promise((resolve) => setTimeout(resolve, 300));
            for (const worker of testRecords.workers) worker.terminate();
        }
        return await ended;
    }, endlessScene);
    expect(outcome).toMatch(/^Error: \S/);
    await waitForState(app, 'error');
    expect(await visibleText(app)).toMatch(/engine|worker/i);
    await page.getByRole('button', { name: /restart|start/i }).click();
    await expect.poll(() => render(app, tinyScene()).then(({ hash }) => hash, () => ''), { timeout: 20_000 }).toBe(expected.hash);
});
