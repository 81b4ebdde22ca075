// Files of every kind, dropped onto the page, several at once and in any order.
import type { App } from '../../support/app';
import { drop, hdr, redGlb, redGltf, redObj, redPly, dracoGlb, traySphere, type TestFile } from '../../support/files';
import { open, recordedErrors, waitForState } from '../../support/page';
import { expect, test } from '../../support/test';

const noticeSays = (app: App, pattern: string): Promise<void> =>
    app.waitFor(`a notice of ${pattern}`, (source) => {
        const notice = document.getElementById('notice')!;
        return !notice.hidden && new RegExp(source, 'i').test(notice.innerText);
    }, pattern);

/** The scene's text names `file`, whose triangles are in the finished picture, without a mistake. */
const shown = (app: App, file: string, triangles = 12): Promise<void> =>
    app.waitFor(`a picture of ${file}`, ({ file, triangles }) =>
        document.documentElement.dataset.renderState === 'done' && raypool.scene.includes(file) &&
        (raypool.stats?.triangles ?? 0) >= triangles && raypool.diagnostics.every((d) => d.severity !== 'error'),
        { file, triangles });

/** What the notice says is missing; empty if nothing is. */
const missing = (app: App): Promise<string> => app.evaluate(() => {
    const { hidden, innerText } = document.getElementById('notice')!;
    return hidden ? '' : /missing: (.*)\./.exec(innerText)?.[1] ?? '';
});

/** How much more red than green and blue the middle of the picture is. */
const redness = (app: App): Promise<number> => app.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2 - 4, canvas.height / 2 - 4, 8, 8);
    const sum = [1, 1, 1];
    for (let i = 0; i < data.length; ++i) if (i % 4 < 3) sum[i % 4]! += data[i]!;
    return sum[0]! / Math.max(sum[1]!, sum[2]!);
});

test('models of every kind open on a stage, with their files in any order', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const gallery = await app.evaluate(() => raypool.scene);

    await drop(app, [redGlb('crate.glb')]);
    await noticeSays(app, 'Opened crate.glb');
    await shown(app, 'crate.glb');

    const gltf = redGltf();
    await drop(app, [gltf.picture, gltf.binary, gltf.model]);
    await noticeSays(app, 'Opened cube.gltf with 2 more files');
    await shown(app, 'cube.gltf');
    expect(await missing(app)).toBe('');

    const obj = redObj();
    await drop(app, [obj.picture, obj.materials, obj.model]);
    await shown(app, 'crate.obj');
    expect(await missing(app)).toBe('');

    await drop(app, [redPly()]);
    await shown(app, 'lump.ply');

    await drop(app, [await dracoGlb('packed.glb')]);
    await shown(app, 'packed.glb');

    await drop(app, [traySphere()]);
    await noticeSays(app, 'Opened tray.json');
    await shown(app, 'pathtracer', 0);
    expect(await redness(app)).toBeGreaterThan(1.4);

    // Each of these took the place of the one before; undo goes back to it, and on to the first.
    await app.waitFor('the editor', () => document.querySelector('#scene .cm-content') !== null);
    await app.clickSelector('#scene .cm-content');
    await app.press('Control+z');
    await shown(app, 'packed.glb');
    for (let i = 0; i < 5; ++i) await app.press('Control+z');
    await app.waitFor('the first scene again', (text) => raypool.scene === text, gallery);
    expect((await recordedErrors(app)).filter((error) => !/404/.test(error))).toEqual([]);
});

test('missing files are named and can be added; light, and one model more', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const gltf = redGltf();
    // Without its data a model can't be opened at all, and goes on once they are there.
    await drop(app, [gltf.model]);
    await noticeSays(app, 'cube.gltf could not be opened.*needs cube.bin');
    await drop(app, [gltf.binary]);
    await noticeSays(app, 'missing: .*Red(%20| )Paint.PNG');
    await shown(app, 'cube.gltf');
    await drop(app, [gltf.picture]);
    await expect.poll(() => missing(app)).toBe('');
    await shown(app, 'cube.gltf');

    await drop(app, [{ name: 'green.hdr', data: hdr([0.05, 2, 0.05]) }]);
    await noticeSays(app, 'green.hdr is the light');
    await waitForState(app, 'done');
    const scene = await app.evaluate(() => JSON.parse(raypool.scene) as { environment: { path: string }; objects: object[] });
    expect(scene.environment.path).toBe('green.hdr');

    await drop(app, [redPly()]);
    await shown(app, 'lump.ply');
    await app.click('button', /Add to the former scene/);
    await app.waitFor('both models', () => {
        const { objects } = JSON.parse(raypool.scene) as { objects: { model?: { file: string } }[] };
        return ['cube.gltf', 'lump.ply'].every((name) => objects.some((object) => object.model?.file === name));
    });
    await waitForState(app, 'done');
});

test('assets stay for the next visit, until they are deleted; without shared memory', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1&mode=single`);
    const obj = redObj();
    await drop(app, [obj.model, obj.materials, obj.picture]);
    await shown(app, 'crate.obj');
    const summary = () => app.evaluate(() => {
        document.getElementById('files')!.click();
        const text = document.getElementById('files-dialog')!.innerText;
        document.querySelector<HTMLDialogElement>('#files-dialog')!.close();
        return text;
    });
    await expect.poll(async () => (await summary()).match(/, kept/g)?.length).toBe(3);
    await app.reload();
    await shown(app, 'crate.obj');
    expect(await summary()).toContain('crate.png');
    await app.evaluate(() => {
        document.getElementById('files')!.click();
        document.querySelector<HTMLButtonElement>('#file-list button[aria-label="Delete: crate.png"]')!.click();
        document.querySelector<HTMLDialogElement>('#files-dialog')!.close();
    });
    await expect.poll(summary).not.toContain('crate.png');
    await app.reload();
    await noticeSays(app, 'missing: .*crate.png');
    expect(await summary()).toContain('2 files');
});

test('where nothing can be kept the page says so, and goes on', async ({ app, serve }) => {
    const broken = 'Object.defineProperty(globalThis, "indexedDB", { get() { throw new Error("storage is forbidden here"); } });';
    await open(app, `${(await serve({ prepend: { 'storage.worker.js': broken } })).url}?samples=1`);
    const files: TestFile[] = [redGlb('crate.glb')];
    await drop(app, files);
    await shown(app, 'crate.glb');
    await noticeSays(app, 'Opened crate.glb.*can.t be kept in this browser.*storage is forbidden');
    const listed = await app.evaluate(() => {
        document.getElementById('files')!.click();
        return document.getElementById('files-dialog')!.innerText;
    });
    expect(listed).toContain('until you leave the page');
});
