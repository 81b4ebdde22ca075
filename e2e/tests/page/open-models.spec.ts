// Models and light of every kind, dropped or chosen, with shared memory and without; and a frame of an animation.
import { choose, dracoGlb, drop, hdr, missingFiles, noticeSays, redGlb, redGltf, redness, redObj, shown, trayFrames } from '../../support/files';
import { open, recordedErrors, waitForState } from '../../support/page';
import { tinyScene } from '../../support/scenes';
import { artifacts } from '../../support/site.mjs';
import { expect, test } from '../../support/test';
import { mkdirSync } from 'node:fs';

mkdirSync(artifacts, { recursive: true });

for (const mode of ['threaded', 'single']) test(`glTF, Draco, OBJ, and light alone, ${mode}`, async ({ playwrightApp: app, engine, serve }) => {
    const { page } = app;
    await open(app, `${(await serve()).url}?samples=1&mode=${mode}`);
    expect(await app.evaluate(() => raypool.capabilities.mode)).toBe(mode);

    const exr = await app.evaluate(async () => {
        await raypool.render(JSON.stringify({ raypool: 1, render: { width: 8, height: 4, samples: 1 }, objects: [],
                                              environment: { type: 'constant', color: [2, 0.05, 0.05] } }));
        return [...(await raypool.encode('exr'))!];
    });
    await app.evaluate((text) => { raypool.setScene(text); }, tinyScene());

    // A bare picture of light gets a stage; the second kind takes the place of the first one.
    await drop(app, [{ name: 'green.hdr', data: hdr([0.05, 2, 0.05]) }]);
    await noticeSays(app, 'Opened green.hdr');
    await waitForState(app, 'done');
    expect(await redness(app)).toBeLessThan(0.8);
    await choose(app, [{ name: 'red.exr', data: Buffer.from(exr) }]);
    await noticeSays(app, 'red.exr is the light');
    await waitForState(app, 'done');
    expect(await redness(app)).toBeGreaterThan(1.25);

    // Without threads, what differs there: how a file comes to the engine, in one piece and with others beside it.
    const gltf = redGltf();
    const several = [choose, [gltf.picture, gltf.model, gltf.binary]] as const;
    for (const [take, files] of mode === 'single' ? [several] : [
        several, [drop, [redGlb('cube.glb')]], [drop, [await dracoGlb('packed.glb')]], [choose, Object.values(redObj())],
    ] as const) {
        const { name } = files.find((file) => /\.(glb|gltf|obj)$/.test(file.name))!;
        await take(app, files);
        await noticeSays(app, `Opened ${name}`);
        await shown(app, name);
        expect(await missingFiles(app)).toBe('');
        expect(await redness(app), name).toBeGreaterThan(1.3);
    }

    await drop(app, [trayFrames()]);
    await noticeSays(app, 'Opened frames.json');
    await shown(app, 'pathtracer', 0);
    expect(await redness(app)).toBeGreaterThan(1.4);
    const frame = page.getByRole('spinbutton', { name: 'Frame' });
    await expect(frame).toHaveValue('0');
    await frame.focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await expect.poll(() => redness(app)).toBeLessThan(1.4);
    await expect(frame).toHaveValue('2');
    await drop(app, [redGlb('cube.glb')]);
    await shown(app, 'cube.glb');
    await expect(frame).toBeHidden();
    if (engine === 'chromium') await page.screenshot({ path: `${artifacts}/model-${mode}.png` });
    expect((await recordedErrors(app)).filter((error) => !error.includes('ResizeObserver'))).toEqual([]);
});

test('a model of a millimetre and one of a kilometre look like one of a metre', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1&seed=1`);
    const middle: number[] = [];
    for (const size of [2, 0.001, 1000]) {
        const { model, ...others } = redObj(size);
        const name = `of_${size}_m.obj`;
        await drop(app, [{ ...model, name }, ...Object.values(others)]);
        await shown(app, name);
        middle.push(await redness(app));
    }
    for (const redness of middle) expect(redness).toBeGreaterThan(1.3);
    for (const redness of middle) expect(Math.abs(redness - middle[0]!)).toBeLessThan(0.15 * middle[0]!);
});
