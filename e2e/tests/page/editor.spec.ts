// The editor: where errors are shown, how one gets to them, and that the keyboard is enough.
import { focusEditor, open, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels, compare } from '../../support/pixels';
import { demoScene, emptyScene, nativeScene, tinyScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('squiggle and list entry stand at the error, and the entry jumps there', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const before = await canvasPixels(app);
    const text = demoScene().replace('"fov": 90', '"fov": "wide"');
    const line = text.split('\n').findIndex((row) => row.includes('"wide"')) + 1;
    await page.evaluate((scene) => raypool.setScene(scene), text);
    await waitForState(app, 'error');

    // The squiggle covers the wrong value and nothing else.
    await expect(page.locator('#scene .cm-lintRange-error')).toHaveText('"wide"');
    expect(compare(await canvasPixels(app), before).differing).toBe(0);

    const entry = page.getByRole('button', { name: new RegExp(`\\b${line}:10\\b|line ${line}, column 10`, 'i') });
    await expect(entry).toBeVisible();
    // From somewhere else, into the value: what one types next goes there.
    await focusEditor(app);
    await page.keyboard.press('Control+End');
    await entry.click();
    await expect(page.locator('#scene .cm-content')).toBeFocused();
    for (let i = 0; i < '"wide"'.length; ++i) await page.keyboard.press('Delete');
    await page.keyboard.type('60');
    await waitForState(app, 'done');
    await expect(page.locator('#scene .cm-lintRange-error')).toHaveCount(0);
    expect(await page.evaluate(() => (JSON.parse(raypool.scene) as { fov: number }).fov)).toBe(60);
});

test('a text set by a program is the engine’s first and the editor’s then, at once for whoever types', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const content = page.locator('#scene .cm-content');
    await expect(content).toContainText('"elements"');
    const set = (text: string) => page.evaluate((scene) => {
        raypool.setScene(scene);
        return document.querySelector('#scene .cm-content')!.textContent!;
    }, text);
    // Its layout is not in the way of the picture, but comes without anybody's doing.
    expect(await set(emptyScene(40, 20))).toContain('"elements"');
    await waitForPicture(app, 40, 20);
    await expect(content).toHaveText(emptyScene(40, 20));
    // Nobody types into the text before, nor loses a step of undo.
    await page.evaluate((scene) => {
        raypool.setScene(scene);
        document.querySelector<HTMLElement>('#scene .cm-content')!.focus();
        document.execCommand('insertText', false, ' ');
    }, emptyScene(30, 20));
    const scene = () => page.evaluate(() => raypool.scene);
    await expect.poll(scene).toBe(` ${emptyScene(30, 20)}`);
    for (let i = 0; i < 2; ++i) await page.keyboard.press('Control+Z');
    await expect.poll(scene).toBe(emptyScene(40, 20));
    await expect(content).toHaveText(emptyScene(40, 20));
});

test('a comma that is lost is asked for, in the list and at the place', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene().replace(/,(?=\s*"camera")/, ''));
    await waitForState(app, 'error');
    await expect(page.getByRole('button', { name: /comma missing/ })).toBeVisible();
    await focusEditor(app);
    await page.keyboard.press('F8');
    await expect(page.locator('.cm-tooltip .cm-diagnostic')).toContainText(/ \(is a comma missing before it\?/);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type(',');
    await waitForState(app, 'done');
});

test('characters that nobody sees are shown', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, '{ "raypool": 1,\u00a0"objects": [{ "name": "\u202eabc", "sphere": {} }] }');
    await waitForState(app, 'error');
    const marks = page.locator('#scene .cm-specialChar');
    await expect(marks).toHaveCount(2);
    await expect(marks.first()).toHaveAttribute('title', /no-break space|a0/i);
});

test('several errors are listed at once', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve()).url);
    // Both in lines that are in view: others are not drawn.
    const text = demoScene().replace('"fov": 90', '"fov": "wide"').replace('"radius": 1,', '"radius": null,');
    await app.page.evaluate((scene) => raypool.setScene(scene), text);
    await waitForState(app, 'error');
    await expect(app.page.locator('#scene .cm-lintRange-error')).toHaveText(['"wide"', 'null']);
});

test('the picture follows every text that is a scene; a mistake is told when nobody types any more', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve({ instruments: ['states'] })).url);
    await page.evaluate((scene) => { raypool.setScene(scene); }, emptyScene(40, 20));
    await waitForPicture(app, 40, 20);
    await focusEditor(app);
    await page.keyboard.press('Control+Home');
    for (let i = 0; i < '{"width":4'.length; ++i) await page.keyboard.press('ArrowRight');
    // As somebody types who has to think of nothing: the text is no scene in between.
    const seen = await page.evaluate(async () => {
        const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 40));
        const from = testRecords.states.length;
        const problems: string[] = [];
        const title = document.querySelector('#problems-title')!;
        const watch = new MutationObserver(() => problems.push(title.textContent!));
        watch.observe(title, { childList: true, characterData: true, subtree: true });
        for (const key of ['e', 'x', 'delete', 'delete', '7']) {
            if (key === 'delete') document.execCommand('delete');
            else document.execCommand('insertText', false, key);
            await pause();
        }
        watch.disconnect();
        return { states: testRecords.states.slice(from).map(({ state }) => state), problems, text: raypool.scene };
    });
    expect(JSON.parse(seen.text)).toMatchObject({ width: 470 });
    expect(seen.states).not.toContain('error');
    expect(seen.problems).toEqual([]);
    await waitForPicture(app, 470, 20);

    // Left as it is, it is told, and the last picture stays.
    await page.keyboard.type('x');
    await waitForState(app, 'error');
    await expect(page.locator('#problems-title')).toHaveText('1 problem');
    await page.keyboard.press('Backspace');
    await waitForPicture(app, 470, 20);
    await expect(page.locator('#problems-title')).toHaveText('No problems');
});

test('a screen reader hears how the last of many pictures ended, not of each', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1`);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 1 }));
    await waitForState(app, 'done');
    await focusEditor(app);
    const announcer = page.locator('#announcer');
    await expect(announcer).toHaveText(/^Done in/);
    await page.evaluate(() => {
        const heard: string[] = [];
        Object.assign(globalThis, { heard });
        const element = document.getElementById('announcer')!;
        new MutationObserver(() => heard.push(element.textContent!)).observe(element, { childList: true });
    });
    await page.keyboard.press('Control+End');
    for (let i = 0; i < 6; ++i) {
        await page.keyboard.type(' ');
        await waitForState(app, 'done');
    }
    await page.keyboard.type('x');
    await expect(announcer).toHaveText('The scene has 1 problem.');
    expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual(['The scene has 1 problem.']);
});

test('undo takes an edit back and renders again', async ({ playwrightApp: app, serve }) => {
    await open(app, (await serve()).url);
    await app.evaluate((scene) => { raypool.setScene(scene); }, emptyScene(40, 20));
    await waitForPicture(app, 40, 20);
    await focusEditor(app);
    await app.press('Control+Home');
    for (let i = 0; i < '{"width":4'.length; ++i) await app.press('ArrowRight');
    await app.type('4');
    await waitForPicture(app, 440, 20);
    await app.press('Control+z');
    await waitForPicture(app, 40, 20);
});

test('everything by keyboard: Render, threads, editor in and out, help', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?autostart=0`, 'idle');
    const focusedName = () => page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return element.getAttribute('aria-label') ?? (element as HTMLInputElement).labels?.[0]?.textContent ??
               element.textContent ?? '';
    });
    /** Tab from wherever the focus is until it is on the element. */
    const tabTo = async (what: string, locator: ReturnType<typeof page.getByRole>): Promise<void> => {
        for (let i = 0; i < 60; ++i) {
            if (await locator.evaluate((element) => element === document.activeElement)) return;
            // Escape first: in the editor Tab indents, unless Escape comes before it.
            if (await page.evaluate(() => document.activeElement?.closest('#scene') != null)) await page.keyboard.press('Escape');
            await page.keyboard.press('Tab');
        }
        throw new Error(`Tab does not reach ${what}; the focus is on '${await focusedName()}'`);
    };

    await tabTo('the Render button', page.getByRole('button', { name: /^Render/ }));
    await page.keyboard.press('Enter');
    await waitForState(app, 'done');

    const slider = page.getByRole('slider', { name: /threads/i });
    await tabTo('the threads slider', slider);
    await page.keyboard.press('Home');
    await expect.poll(() => page.evaluate(() => raypool.threads)).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate(() => raypool.threads)).toBe(2);

    await tabTo('the editor', page.locator('#scene .cm-content'));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(tinyScene({ width: 44 }));
    await waitForPicture(app, 44, 30);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('#scene') == null)).toBe(true);
    // Also with something selected, as a number is that has just been changed; nothing is indented instead.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+A');
    const text = await page.evaluate(() => raypool.scene);
    for (const key of ['Escape', 'Shift+Tab']) await page.keyboard.press(key);
    expect(await page.evaluate(() => document.activeElement?.closest('#scene') == null)).toBe(true);
    expect(await page.evaluate(() => raypool.scene)).toBe(text);

    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: /keyboard|shortcuts|help/i });
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
});
