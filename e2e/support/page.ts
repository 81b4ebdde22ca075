// What tests do with the page again and again.
import type { RenderOptions, Stats } from '../../web/raypool';
import { expect } from '@playwright/test';
import type { App } from './app';
import { demoScene } from './scenes';

export type RenderState = 'loading' | 'idle' | 'rendering' | 'done' | 'cancelled' | 'error' | 'unsupported';

export async function waitForState(app: App, wanted: RenderState, timeout = 30_000): Promise<void> {
    await app.waitFor(`renderState '${wanted}'`,
                      (state) => document.documentElement.dataset.renderState === state, wanted, timeout);
}

/** Opens the page and waits until its first picture is done (or for another state). */
export async function open(app: App, url: string, state: RenderState = 'done'): Promise<void> {
    await app.goto(url);
    await waitForState(app, state);
}

export interface Rendered { width: number; height: number; hash: string; stats: Stats; seconds: number }

/** Renders through globalThis.raypool; the picture comes back as its SHA-256. */
export async function render(app: App, text: string, options: RenderOptions = {}): Promise<Rendered> {
    return await app.evaluate(async (argument) => {
        const start = performance.now();
        const { width, height, pixels, stats } = await raypool.render(argument.text, argument.options);
        const seconds = (performance.now() - start) / 1000;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', pixels.slice()));
        const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        return { width, height, hash, stats: { ...stats }, seconds };
    }, { text, options });
}

/** Sets the number of threads and waits until so many take part: new ones need a moment to start. */
export async function useThreads(app: App, threads: number): Promise<void> {
    const text = demoScene({ width: 300, height: 300 });
    await expect.poll(async () => (await render(app, text, { threads })).stats.threads, { timeout: 30_000 }).toBe(threads);
}

/** Clicks into the editor, which the page loads after its first picture. */
export async function focusEditor(app: App): Promise<void> {
    await app.waitFor('the editor', () => document.querySelector('#scene .cm-content') !== null);
    await app.clickSelector('#scene .cm-content');
}

/**
 * Replaces the editor's text as a person would: click, select all, delete, type. Typing over a selection of many lines
 * would do too, but then Chromium's own editing uses style attributes for a moment, which a strict policy reports.
 */
export async function typeScene(app: App, text: string): Promise<void> {
    await focusEditor(app);
    await app.press('Control+A');
    await app.press('Delete');
    await app.type(text);
}

/** Waits until the canvas shows a finished picture of this size. */
export async function waitForPicture(app: App, width: number, height: number, timeout = 30_000): Promise<void> {
    await app.waitFor(`a finished picture of ${width}x${height}`, (size) => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas#canvas');
        return canvas?.width === size.width && canvas.height === size.height &&
               document.documentElement.dataset.renderState === 'done';
    }, { width, height }, timeout);
}

/** What went wrong in the page so far, whether or not anything showed it. */
export const recordedErrors = (app: App): Promise<string[]> =>
    app.evaluate(() => [...testRecords.errors, ...testRecords.violations]);

/** The text that a person can see. */
export const visibleText = (app: App): Promise<string> => app.evaluate(() => document.body.innerText);

export interface Film { width: number; height: number; hash: string; mean: number; stats: Stats }

/** Renders, and the linear film comes back as its SHA-256. With `pauses` the render is paused and resumed that often. */
export async function renderFilm(app: App, text: string, options: RenderOptions = {}, pauses = 0): Promise<Film> {
    return await app.evaluate(async (argument) => {
        const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
        const ended = raypool.render(argument.text, argument.options);
        for (let i = 0; i < argument.pauses; ++i) {
            await sleep(15);
            raypool.pause();
            await sleep(15);
            raypool.resume();
        }
        const { width, height, stats } = await ended;
        const film = raypool.readFilm()!;
        const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', film.slice()));
        const hash = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
        return { width, height, hash, mean: film.reduce((sum, v) => sum + v, 0) / film.length, stats: { ...stats } };
    }, { text, options, pauses });
}
