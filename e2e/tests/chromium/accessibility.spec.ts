// axe in every state of the page, and pictures of them for people to look at, in e2e/.artifacts.
import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { accessibilityFaults } from '../../support/accessibility';
import { open, waitForState } from '../../support/page';
import { demoScene, endlessScene, nativeScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
mkdirSync(artifacts, { recursive: true });

for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
        test.describe(`${size}, ${colorScheme}`, () => {
            test.use({ viewport, contextOptions: { colorScheme } });

            test('axe finds nothing in any state', async ({ playwrightApp: app, serve }) => {
                const { page } = app;
                const server = await serve();
                const check = async (state: string): Promise<void> => {
                    await page.screenshot({ path: `${artifacts}/${size}-${colorScheme}-${state}.png` });
                    expect(await accessibilityFaults(app), state).toEqual([]);
                    // A phone's page scrolls downwards only.
                    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), state)
                        .toBeLessThanOrEqual(0);
                };

                let release = (): void => undefined;
                const held = new Promise<void>((resolve) => { release = resolve; });
                await page.route('**/*.wasm', async (route) => {
                    await held;
                    await route.continue();
                });
                await page.goto(server.url);
                await waitForState(app, 'loading');
                await check('loading');
                release();
                await waitForState(app, 'done');
                await check('done');

                await page.evaluate((text) => { raypool.setScene(text); }, endlessScene);
                await waitForState(app, 'rendering');
                await check('rendering');
                await page.evaluate(() => raypool.cancel());
                await waitForState(app, 'cancelled');
                await check('cancelled');

                await page.evaluate((text) => { raypool.setScene(text); }, demoScene().replace('"fov": 90', '"fov": "wide"'));
                await waitForState(app, 'error');
                await check('error');

                await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ width: 180, height: 120 }));
                await waitForState(app, 'done');
                await check('native');
                await page.getByRole('combobox', { name: 'View' }).selectOption('normal');
                await page.getByRole('spinbutton', { name: 'Exposure in stops' }).fill('1.5');
                await page.evaluate(() => raypool.cancel());
                await check('native-normal');

                await page.getByRole('button', { name: /help|shortcuts/i }).click();
                await expect(page.getByRole('dialog')).toBeVisible();
                await check('help');
            });
        });
    }
}

/** What stands out of the window to the right or the left, or of its own box. */
const cutOff = (page: Page): Promise<string[]> => page.evaluate(() => {
    const seen = [...document.querySelectorAll<HTMLElement>('button, select, label, dd, .problem-text')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.editor, .skip, .stage'));
    const name = (element: HTMLElement): string => element.id || element.textContent!.trim();
    return seen.filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < 0 || right > innerWidth || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline';
    }).map(name);
});

test('forced colours, no motion, from right to left, 200 % and fingers', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, demoScene().replace('"fov": 90', '"fov": "wide"'));
    await waitForState(app, 'error');
    const check = async (state: string): Promise<void> => {
        await page.screenshot({ path: `${artifacts}/${state}.png` });
        expect(await accessibilityFaults(app), state).toEqual([]);
        expect(await cutOff(page), state).toEqual([]);
    };

    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' });
    await check('forced-colours');
    // Backgrounds go; what is on and what is wrong is still told from the rest.
    const looks = await page.evaluate(() => {
        const of = (selector: string): CSSStyleDeclaration => getComputedStyle(document.querySelector(selector)!);
        return {
            on: of('.tool input:checked + span').backgroundColor, off: of('.tool input:not(:checked) + span').backgroundColor,
            wrong: of('#scene .cm-lintRange-error').textDecorationLine, live: of('#live').opacity,
            moving: [...document.querySelectorAll('*')].filter((element) => getComputedStyle(element).transitionDuration.split(', ').some((time) => time !== '0s')).length,
        };
    });
    expect(looks).toMatchObject({ wrong: 'underline', live: '1', moving: 0 });
    expect(looks.on).not.toBe(looks.off);
    // What is found is marked, and what is selected is seen while the keyboard is in the field.
    await page.locator('#scene .cm-content').focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('radius');
    await page.keyboard.press('Enter');
    for (const mark of ['.cm-searchMatch', '.cm-searchMatch-selected', '.cm-selectionBackground'])
        await expect(page.locator(`#scene ${mark}`).first()).toHaveCSS('outline-style', 'solid');
    await page.screenshot({ path: `${artifacts}/forced-colours-search.png` });
    await page.keyboard.press('Escape');
    await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });

    await page.evaluate(() => { document.documentElement.dir = 'rtl'; });
    await check('right-to-left');
    const order = await page.evaluate(() => {
        const left = (selector: string): number => document.querySelector(selector)!.getBoundingClientRect().left;
        // English keeps its own direction: where the first and the last letter stand.
        const isEnglish = (selector: string): boolean => {
            const text = document.createTreeWalker(document.querySelector(selector)!, NodeFilter.SHOW_TEXT).nextNode()!;
            const at = (offset: number): number => {
                const range = document.createRange();
                range.setStart(text, offset);
                range.setEnd(text, offset + 1);
                return range.getBoundingClientRect().left;
            };
            return at(0) < at(text.textContent!.length - 1);
        };
        return {
            sides: left('.editor-pane') > left('.picture-pane'),
            english: ['#threads-label', '#problems-title', '.problem-text', '#mode', '#scene .cm-line:nth-child(2)'].map(isEnglish),
        };
    });
    expect(order).toEqual({ sides: true, english: [true, true, true, true, true] });
    // In lists, too: “2018 demo”, not “demo 2018”.
    await expect(page.locator('#tone-mapping option').last()).toHaveCSS('unicode-bidi', 'plaintext');
    // Code begins at its left, behind the numbers of its lines.
    const code = await page.evaluate(() => {
        const range = document.createRange();
        range.selectNodeContents(document.querySelector('#scene .cm-line')!);
        return range.getBoundingClientRect().left - document.querySelector('#scene .cm-gutters')!.getBoundingClientRect().right;
    });
    expect(code).toBeGreaterThan(0);
    expect(code).toBeLessThan(30);
    // The scale's colours run with its numbers.
    const legend = await page.evaluate(() => {
        const element = document.querySelector<HTMLElement>('#legend')!;
        element.hidden = false;
        const left = (id: string): number => document.querySelector(id)!.getBoundingClientRect().left;
        const { a } = new DOMMatrix(getComputedStyle(element.querySelector('.legend-bar')!).transform);
        const order = [left('#legend-low') > left('#legend-high'), a];
        element.hidden = true;
        return order;
    });
    expect(legend).toEqual([true, -1]);
    await page.evaluate(() => { document.documentElement.removeAttribute('dir'); });

    // Figures as long as they get, in a small window.
    await page.evaluate(() => {
        const figures = { state: 'Rendering', elapsed: '1:59:59', samples: '1024 / 4096', left: '1:59:59', tiles: '2040 / 2040', noise: '28 %', rays: '99.9 M', size: '1920 × 1080' };
        for (const [name, value] of Object.entries(figures)) document.getElementById(`fact-${name}`)!.textContent = value;
    });
    for (const width of [1320, 1100, 1001, 900, 861]) {
        await page.setViewportSize({ width, height: 700 });
        await check(`window-${width}`);
    }

    await page.setViewportSize({ width: 720, height: 450 });
    await check('200-percent');

    await page.setViewportSize(sizes.phone);
    await check('fingers');
    const small = await page.evaluate(() => [...document.querySelectorAll<HTMLElement>('button, select, summary, .tool, .switch, input[type=number]')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches('.skip') && element.getBoundingClientRect().height < 40)
        .map((element) => element.id || element.className));
    expect(small).toEqual([]);
});

test('by keyboard on a phone’s page, what has the focus is not under what stays', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await page.setViewportSize(sizes.phone);
    await open(app, (await serve()).url);
    const wrong = JSON.stringify({ raypool: 1, objects: Array.from({ length: 12 }, () => ({ ball: {} })) });
    await page.evaluate((text) => {
        raypool.setScene(text);
        void raypool.open([{ name: 'grain.dat', data: new Blob(['-']) }]);
    }, wrong);
    await expect(page.locator('#problems li').nth(11)).toBeAttached();
    await expect(page.locator('#notice')).toBeVisible();
    await page.evaluate(() => { scrollTo(0, 0); });
    await page.locator('#help').focus();
    const under: string[] = [];
    for (let i = 0; i < 80; ++i) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(async () => {
            await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
            const element = document.activeElement as HTMLInputElement;
            if (element === document.body) return null;
            const { left, top, width, height } = element.getBoundingClientRect();
            // The text is taller than what is left of the window.
            const hit = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20));
            const seen = hit !== null && (element.contains(hit) || hit.contains(element) || element.labels?.[0]?.contains(hit) === true);
            return { name: element.id || element.className, seen, isText: element.matches('.cm-content') };
        });
        if (at === null) break;
        if (!at.seen) under.push(at.name);
        if (at.isText) await page.keyboard.press('Escape');
    }
    expect(under).toEqual([]);
});

test('the message of an unsupported situation is accessible too', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve({ missing: /\.wasm$/ })).url, 'unsupported');
    await app.page.screenshot({ path: `${artifacts}/desktop-light-unsupported.png` });
    expect(await accessibilityFaults(app)).toEqual([]);
});

test('nothing moves while the page loads', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve()).url);
    const shift = await app.page.evaluate(() => new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(
            (list.getEntries() as unknown as { value: number }[]).reduce((sum, entry) => sum + entry.value, 0),
        )).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(0), 500);
    }));
    expect(shift).toBeLessThan(0.02);
});
