// The picture under fingers, on a phone: the page can still be scrolled.
import type { CDPSession, Page } from '@playwright/test';
import { PlaywrightApp } from '../../support/app';
import { open, waitForPicture, waitForState } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

type Point = { x: number; y: number };
interface Camera { position: number[]; look_at: number[] }

async function touch(session: CDPSession, paths: Point[][]): Promise<void> {
    const points = (i: number): Point[] => paths.map((path) => path[i]!);
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) });
    for (let i = 1; i < paths[0]!.length; ++i) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(i) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

const line = (from: Point, to: Point, steps = 8): Point[] => Array.from({ length: steps + 1 }, (_, i) =>
    ({ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }));
const cameraOf = (page: Page): Promise<Camera> => page.evaluate(() => (JSON.parse(raypool.scene) as { camera: Camera }).camera);
const distance = ({ position, look_at: target }: Camera): number => Math.hypot(...position.map((v, i) => v - target[i]!));

test('one finger across orbits, up and down scrolls the page until the picture is tapped, two pinch', async ({ browsers, serve }) => {
    const app = await browsers.open('chromium', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    if (!(app instanceof PlaywrightApp)) throw new Error('not driven by Playwright');
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 1 }));
    await waitForPicture(app, 48, 32);
    const session = await page.context().newCDPSession(page);
    // What the editor shows anew comes into view.
    await page.waitForTimeout(500);
    await page.evaluate(() => scrollTo(0, 0));
    const box = (await page.locator('#canvas').boundingBox())!;
    const at = (x: number, y: number): Point => ({ x: box.x + x * box.width, y: box.y + y * box.height });
    const text = (): Promise<string> => page.evaluate(() => raypool.scene);
    const first = await text();

    await touch(session, [line(at(0.5, 0.9), { x: at(0.5, 0.9).x, y: Math.max(5, at(0.5, 0.9).y - 200) })]);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(20);
    expect(await text()).toBe(first);
    // It goes on for a moment after the finger has left.
    await expect.poll(() => page.evaluate(async () => {
        scrollTo(0, 0);
        await new Promise((resolve) => setTimeout(resolve, 200));
        return scrollY;
    })).toBe(0);

    await touch(session, [line(at(0.3, 0.5), at(0.7, 0.5))]);
    await expect.poll(text).not.toBe(first);
    await waitForState(app, 'done');
    const orbited = await cameraOf(page);

    await touch(session, [line(at(0.45, 0.5), at(0.2, 0.5)), line(at(0.55, 0.5), at(0.8, 0.5))]);
    await expect.poll(async () => distance(await cameraOf(page))).toBeLessThan(0.6 * distance(orbited));
    await waitForState(app, 'done');

    // Tapped, the picture has the finger in every direction.
    await page.touchscreen.tap(at(0.5, 0.5).x, at(0.5, 0.5).y);
    await expect(page.locator('#stage')).toBeFocused();
    const { position } = await cameraOf(page);
    await touch(session, [line(at(0.5, 0.4), at(0.5, 0.6))]);
    await expect.poll(async () => (await cameraOf(page)).position[1]).toBeGreaterThan(position[1]!);
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await app.close();
});

test('help begins with fingers where there are fingers, and with keys elsewhere', async ({ browsers, serve }) => {
    const { url } = await serve();
    for (const isMobile of [true, false]) {
        const app = await browsers.open('chromium', { viewport: { width: 390, height: 844 }, hasTouch: isMobile, isMobile });
        if (!(app instanceof PlaywrightApp)) throw new Error('not driven by Playwright');
        await open(app, url);
        // Twice: what was put first must not wander.
        for (let i = 0; i < 2; ++i) {
            await app.page.getByRole('button', { name: /^Help/ }).click();
            const rows = app.page.getByRole('dialog').getByRole('rowheader');
            await expect(rows.first()).toHaveText(isMobile ? 'Fingers in the picture' : 'Ctrl Enter');
            await expect(rows.nth(isMobile ? 2 : -1)).toHaveText(isMobile ? 'Ctrl Enter' : 'Fingers in the text');
            await app.page.getByRole('button', { name: 'Close help' }).click();
        }
        await app.close();
    }
});
