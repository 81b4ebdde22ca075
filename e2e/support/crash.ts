// A worker that dies in the middle of a picture: the page says so, starts a new engine and renders the picture again.
import { expect } from '@playwright/test';
import type { App } from './app';
import { open, render, visibleText } from './page';
import { slowScene } from './scenes';

/** `url` is the page, served with the instrument 'workers'. */
export async function killWorkersWhileRendering(app: App, url: string, victims: 'one' | 'all'): Promise<void> {
    await open(app, url);
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
        return { killed: dying.length, hash: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
    }, { text: slowScene, victims });
    expect(again.killed).toBeGreaterThan(0);
    expect(again.hash).toBe(whole.hash);
    expect(await visibleText(app)).toMatch(/new engine|started again|restarted|new worker/i);
}
