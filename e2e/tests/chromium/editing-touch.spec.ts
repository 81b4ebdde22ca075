// The editor on a phone: fingers only. Chromium's developer tools send the touches.
import { accessibilityFaults } from '../../support/accessibility';
import { open } from '../../support/page';
import { sphereOnFloor } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

test.use({ viewport: { width: 390, height: 844 }, contextOptions: { hasTouch: true, isMobile: true, colorScheme: 'dark' } });

test('a number is dragged, the outline selects, the menu inserts, undo takes it back', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?scene=white-furnace&samples=1`);
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    await page.evaluate((text) => raypool.setScene(text), sphereOnFloor);
    const radius = (): Promise<number> => page.evaluate(() => JSON.parse(raypool.scene).objects[0].sphere.radius as number);

    const number = page.locator('#scene .cm-line', { hasText: 'radius' }).locator('span', { hasText: '0.5' }).first();
    // Not under the picture, which stays in view.
    await number.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    const box = (await number.boundingBox())!;
    const touches = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', across?: number) => touches.send('Input.dispatchTouchEvent', {
        type, touchPoints: across === undefined ? [] : [{ x: box.x + box.width / 2 + across, y: box.y + box.height / 2 }],
    });
    await touch('touchStart', 0);
    for (let i = 1; i <= 20; ++i) await touch('touchMove', 4 * i);
    await touch('touchEnd');
    await expect.poll(radius).toBeGreaterThan(0.55);
    await page.getByRole('button', { name: 'Undo', exact: true }).tap();
    expect(await radius()).toBe(0.5);

    await page.getByRole('button', { name: 'Outline', exact: true }).tap();
    const floor = page.getByRole('treeitem', { name: /^floor/ });
    await floor.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    // A finger's breadth, and more than one of them in sight.
    const row = (await floor.locator('.outline-row').boundingBox())!;
    expect(row.height).toBeGreaterThanOrEqual(36);
    expect((await page.getByRole('tree').boundingBox())!.height).toBeGreaterThan(3 * row.height);
    await floor.locator('.outline-row').tap();
    await expect(floor).toHaveAttribute('aria-current', 'true');
    // The keyboard stays away.
    await expect(page.locator('#scene .cm-content')).not.toBeFocused();
    await page.screenshot({ path: `${artifacts}/editor-phone-outline.png` });
    expect(await accessibilityFaults(app)).toEqual([]);

    await page.getByRole('button', { name: 'Insert', exact: true }).tap();
    await page.screenshot({ path: `${artifacts}/editor-phone-insert.png` });
    await page.getByRole('menuitem', { name: 'sun' }).tap();
    await expect.poll(() => page.evaluate(() => JSON.parse(raypool.scene).lights?.[0].type as string)).toBe('directional');
    await page.getByRole('button', { name: 'Undo', exact: true }).tap();
    expect(await page.evaluate(() => raypool.scene)).toBe(sphereOnFloor);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
