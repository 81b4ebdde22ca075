// Writing scenes with the editor's help: completion, explanations, colours, numbers, outline, definitions, the menu of
// things to insert, layout, undo. Each as a person would, by mouse and by keyboard.
import type { Page } from '@playwright/test';
import type { PlaywrightApp } from '../../support/app';
import { accessibilityFaults } from '../../support/accessibility';
import { drop } from '../../support/files';
import { open, recordedErrors, waitForPicture, waitForState } from '../../support/page';
import { demoScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';

const scene = `{
  "raypool": 1,
  "render": {"width": 64, "height": 48, "samples": 4},
  "materials": {
    "red": {"base_color": [0.8, 0.1, 0.1]},
    "glass": {"type": "dielectric", "ior": 1.5}
  },
  "objects": [
    {"name": "ball", "sphere": {"center": [0, 1, 0], "radius": 0.5}, "material": "red"},
    {"name": "floor", "plane": {}}
  ]
}
`;

/** The page with the editor, holding a scene that is rendered. */
async function edit(app: PlaywrightApp, url: string, text = scene): Promise<Page> {
    await open(app, `${url}?scene=white-furnace&samples=1`);
    await expect(app.page.locator('#scene .cm-content')).toBeVisible();
    await app.page.evaluate((given) => raypool.setScene(given), text);
    return app.page;
}

const text = (page: Page): Promise<string> => page.evaluate(() => raypool.scene);
const json = async (page: Page): Promise<any> => JSON.parse(await text(page));
const selected = (page: Page): Promise<string> => page.evaluate(() => getSelection()?.toString() ?? '');
const line = (page: Page, what: string) => page.locator('#scene .cm-line').filter({ hasText: what }).first();

/** Puts the cursor behind a string of the text, by the editor's search. */
async function cursorBehind(page: Page, what: string): Promise<void> {
    await page.locator('#scene .cm-content').focus();
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(what);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowRight');
}

/** Where a number's digits are. */
async function placeOf(page: Page, row: string, number: string): Promise<{ x: number; y: number }> {
    const box = (await line(page, row).locator('span', { hasText: number }).first().boundingBox())!;
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

test('completion: keys that are missing, with their values; names; types; nothing in other formats', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url);
    const list = page.getByRole('listbox', { name: 'Completions' });
    const options = async (): Promise<string[]> => list.locator('.cm-completionLabel').allTextContents();

    // A key, by its first letters; the value it comes with is selected, so that one types over it.
    await cursorBehind(page, '"plane": {}');
    await page.keyboard.type(', "mate');
    await expect(list).toBeVisible();
    expect((await options())[0]).toBe('material');
    await expect(page.locator('.cm-completionInfo')).toContainText("A material's name");
    await page.waitForTimeout(120);  // the list takes no key that was meant for what stood there before it
    await page.keyboard.press('Enter');
    // The names of the scene's materials come next.
    await expect.poll(options).toEqual(expect.arrayContaining(['red', 'glass']));
    await page.waitForTimeout(120);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await json(page)).objects[1]).toEqual({ name: 'floor', plane: {}, material: 'glass' });

    // Not those that are there, nor another shape.
    await page.keyboard.press('Escape');
    await page.keyboard.type(', ');
    await page.keyboard.press('Control+Space');
    await expect(list).toBeVisible();
    const keys = await options();
    for (const key of ['material', 'plane', 'sphere', 'name']) expect(keys).not.toContain(key);
    expect(keys).toContain('transform');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');

    // The kinds of a material, and the keys of the kind that was chosen.
    await cursorBehind(page, '"red": {');
    await page.keyboard.type('"type": "co');
    await expect.poll(options).toContain('conductor');
    await page.waitForTimeout(120);
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page)).toContain('"type": "conductor",');

    await page.evaluate((given) => raypool.setScene(given), demoScene());
    await cursorBehind(page, '"fov": 90');
    await page.keyboard.press('End');
    await page.keyboard.type(' "wi');
    await page.keyboard.press('Control+Space');
    await page.waitForTimeout(300);
    await expect(list).toBeHidden();
    expect(await recordedErrors(app)).toEqual([]);
});

test('help: under the mouse and at the cursor; to a definition and back', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url);
    const note = page.locator('.help-note');

    const { x, y } = await placeOf(page, '"ball"', '0.5');
    await page.mouse.move(x, y);
    await expect(note).toContainText('radius');
    for (const part of ['Its radius.', 'Unit', 'm', 'Range', 'more than 0', 'Default', '1']) await expect(note).toContainText(part);
    // It makes way for whoever types, though the mouse rests.
    await page.mouse.click(x, y);
    await page.keyboard.type(' ');
    await expect(note).toBeHidden();
    await page.keyboard.press('Control+z');
    await page.mouse.move(10, 10);

    await cursorBehind(page, '"width"');
    await page.keyboard.press('Shift+F1');
    await expect(note).toContainText('Width of the picture.');
    const told = 'width. Width of the picture. Type: whole number. Unit: pixels.';
    await expect(page.locator('#announcer')).toContainText(told);
    // How the picture of before ended is told later.
    await page.waitForTimeout(1200);
    await expect(page.locator('#announcer')).toContainText(told);
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();

    await cursorBehind(page, '"material": "re');
    await page.keyboard.press('F12');
    await expect.poll(() => selected(page)).toBe('"red"');
    await page.keyboard.press('Shift+F12');
    await page.keyboard.type('X');
    await expect.poll(() => text(page)).toContain('"material": "reXd"');
    await page.keyboard.press('Control+z');
    await line(page, '"material": "red"').locator('span', { hasText: '"red"' }).click({ modifiers: ['Control'] });
    await expect.poll(() => selected(page)).toBe('"red"');
});

test('numbers: dragged and by keyboard, within their range, one step of undo, and the picture follows', async ({ playwrightApp: app, engine, serve }) => {
    const page = await edit(app, (await serve()).url);
    await waitForPicture(app, 64, 48);

    // Two clicks select all of a number, so that one types over it. (Driven by WebDriver BiDi, Firefox counts no clicks.)
    if (engine !== 'firefox') {
        const number = await placeOf(page, '"glass"', '1.5');
        await page.mouse.dblclick(number.x, number.y);
        await expect.poll(() => selected(page)).toBe('1.5');
    }
    const { x, y } = await placeOf(page, '"ball"', '0.5');
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 20; ++i) await page.mouse.move(x + 3 * i, y + (i % 2));
    await page.mouse.up();
    const dragged = (await json(page)).objects[0].sphere.radius as number;
    expect(dragged).toBeGreaterThan(0.6);
    expect(dragged).toBeLessThan(0.8);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    expect(await text(page)).toBe(scene);
    await page.getByRole('button', { name: 'Redo' }).click();
    expect((await json(page)).objects[0].sphere.radius).toBe(dragged);
    // It is selected now; dragged again, the number changes and its text stays. As small as can be at one go is still to be seen.
    const start = await placeOf(page, '"ball"', String(dragged));
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.keyboard.down('Shift');
    await page.mouse.move(start.x - 60, start.y, { steps: 10 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect((await json(page)).objects[0].sphere.radius).toBe(0.01);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();

    await cursorBehind(page, '"width": 6');
    await page.keyboard.press('Shift+Alt+ArrowUp');
    await page.keyboard.press('Alt+ArrowDown');
    await waitForPicture(app, 73, 48);
    for (let i = 0; i < 12; ++i) await page.keyboard.press('Shift+Alt+ArrowDown');
    expect((await json(page)).render.width).toBe(1);
    await page.keyboard.press('Control+z');
    expect((await json(page)).render.width).toBe(64);
    await waitForPicture(app, 64, 48);

    // Shift selects text as ever.
    await page.keyboard.down('Shift');
    const at = await placeOf(page, '"glass"', '1.5');
    await page.mouse.move(at.x, at.y);
    await page.mouse.down();
    await page.mouse.move(at.x + 40, at.y);
    await page.mouse.up();
    await page.keyboard.up('Shift');
    expect((await json(page)).materials.glass.ior).toBe(1.5);
});

test('colours: a swatch each, and what is chosen is written as a linear colour', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url);
    const swatch = page.locator('#scene .swatch');
    await expect(swatch).toHaveCount(1);
    // sRGB of 0.8 and 0.1 linear.
    expect(await swatch.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(231, 89, 89)');
    for (const way of ['click', 'key']) {
        if (way === 'click') {
            await swatch.click();
        } else {
            await cursorBehind(page, '"base_color": [');
            await page.keyboard.press('Alt+Enter');
        }
        const picker = page.getByLabel('base color');
        await expect(picker).toBeVisible();
        await picker.fill('#ff8000');
        await expect.poll(async () => (await json(page)).materials.red.base_color).toEqual([1, 0.2159, 0]);
        expect(await swatch.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(255, 128, 0)');
        await page.getByRole('button', { name: 'Undo', exact: true }).click();
        expect(await text(page)).toBe(scene);
        await page.locator('#scene .cm-content').focus();
        await expect(picker).toHaveCount(0);
    }
    expect(await recordedErrors(app)).toEqual([]);
});

test('long lines go on below, behind their indent, and numbers there are dragged, too', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url);
    for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.locator('#scene .cm-scroller').evaluate((scroller) => scroller.scrollWidth - scroller.clientWidth), `${width}`).toBeLessThanOrEqual(0);
        const ball = line(page, '"ball"');
        const { height } = (await ball.boundingBox())!;
        expect(height).toBeGreaterThan(30);
        const [first, last] = [(await placeOf(page, '"ball"', 'name')), (await placeOf(page, '"ball"', '"red"'))];
        expect(last.y).toBeGreaterThan(first.y + 10);
        // Two columns behind the line's own indent.
        const [indent, goesOn] = await ball.evaluate((element) => {
            const range = document.createRange();
            range.selectNodeContents(element);
            const tops = [...range.getClientRects()].filter((rect) => rect.width > 0);
            const lowest = Math.max(...tops.map((rect) => rect.top));
            return [tops[0]!.left, Math.min(...tops.filter((rect) => rect.top > lowest - 4).map((rect) => rect.left))];
        });
        expect(goesOn! - indent!).toBeGreaterThan(40);
    }
    await page.setViewportSize({ width: 390, height: 900 });
    await line(page, '"ball"').scrollIntoViewIfNeeded();
    const { x, y } = await placeOf(page, '"ball"', '0.5');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 30, y, { steps: 6 });
    await page.mouse.up();
    expect((await json(page)).objects[0].sphere.radius).toBeGreaterThan(0.5);

    // A file in the text is one line of megabytes: with it none is broken, which would take long.
    const wraps = () => page.locator('#scene .cm-content').evaluate((content) => getComputedStyle(content).whiteSpace);
    const broken = await wraps();
    await page.evaluate((file) => raypool.setScene(`{"raypool": 1,\n"title": "${file}",\n"objects": []}`), 'A'.repeat(30_000));
    await expect.poll(wraps).toBe('pre');
    // Laying it out would not help.
    await expect(page.locator('#notice')).toBeHidden();
    await page.evaluate(() => raypool.setScene('{"raypool": 1,\n"objects": []}'));
    await expect.poll(wraps).toBe(broken);
});

test('a very long line is edited without delay, without colours, until it is laid out', async ({ playwrightApp: app, engine, serve }) => {
    const { url } = await serve();
    const page = await edit(app, url);
    const points = Array.from({ length: 9000 }, (_, i) => `[${(i * 7919 % 1000) / 1000},${(i * 104729 % 997) / 1000},${(i % 91) / 10}]`);
    const long = `{"raypool":1,"render":{"width":40,"height":30,"samples":1},"objects":[{"mesh":{"positions":[${points.join(',')}],"indices":[0,1,2]}}]}`;
    const data = long.replace('"raypool":1', '"raypool":1,"title":"A mesh"');
    await drop(app, [{ name: 'mesh.json', data }]);
    await waitForPicture(app, 40, 30);
    const notice = page.locator('#notice');
    await expect(notice).toContainText('Opened mesh.json. A line of the text is very long.');
    await expect(notice.getByRole('button', { name: 'Undo opening' })).toBeVisible();
    await page.locator('#scene .cm-scroller').evaluate((scroller) => { scroller.scrollLeft = scroller.scrollWidth / 2; });
    await page.locator('#scene .cm-scroller').click({ position: { x: 250, y: 14 } });
    const spans = () => page.locator('#scene .cm-line span').count();
    await expect.poll(spans).toBeLessThan(50);
    if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/long-line.png` });
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type(' ');
    await expect(notice).toBeVisible();
    await notice.getByRole('button', { name: 'Format' }).click();
    await expect(notice).toBeHidden();
    await expect.poll(spans).toBeGreaterThan(50);
    expect(await json(page)).toEqual(JSON.parse(data));
    // Who takes it back is not asked again; who brings a new one is.
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(spans).toBeLessThan(50);
    await expect(notice).toBeHidden();
    await drop(app, [{ name: 'again.json', data: long }]);
    await expect(notice).toContainText('Opened again.json. A line of the text is very long');
    await page.goto(url);
    await expect(notice).toContainText('A line of the text is very long');
});

test('into a scene of another format nothing is inserted, unless it is made one of our own', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url, demoScene({ width: 48, height: 32 }));
    await waitForPicture(app, 48, 32);
    const before = await text(page);
    await page.getByRole('button', { name: 'Insert', exact: true }).click();
    await page.getByRole('menuitem', { name: 'box', exact: true }).click();
    await expect(page.locator('#notice')).toContainText('own format');
    expect(await text(page)).toBe(before);
    await page.getByRole('button', { name: 'Convert and insert' }).click();
    await expect(page.locator('#notice')).toBeHidden();
    await expect.poll(async () => Object.keys((await json(page)).objects?.at(-1) ?? {})).toEqual(['box', 'material']);
    expect(JSON.parse(await selected(page))).toEqual((await json(page)).objects.at(-1));
    // Two steps: without the box, and as it was.
    for (let i = 0; i < 2; ++i) await page.getByRole('button', { name: 'Undo', exact: true }).click();
    expect(await text(page)).toBe(before);

    // What came in hand while it was converted stays.
    const offer = async (): Promise<void> => {
        await page.getByRole('button', { name: 'Insert', exact: true }).click();
        await page.getByRole('menuitem', { name: 'box', exact: true }).click();
        await expect(page.getByRole('button', { name: 'Convert and insert' })).toBeVisible();
    };
    await offer();
    const other = demoScene({ width: 40, height: 30 });
    await page.getByRole('button', { name: 'Convert and insert' }).evaluate((button: HTMLElement, next) => {
        button.click();
        raypool.setScene(next);
    }, other);
    await waitForPicture(app, 40, 30);
    await page.waitForTimeout(300);
    expect(await text(page)).toBe(other);
    // What can't be converted says why.
    const wrong = other.replace(/"fov": ?[\d.]+/, '"fov": "wide"');
    expect(wrong).not.toBe(other);
    await page.evaluate((next) => raypool.setScene(next), wrong);
    await waitForState(app, 'error');
    await offer();
    await page.getByRole('button', { name: 'Convert and insert' }).click();
    await expect(page.locator('#notice')).toContainText('The scene could not be converted: ');
    expect(await text(page)).toBe(wrong);
    // An offer goes with its scene.
    await offer();
    await page.evaluate((next) => raypool.setScene(next), other);
    await expect(page.locator('#notice')).toBeHidden();
});

test('outline: selects the text, follows the cursor, all by keyboard; the menu inserts; the text is laid out', async ({ playwrightApp: app, serve }) => {
    const page = await edit(app, (await serve()).url);
    const tree = page.getByRole('tree', { name: 'Outline' });
    const item = (name: RegExp) => tree.getByRole('treeitem', { name });
    await page.getByRole('button', { name: 'Outline', exact: true }).click();
    await expect(item(/^ball/)).toBeVisible();
    await expect(item(/^red/)).toBeVisible();
    await page.screenshot({ path: `${artifacts}/editor-outline.png` });
    expect(await accessibilityFaults(app)).toEqual([]);

    await item(/^floor/).locator('.outline-row').click();
    await expect.poll(() => selected(page)).toBe('{"name": "floor", "plane": {}}');
    await expect(item(/^floor/)).toHaveAttribute('aria-current', 'true');
    await line(page, '"glass"').click();
    await expect(item(/^glass/)).toHaveAttribute('aria-current', 'true');

    await item(/^glass/).focus();
    for (const key of ['ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
    await expect(item(/^glass/)).toBeHidden();
    await page.keyboard.press('b');
    await expect(item(/^ball/)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect.poll(() => selected(page)).toContain('"name": "ball"');
    await page.getByRole('button', { name: 'Close the outline' }).click();
    await expect(tree).toBeHidden();

    // Things without a name are told apart by number.
    await page.evaluate((given) => raypool.setScene(given), scene.replace(/"name": "(ball|floor)", /g, '').replace('{"plane"', '{"sphere": {}}, {"plane"'));
    await page.getByRole('button', { name: 'Outline', exact: true }).click();
    for (const name of [/^sphere 1.*red/, /^sphere 2/, /^plane/]) await expect(item(name)).toBeVisible();
    expect(await accessibilityFaults(app)).toEqual([]);
    await page.getByRole('button', { name: 'Close the outline' }).click();
    await page.evaluate((given) => raypool.setScene(given), scene);

    const insert = page.getByRole('button', { name: 'Insert', exact: true });
    await insert.click();
    await expect(page.getByRole('menuitem', { name: 'sphere' })).toBeFocused();
    await page.screenshot({ path: `${artifacts}/editor-insert.png` });
    expect(await accessibilityFaults(app)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(insert).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(async () => Object.keys((await json(page)).objects[2])).toEqual(['box', 'material']);
    expect(JSON.parse(await selected(page))).toEqual((await json(page)).objects[2]);
    await insert.click();
    await page.getByRole('menuitem', { name: 'glass', exact: true }).click();
    await expect.poll(async () => (await json(page)).materials['glass 2']).toEqual({ type: 'dielectric', ior: 1.5 });

    const before = await json(page);
    await page.evaluate((given) => raypool.setScene(given), JSON.stringify(before, null, 8));
    await page.getByRole('button', { name: 'Format the text' }).click();
    await expect.poll(() => text(page)).toContain('\n  "render": {"width": 64, "height": 48, "samples": 4},\n');
    expect(await json(page)).toEqual(before);
    await page.keyboard.press('Control+z');
    expect(await text(page)).toBe(JSON.stringify(before, null, 8));

    // A large scene on one line, as programs write it, at once; the cursor stays with what it was at.
    const spheres = Array.from({ length: 3000 }, (_, i) => ({ name: `ball ${i}`, sphere: { center: [i % 50, 0, i / 50], radius: 0.4 } }));
    await page.evaluate((given) => raypool.setScene(given), JSON.stringify({ raypool: 1, render: { samples: 1 }, objects: spheres }));
    await page.locator('#scene .cm-content').focus();
    await page.keyboard.press('Control+End');
    await page.evaluate(() => {
        const tasks: number[] = [];
        Object.assign(globalThis, { tasks });
        if (PerformanceObserver.supportedEntryTypes.includes('longtask'))
            new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
    });
    await page.keyboard.press('Shift+Alt+F');
    await expect.poll(() => page.evaluate(() => raypool.scene.split('\n').length)).toBeGreaterThan(3000);
    await expect(page.locator('.cm-activeLine')).toHaveText('}');
    // Its outline is shut at first; a click anywhere on it opens it.
    await page.getByRole('button', { name: 'Outline', exact: true }).click();
    const objects = item(/^objects/);
    await expect(objects).toHaveAttribute('aria-expanded', 'false');
    await objects.locator('.outline-label').first().click();
    await expect(objects).toHaveAttribute('aria-expanded', 'true');
    await expect(item(/^ball 7 /)).toBeVisible();
    await page.getByRole('button', { name: 'Close the outline' }).click();
    await page.waitForTimeout(100);
    expect(Math.max(0, ...await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks))).toBeLessThan(1000);

    // What is not whole is not touched, and the reason is told.
    await page.evaluate(() => raypool.setScene('{"raypool": 1,'));
    await page.getByRole('button', { name: 'Format the text' }).click();
    await expect(page.locator('.help-note')).toContainText('Mend the problems first');
    await insert.click();
    await page.getByRole('menuitem', { name: 'sphere' }).click();
    await expect(page.locator('.help-note')).toContainText('Mend the problems first');
    expect(await text(page)).toBe('{"raypool": 1,');
    expect(await recordedErrors(app)).toEqual([]);
});
