// The camera, moved in the picture as a person would; the scene's text follows.
import type { Page } from '@playwright/test';
import { focusEditor, open, waitForPicture, waitForState } from '../../support/page';
import { canvasPixels, compare } from '../../support/pixels';
import { demoScene, nativeScene } from '../../support/scenes';
import { expect, test } from '../../support/test';

interface Camera { position: number[]; look_at: number[]; focus_distance?: number }

const sceneOf = (page: Page): Promise<{ camera: Camera }> => page.evaluate(() => JSON.parse(raypool.scene) as { camera: Camera });
const cameraOf = async (page: Page): Promise<Camera> => (await sceneOf(page)).camera;
const between = (a: number[], b: number[]): number => Math.hypot(...a.map((v, i) => v - b[i]!));
const round = (v: number[]): number[] => v.map((n) => Math.round(n * 1000) / 1000);

/** A place in the picture, as shares of its size. */
async function placeIn(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
    const box = (await page.locator('#canvas').boundingBox())!;
    return { x: box.x + x * box.width, y: box.y + y * box.height };
}

async function drag(page: Page, from: [number, number], to: [number, number], button: 'left' | 'right' = 'left'): Promise<void> {
    const a = await placeIn(page, ...from), b = await placeIn(page, ...to);
    await page.mouse.move(a.x, a.y);
    await page.mouse.down({ button });
    await page.mouse.move(b.x, b.y, { steps: 6 });
    await page.mouse.up({ button });
}

test('orbit, pan, dolly, focus and undo: the picture is that of the text', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const text = nativeScene({ samples: 2 });
    await page.evaluate((scene) => { raypool.setScene(scene); }, text);
    await waitForPicture(app, 48, 32);
    await focusEditor(app);   // it is there from now on
    const first = await cameraOf(page);
    const distance = between(first.position, first.look_at);
    const moved = async (what: () => Promise<unknown>): Promise<Camera> => {
        const before = await page.evaluate(() => raypool.scene);
        await what();
        await expect.poll(() => page.evaluate(() => raypool.scene)).not.toBe(before);
        await waitForState(app, 'done');
        return await cameraOf(page);
    };

    const orbited = await moved(() => drag(page, [0.5, 0.5], [0.7, 0.4]));
    expect(orbited.look_at).toEqual(first.look_at);
    expect(between(orbited.position, orbited.look_at)).toBeCloseTo(distance, 3);
    expect(between(orbited.position, first.position)).toBeGreaterThan(1);
    // Nothing but the camera has changed, and the picture is the one that the text gives by itself.
    expect({ ...(await sceneOf(page)), camera: 0 }).toEqual({ ...(JSON.parse(text) as object), camera: 0 });
    const shown = await canvasPixels(app);
    const anew = await page.evaluate(async () => [...(await raypool.render(`${raypool.scene} `)).pixels]);
    expect(compare(shown, { width: 48, height: 32, pixels: Uint8Array.from(anew) }).differing).toBe(0);

    const panned = await moved(async () => {
        await page.keyboard.down('Shift');
        await drag(page, [0.5, 0.5], [0.5, 0.7]);
        await page.keyboard.up('Shift');
    });
    const by = panned.position.map((v, i) => v - orbited.position[i]!);
    expect(by[1]).toBeGreaterThan(0.1);
    expect(round(panned.look_at.map((v, i) => v - orbited.look_at[i]!))).toEqual(round(by));
    const alsoPanned = await moved(() => drag(page, [0.5, 0.7], [0.5, 0.5], 'right'));
    expect(round(alsoPanned.look_at)).toEqual(round(orbited.look_at));

    const at = await placeIn(page, 0.5, 0.5);
    const nearer = await moved(async () => {
        await page.mouse.move(at.x, at.y);
        await page.mouse.wheel(0, -300);
    });
    expect(between(nearer.position, nearer.look_at)).toBeLessThan(0.9 * distance);

    // By keys; all of what a key that is held down does is one step.
    await page.locator('#stage').focus();
    const turned = await moved(async () => { for (let i = 0; i < 3; ++i) await page.keyboard.press('ArrowLeft'); });
    expect(round(turned.look_at)).toEqual(round(nearer.look_at));
    await moved(() => page.keyboard.press('Shift+ArrowRight'));
    await moved(() => page.keyboard.press('Control+z'));
    expect(await cameraOf(page)).toEqual(turned);
    await moved(() => page.keyboard.press('Control+z'));
    expect(await cameraOf(page)).toEqual(nearer);
    await moved(() => page.keyboard.press('Home'));
    await moved(() => page.keyboard.press('-'));
    // By buttons.
    await page.locator('#camera-pad summary').click();
    const before = await cameraOf(page);
    const byButton = await moved(() => page.getByRole('button', { name: 'Turn right' }).click());
    expect(between(byButton.position, byButton.look_at)).toBeCloseTo(between(before.position, before.look_at), 3);
    await page.keyboard.press('Escape');
});

test('a click selects the object’s text, two focus on it; the cursor’s object is outlined', async ({ playwrightApp: app, engine, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, nativeScene({ samples: 1 }));
    await waitForPicture(app, 48, 32);
    await focusEditor(app);
    // The red sphere is behind the middle.
    const box = (await page.locator('#canvas').boundingBox())!;
    const sphere = { x: box.x + 0.5 * box.width, y: box.y + 0.47 * box.height };
    // What a click would select is outlined lightly, until it is selected.
    const hover = page.locator('#hover-contour');
    await page.mouse.move(sphere.x, sphere.y);
    await expect(hover).toHaveAttribute('data-pointer', '/objects/4');
    await expect(hover).toBeVisible();
    await page.mouse.move(box.x + 0.5 * box.width, box.y + 0.03 * box.height);
    await expect(hover).toBeHidden();
    await page.mouse.move(sphere.x, sphere.y);
    await expect(hover).toBeVisible();
    await page.mouse.click(sphere.x, sphere.y);
    await expect(hover).toBeHidden();
    await expect(page.locator('#contour')).toHaveAttribute('data-pointer', '/objects/4');
    expect(await page.locator('#contour path').first().getAttribute('d')).toMatch(/^M[\d.]+ /);
    await expect(page.locator('.cm-activeLine').filter({ hasText: 'center' }).or(page.locator('.cm-activeLine'))).not.toHaveCount(0);
    await page.mouse.dblclick(sphere.x, sphere.y);
    // Driven by WebDriver BiDi, Firefox counts no clicks.
    if (engine === 'firefox') await page.locator('#canvas').dispatchEvent('dblclick', { clientX: sphere.x, clientY: sphere.y });
    await expect.poll(async () => (await cameraOf(page)).focus_distance ?? 0).toBeGreaterThan(1);
    await waitForState(app, 'done');
    const { position, look_at: target, focus_distance: sharp } = await cameraOf(page);
    expect(between(position, target)).toBeCloseTo(sharp!, 3);
    // On its front: half a metre from its middle.
    expect(between(target, [0, 0.5, -0.8])).toBeCloseTo(0.5, 2);
});

test('what is clicked comes into view in a long text, too, whose lines go on below', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    const objects = Array.from({ length: 400 }, (_, i) => {
        const sphere = i % 100 === 57 ? { center: [-3 + 2 * Math.floor(i / 100), 0, 0] } : { center: [i / 10, 0, 60], radius: 0.01 };
        return JSON.stringify({ name: `ball ${i} `, sphere, material: { base_color: [(i % 7) / 7, (i % 5) / 5, 0.5] } }).replaceAll(',', ', ');
    });
    const scene = '{ "raypool": 1, "render": { "width": 80, "height": 20, "samples": 1 },\n' +
        '"camera": { "position": [0, 0, 12], "look_at": [0, 0, 0], "yfov": 12 },\n' + `"objects": [\n${objects.join(',\n')}\n] }`;
    await page.evaluate((text) => { raypool.setScene(text); }, scene);
    await waitForPicture(app, 80, 20);
    await focusEditor(app);
    await app.click('button', /^Outline$/);
    for (const [i, end] of [3, 0, 2, 1, 3].entries()) {
        await page.locator('#scene .cm-content').focus();
        await app.press(i % 2 === 0 ? 'Control+Home' : 'Control+End');
        const box = (await page.locator('#canvas').boundingBox())!;
        await page.mouse.click(box.x + (0.5 + (-3 + 2 * end) / 10.1) * box.width, box.y + 0.5 * box.height);
        const line = page.locator('.cm-activeLine', { hasText: `ball ${100 * end + 57} ` });
        await expect(line).toBeInViewport();
        const inside = await line.evaluate((element) => {
            const [box, outer] = [element.getBoundingClientRect(), element.closest('.cm-scroller')!.getBoundingClientRect()];
            return box.top >= outer.top && box.bottom <= outer.bottom;
        });
        expect(inside, `ball ${100 * end + 57}`).toBe(true);
    }
});

test('formats whose camera stays as it is say so, and can be converted', async ({ playwrightApp: app, serve }) => {
    const { page } = app;
    await open(app, (await serve()).url);
    await page.evaluate((text) => { raypool.setScene(text); }, demoScene({ width: 48, height: 32 }));
    await waitForPicture(app, 48, 32);
    await focusEditor(app);
    const text = await page.evaluate(() => raypool.scene);
    await drag(page, [0.4, 0.5], [0.6, 0.5]);
    await expect(page.locator('#notice')).toContainText('2018 demo’s format');
    expect(await page.evaluate(() => raypool.scene)).toBe(text);
    await page.getByRole('button', { name: 'Convert' }).click();
    await expect.poll(() => page.evaluate(() => raypool.scene)).toContain('"raypool": 1');
    await waitForState(app, 'done');
    await drag(page, [0.4, 0.5], [0.6, 0.5]);
    await expect.poll(async () => (await cameraOf(page)).position[0]).not.toBe(0);
    await waitForState(app, 'done');

    await page.evaluate((scene) => { raypool.setScene(scene); }, nativeScene({ samples: 1 }, {
        camera: { keyframes: [{ time: 0, transform: { translate: [0, 1, 5] } }] },
    }));
    await waitForPicture(app, 48, 32);
    await page.locator('#stage').focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.locator('#notice')).toContainText('keyframes');
});
