// By keyboard: the text is one key away, and the parts come in the order in which they are seen.
import type { Page } from '@playwright/test';
import { open, waitForPicture } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

/** What can have the focus, in the order of the document, with its place on the page. */
const stops = (page: Page): Promise<{ name: string; top: number; last: boolean }[]> => page.evaluate(() => {
    scrollTo(0, 0);
    const all = [...document.querySelectorAll<HTMLElement>('main :is(button, select, input, summary, [tabindex="0"])')];
    return all.filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0 &&
                                   !element.closest('.cm-gutters')).map((element) => {
        const { top, height } = element.getBoundingClientRect();
        return { name: element.id || element.className, top: top + Math.min(height, 40) / 2, last: element.closest('#render-buttons') !== null };
    });
});

test('Tab leads to the text at once', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('button', { name: 'Edit the scene’s text' });
    await expect(skip).toBeFocused();
    expect((await skip.boundingBox())!.width).toBeGreaterThan(100);
    await page.keyboard.press('Enter');
    await expect(page.locator('#scene .cm-content')).toBeFocused();
    await expect(skip).toHaveCSS('width', '1px');
});

test('on a phone the parts come in the order in which they are seen, and the focus stays when the page grows wide', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await page.setViewportSize({ width: 390, height: 844 });
    await open(app, (await serve()).url);
    await expect(page.locator('#scene .cm-content')).toBeVisible();
    const narrow = await stops(page);
    expect(narrow.length).toBeGreaterThan(30);
    // Render, Pause and Cancel stay at the bottom, over everything.
    expect(narrow.filter(({ last }) => last).length).toBeGreaterThan(0);
    expect(narrow.slice(narrow.findIndex(({ last }) => last)).every(({ last }) => last)).toBe(true);
    const rest = narrow.filter(({ last }) => !last);
    for (let i = 1; i < rest.length; ++i) {
        // Those of one row differ a little in height.
        expect(rest[i]!.top, `${rest[i]!.name} behind ${rest[i - 1]!.name}`).toBeGreaterThan(rest[i - 1]!.top - 24);
    }
    // What comes first on a wide page is found again there.
    const view = page.getByRole('combobox', { name: 'View' });
    await view.focus();
    await page.setViewportSize({ width: 1440, height: 900 });
    await expect(view).toBeFocused();
    expect((await stops(page))[0]!.name).toBe('render');
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});

test('by keyboard alone: what is moved in an enlarged picture is seen, and what goes away leaves the focus somewhere', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ width: 200, height: 150, samples: 1 }));
    await waitForPicture(app, 200, 150);
    const stage = page.locator('#stage');
    const use = async (tool: string): Promise<void> => {
        await page.getByRole('radio', { name: tool }).focus();
        await page.keyboard.press('Space');
        await stage.focus();
    };
    const inSight = (selector: string): Promise<boolean> => page.evaluate((of) => {
        const [a, b] = [document.querySelector(of)!, document.querySelector('#stage')!].map((element) => element.getBoundingClientRect());
        return a!.right > b!.left && a!.left < b!.right && a!.bottom > b!.top && a!.top < b!.bottom;
    }, selector);
    for (let i = 0; i < 4; ++i) await page.getByRole('button', { name: 'Zoom in' }).press('Enter');
    await use('Inspect');
    for (const arrow of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp']) {
        for (let i = 0; i < 25; ++i) await page.keyboard.press(`Shift+${arrow}`);
        await expect.poll(() => inSight('#inspector-mark'), arrow).toBe(true);
    }
    await expect(page.locator('#inspector-values')).toContainText('0, 0');

    await use('Region');
    for (let i = 0; i < 20; ++i) await page.keyboard.press('Shift+ArrowLeft');
    for (const arrow of ['ArrowRight', 'ArrowLeft']) {
        for (let i = 0; i < 40; ++i) await page.keyboard.press(arrow);
        await expect.poll(() => inSight('#region'), arrow).toBe(true);
    }
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Whole picture' }).press('Enter');
    await expect(page.locator('#region')).toBeHidden();
    await expect(stage).toBeFocused();

    const move = page.locator('#camera-pad summary');
    await move.press('Enter');
    await page.getByRole('button', { name: 'Turn left' }).focus();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Turn left' })).toBeHidden();
    await expect(move).toBeFocused();
});
