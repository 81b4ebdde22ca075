// Messages come over the picture, on a phone above what stays at the bottom: the picture stays where it is, and what one needs
// is not under them.
import type { Page } from '@playwright/test';
import { accessibilityFaults } from '../../support/accessibility';
import { noticeSays } from '../../support/files';
import { open, recordedErrors, waitForPicture } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

const places = (page: Page): Promise<string[]> => page.evaluate(() =>
    [...document.querySelectorAll('#stage, #canvas, .viewbar, #render, .edit-bar, #scene')].map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return `${element.id || element.className}: ${[x, y, width, height].map(Math.round).join(' ')}`;
    }));

/** Controls that lie under the message, though scrolled to. */
const covered = (page: Page): Promise<string[]> => page.evaluate(() => {
    const notice = document.querySelector('#notice')!;
    return [...document.querySelectorAll<HTMLElement>('button, select, input, summary')].filter((element) => {
        if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('#notice, .editor, .skip')) return false;
        element.scrollIntoView({ block: 'nearest', behavior: 'instant' });
        const { left, top, width, height } = element.getBoundingClientRect();
        return notice.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    }).map((element) => element.id || element.className);
});

/** To the top for good: Firefox repeats what was scrolled into view last until a person scrolls, or something else is. */
const toTop = (page: Page): Promise<void> => expect.poll(() => page.evaluate(async () => {
    document.querySelector('.topbar')!.scrollIntoView({ behavior: 'instant' });
    await new Promise((resolve) => setTimeout(resolve, 100));
    return scrollY;
})).toBe(0);

for (const [width, height] of [[1440, 900], [390, 844], [720, 450]] as const) {
    test(`at ${width} by ${height} nothing moves when a message comes or goes, and nothing is hidden by it`, async ({ playwrightApp: app, engine, serve }) => {
        const { page } = app;
        await page.setViewportSize({ width, height });
        await open(app, (await serve()).url);
        await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 1 }));
        await waitForPicture(app, 48, 32);
        await expect(page.locator('#scene .cm-content')).toBeVisible();
        await page.waitForTimeout(300);
        // Neither size nor scroll position are the message's doing from here on.
        await page.evaluate(() => {
            scrollTo(0, 0);
            const shifts: string[] = [];
            Object.assign(globalThis, { shifts });
            if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
            new PerformanceObserver((list) => {
                shifts.push(...(list.getEntries() as unknown as { value: number; sources: { node: Element | null }[] }[]).map(({ value, sources }) => `${value} of ${sources.map(({ node }) => node?.id || node?.className || node?.nodeName).join(", ")}`));
            }).observe({ type: 'layout-shift' });
        });
        const before = await places(page);
        await page.evaluate(() => void raypool.open([{ name: 'grain.bin', data: new Blob(['-']) }]));
        await noticeSays(app, 'grain.bin: used wherever');
        const notice = page.getByRole('alert').filter({ hasText: 'grain.bin' });
        await expect(notice).toBeInViewport({ ratio: 1 });
        expect(await places(page)).toEqual(before);
        if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/notice-${width}.png` });
        expect(await accessibilityFaults(app)).toEqual([]);
        expect(await covered(page)).toEqual([]);
        await toTop(page);
        // A longer one, with buttons.
        await page.getByRole('button', { name: 'OK, dismiss the message' }).click();
        await page.evaluate(() => void raypool.open([
            { name: 'a/folder/with/a/name/that/is/long/enough/for/two/lines.png', data: new Blob(['-']) }, { name: 'another.png', data: new Blob(['-']) },
        ]));
        await noticeSays(app, 'Make another.png a texture');
        expect(await places(page)).toEqual(before);
        await expect(page.locator('#notice')).toBeInViewport({ ratio: 1 });
        // The keyboard goes back to where it came from.
        await page.getByRole('combobox', { name: 'Gallery scene' }).focus();
        await toTop(page);
        await page.getByRole('button', { name: 'OK, dismiss the message' }).focus();
        await page.keyboard.press('Enter');
        await expect(page.locator('#notice')).toBeHidden();
        await expect(page.getByRole('combobox', { name: 'Gallery scene' })).toBeFocused();
        expect(await places(page)).toEqual(before);
        expect(await page.evaluate(() => (globalThis as unknown as { shifts: string[] }).shifts)).toEqual([]);
        expect(await recordedErrors(app)).toEqual([]);
    });
}

test('embedded, a message can be put away', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?ui=0`);
    const box = await page.locator('#canvas').boundingBox();
    await page.evaluate(() => void raypool.open([{ name: 'grain.bin', data: new Blob(['-']) }]));
    await noticeSays(app, 'grain.bin');
    expect(await page.locator('#canvas').boundingBox()).toEqual(box);
    await page.getByRole('button', { name: 'OK, dismiss the message' }).click();
    await expect(page.locator('#notice')).toBeHidden();
});
