// The page under fingers, as far as every browser can be driven so.
import type { Page } from '@playwright/test';
import { line, slide, tap, type Point } from '../../support/fingers';
import { open, recordedErrors, waitForPicture, waitForState } from '../../support/page';
import { nativeScene, sphereOnFloor } from '../../support/scenes';
import { expect, test } from '../../support/test';

interface Camera { position: number[]; look_at: number[] }

test.use({ viewport: { width: 390, height: 844 }, contextOptions: { hasTouch: true } });

const cameraOf = (page: Page): Promise<Camera> => page.evaluate(() => (JSON.parse(raypool.scene) as { camera: Camera }).camera);
const distance = ({ position, look_at: target }: Camera): number => Math.hypot(...position.map((v, i) => v - target[i]!));

test('one finger turns the camera, across at once and along when the picture was tapped; two pinch and move', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 1 }));
    await waitForPicture(app, 48, 32);
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    await page.locator('#canvas').scrollIntoViewIfNeeded();
    const box = (await page.locator('#canvas').boundingBox())!;
    const at = (x: number, y: number): Point => ({ x: box.x + x * box.width, y: box.y + y * box.height });
    const moved = async (paths: Point[][]): Promise<Camera> => {
        const before = await page.evaluate(() => raypool.scene);
        await slide(page, paths);
        await expect.poll(() => page.evaluate(() => raypool.scene)).not.toBe(before);
        await waitForState(app, 'done');
        return await cameraOf(page);
    };
    const first = await cameraOf(page);

    // Up and down it is the page's.
    await slide(page, [line(at(0.5, 0.8), at(0.5, 0.2))]);
    await page.waitForTimeout(100);
    expect(await cameraOf(page)).toEqual(first);

    const turned = await moved([line(at(0.3, 0.5), at(0.7, 0.5))]);
    expect(distance(turned)).toBeCloseTo(distance(first), 3);
    expect(turned.position[1]).toBeCloseTo(first.position[1]!, 2);
    const nearer = await moved([line(at(0.45, 0.5), at(0.2, 0.5)), line(at(0.55, 0.5), at(0.8, 0.5))]);
    expect(distance(nearer)).toBeLessThan(0.6 * distance(turned));
    const panned = await moved([line(at(0.4, 0.4), at(0.4, 0.6)), line(at(0.6, 0.4), at(0.6, 0.6))]);
    expect(distance(panned)).toBeCloseTo(distance(nearer), 2);
    expect(panned.look_at[1]).toBeGreaterThan(nearer.look_at[1]!);

    await tap(page.locator('#stage'));
    await expect(page.locator('#stage')).toBeFocused();
    const raised = await moved([line(at(0.5, 0.4), at(0.5, 0.6))]);
    expect(raised.position[1]).toBeGreaterThan(panned.position[1]!);
    expect(await recordedErrors(app)).toEqual([]);
});

test('another tool moves nothing under the finger; many problems leave room for the text', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?scene=white-furnace&samples=1`);
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    const places = () => page.locator('.viewbar :is(.tool, select), #gallery').evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
    const before = await places();
    for (const name of ['Inspect', 'Region', 'Camera']) {
        await tap(page.locator('.tool').filter({ hasText: name }));
        await expect(page.getByRole('radio', { name })).toBeChecked();
        expect(await places(), name).toEqual(before);
    }

    const wrong = JSON.stringify({ raypool: 1, objects: Array.from({ length: 12 }, () => ({ ball: {} })) }, null, 2);
    await page.evaluate((text) => raypool.setScene(text), wrong);
    await expect(page.locator('#problems li').nth(11)).toBeAttached();
    expect((await page.locator('.problems').boundingBox())!.height).toBeLessThan(200);
    expect(await recordedErrors(app)).toEqual([]);
});

test('by taps alone: outline, insert, undo', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?scene=white-furnace&samples=1`);
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    await page.evaluate((text) => raypool.setScene(text), sphereOnFloor);
    await waitForPicture(app, 64, 48);

    await tap(page.getByRole('button', { name: 'Outline', exact: true }));
    const floor = page.getByRole('treeitem', { name: /^floor/ });
    await floor.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await tap(floor.locator('.outline-row'));
    await expect(floor).toHaveAttribute('aria-current', 'true');
    await tap(page.getByRole('button', { name: 'Insert', exact: true }));
    await tap(page.getByRole('menuitem', { name: 'sun' }));
    await expect.poll(() => page.evaluate(() => JSON.parse(raypool.scene).lights?.[0].type as string)).toBe('directional');
    await tap(page.getByRole('button', { name: 'Undo', exact: true }));
    expect(await page.evaluate(() => raypool.scene)).toBe(sphereOnFloor);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    expect(await recordedErrors(app)).toEqual([]);
});
