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

/** The scene's text names `file`, its picture is done, and the middle of it is red (or is not). */
const middle = (app: App, file: string, red = true): Promise<void> =>
    app.waitFor(`a picture of ${file}, ${red ? 'red' : 'not red'} in the middle`, ({ file, red }) => {
        if (document.documentElement.dataset.renderState !== 'done' || !raypool.scene.includes(file)) return false;
        const canvas = document.querySelector<HTMLCanvasElement>('#canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(canvas.width / 2 - 4, canvas.height / 2 - 4, 8, 8);
        const sum = [0, 0, 0];
        for (let i = 0; i < data.length; ++i) if (i % 4 < 3) sum[i % 4]! += data[i]!;
        return (sum[0]! > 1.4 * sum[1]! && sum[0]! > 1.4 * sum[2]!) === red;
    }, { file, red });

test('models of every kind open on a stage, with their files in any order', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const gallery = await app.evaluate(() => raypool.scene);

    await drop(app, [redGlb('crate.glb')]);
    await noticeSays(app, 'Opened crate.glb');
    await middle(app, 'crate.glb');
    expect(await app.evaluate(() => raypool.diagnostics.filter((d) => d.severity === 'error').length)).toBe(0);

    const gltf = redGltf();
    await drop(app, [gltf.picture, gltf.binary, gltf.model]);
    await noticeSays(app, 'Opened cube.gltf with 2 more files');
    await middle(app, 'cube.gltf');

    const obj = redObj();
    await drop(app, [obj.picture, obj.materials, obj.model]);
    await middle(app, 'crate.obj');

    await drop(app, [redPly()]);
    await middle(app, 'lump.ply');

    await drop(app, [await dracoGlb('packed.glb')]);
    await middle(app, 'packed.glb');

    await drop(app, [traySphere()]);
    await noticeSays(app, 'Opened tray.json');
    await middle(app, 'pathtracer');

    // Each of these took the place of the one before; undo goes back to it, and on to the first.
    await app.waitFor('the editor', () => document.querySelector('#scene .cm-content') !== null);
    await app.clickSelector('#scene .cm-content');
    await app.press('Control+z');
    await middle(app, 'packed.glb');
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
    await middle(app, 'cube.gltf', false);
    await drop(app, [gltf.picture]);
    await middle(app, 'cube.gltf');

    await drop(app, [{ name: 'green.hdr', data: hdr([0.05, 2, 0.05]) }]);
    await noticeSays(app, 'green.hdr is the light');
    await waitForState(app, 'done');
    const scene = await app.evaluate(() => JSON.parse(raypool.scene) as { environment: { path: string }; objects: object[] });
    expect(scene.environment.path).toBe('green.hdr');

    await drop(app, [redPly()]);
    await middle(app, 'lump.ply');
    await app.click('button', /Add to the former scene/);
    await app.waitFor('both models', () => {
        const { objects } = JSON.parse(raypool.scene) as { objects: { model?: { file: string } }[] };
        return ['cube.gltf', 'lump.ply'].every((name) => objects.some((object) => object.model?.file === name));
    });
    await waitForState(app, 'done');
});

test('assets stay for the next visit, until they are deleted', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const obj = redObj();
    await drop(app, [obj.model, obj.materials, obj.picture]);
    await middle(app, 'crate.obj');
    const summary = () => app.evaluate(() => {
        document.getElementById('files')!.click();
        const text = document.getElementById('files-dialog')!.innerText;
        document.querySelector<HTMLDialogElement>('#files-dialog')!.close();
        return text;
    });
    await expect.poll(async () => (await summary()).match(/, kept/g)?.length).toBe(3);
    await app.reload();
    await middle(app, 'crate.obj');
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
    await middle(app, 'crate.glb');
    await noticeSays(app, 'Opened crate.glb.*can.t be kept in this browser.*storage is forbidden');
    const listed = await app.evaluate(() => {
        document.getElementById('files')!.click();
        return document.getElementById('files-dialog')!.innerText;
    });
    expect(listed).toContain('until you leave the page');
});
