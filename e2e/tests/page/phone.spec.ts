// On narrow screens the stage is as high as the picture asks for.
import type { Page } from '@playwright/test';
import { PlaywrightApp } from '../../support/app';
import { focusEditor, open, waitForPicture } from '../../support/page';
import { nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test.use({ viewport: { width: 390, height: 844 } });

const heightOf = async (page: Page, selector: string): Promise<number> => Math.round((await page.locator(selector).boundingBox())!.height);

test('wide pictures take no more room than they need, tall and square ones fit', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const show = async (width: number, height: number): Promise<number> => {
        await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ width, height, samples: 1 }));
        await waitForPicture(app, width, height);
        await expect.poll(async () => {
            const [stage, canvas] = [(await page.locator('#stage').boundingBox())!, (await page.locator('#canvas').boundingBox())!];
            // Centred, with its margin all around.
            return Math.min(canvas.x, canvas.y - stage.y, stage.height - canvas.height) >= 15.5 && stage.width - canvas.width >= 31.5;
        }).toBe(true);
        return heightOf(page, '#stage');
    };
    // Next to its margins there is nothing but what the page's scroll bar takes, if it takes any.
    const bands = async (): Promise<number> => await heightOf(page, '#stage') - await heightOf(page, '#canvas') - 32;
    expect(await show(160, 90)).toBe(233);
    expect(await bands()).toBeLessThan(10);
    expect(await show(120, 120)).toBe(390);
    expect(await bands()).toBeLessThan(16);
    // Not higher than half of the window, not lower than what is shown on it.
    expect(await show(90, 160)).toBe(439);
    expect(await bands()).toBe(0);
    expect(await show(300, 60)).toBe(190);

    // Enlarged, it scrolls within the same stage.
    await show(160, 90);
    for (let i = 0; i < 3; ++i) await page.getByRole('button', { name: 'Zoom in' }).click();
    const zoomed = await page.locator('#stage').evaluate((stage) => [(stage as HTMLElement).offsetHeight, stage.scrollWidth > stage.clientWidth]);
    expect(zoomed).toEqual([233, true]);
    await page.getByRole('button', { name: 'Fit the picture to the window' }).click();

    // The values of a pixel stand below it, not over it.
    await page.getByRole('radio', { name: 'Inspect' }).check({ force: true });
    await page.locator('#canvas').click();
    const values = page.locator('#inspector');
    await expect(values).toBeInViewport({ ratio: 1 });
    const bottom = (await page.locator('#stage').evaluate((stage) => stage.getBoundingClientRect().bottom));
    expect((await values.boundingBox())!.y).toBeGreaterThan(bottom);
    await page.getByRole('radio', { name: 'Camera' }).check({ force: true });

    // While a size is typed, the text stays where it is.
    await focusEditor(app);
    const before = await heightOf(page, '#stage');
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ width: 100, height: 110, samples: 1 }));
    await waitForPicture(app, 100, 110);
    expect(await heightOf(page, '#stage')).toBe(before);
    await page.locator('#stage').focus();
    await expect.poll(() => heightOf(page, '#stage')).toBe(Math.round(358 * 1.1 + 32));
});

test('room for the picture is there before it is: of the gallery, kept, and of a link', async ({ playwrightApp: app, browsers, engine, serve }) => {
    const { page } = app;
    const { url } = await serve();
    // From the first frame on, the height of the stage must be the one that it has in the end.
    const record = (target: Page): Promise<unknown> => target.addInitScript(() => {
        const heights = new Set<number>();
        Object.assign(globalThis, { heights });
        const look = (): void => {
            const stage = document.querySelector<HTMLElement>('#stage');
            if (stage?.clientHeight) heights.add(stage.clientHeight);
            requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    });
    const heights = (target: Page): Promise<number[]> => target.evaluate(() => [...(globalThis as unknown as { heights: Set<number> }).heights]);
    await record(page);
    await open(app, `${url}?scene=marbles&samples=1`);
    expect(await heights(page)).toEqual([233]);

    await page.goto(`${url}?samples=1`);
    await waitForPicture(app, 800, 800);
    expect(await heights(page)).toEqual([390]);
    await focusEditor(app);
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(nativeScene({ width: 160, height: 90, samples: 1 }));
    await waitForPicture(app, 160, 90);
    await page.locator('#stage').focus();
    await expect.poll(() => heightOf(page, '#stage')).toBe(233);
    await page.waitForTimeout(600);   // it is kept by then
    await page.reload();
    await waitForPicture(app, 160, 90);
    expect(await heights(page)).toEqual([233]);

    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const link = page.getByRole('textbox', { name: 'Link to the scene' });
    await expect(link).toHaveValue(/&size=160x90&/);
    const other = await browsers.open(engine, { viewport: { width: 390, height: 844 } });
    if (!(other instanceof PlaywrightApp)) throw new Error('not driven by Playwright');
    await record(other.page);
    await other.goto(await link.inputValue());
    await waitForPicture(other, 160, 90);
    expect(await heights(other.page)).toEqual([233]);
    // A link that does not say: nothing moves, either.
    const third = await browsers.open(engine, { viewport: { width: 390, height: 844 } });
    if (!(third instanceof PlaywrightApp)) throw new Error('not driven by Playwright');
    await record(third.page);
    await third.goto((await link.inputValue()).replace('&size=160x90', ''));
    await waitForPicture(third, 160, 90);
    expect(await heights(third.page)).toEqual([390]);
    await other.close();
    await third.close();
});
