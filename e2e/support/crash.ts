// Workers that die in the middle of a picture: the page says so, starts a new engine, and renders again.
import { expect } from '@playwright/test';
import type { App } from './app';
import { open, render, visibleText, waitForState } from './page';
import { endlessScene, tinyScene } from './scenes';

/** `url` is the page, served with the instrument 'workers'. */
export async function killWorkersWhileRendering(app: App, url: string, victims: 'one' | 'all'): Promise<void> {
    await open(app, url);
    const whole = await render(app, tinyScene());
    // Endless, because Chromium lets a busy worker run on for two seconds after terminate().
    await app.evaluate((text) => { raypool.setScene(text); }, endlessScene);
    await waitForState(app, 'rendering');
    const killed = await app.evaluate(async (victims) => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        // Behind the page's back: no event tells that a worker was terminated.
        const dying = victims === 'one' ? testRecords.workers.slice(-1) : testRecords.workers.slice();
        for (const worker of dying) worker.terminate();
        return dying.length;
    }, victims);
    expect(killed).toBeGreaterThan(0);
    await app.waitFor('a message', () => /new engine|started again|restarted|new worker/i.test(document.body.innerText));
    expect(await visibleText(app)).toMatch(/worker|engine/i);
    expect((await render(app, tinyScene())).hash).toBe(whole.hash);
    await waitForState(app, 'done');
}
