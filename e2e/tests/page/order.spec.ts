// By keyboard: the text is one key away, and the parts come in the order in which they are seen.
import type { Page } from '@playwright/test';
import { open } from '../../support/page';
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
