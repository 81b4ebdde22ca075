// Files of every kind, dropped onto the page, several at once and in any order.
import { drop, hdr, missingFiles, noticeSays, png, redness, redObj, redPly, shown, traySphere } from '../../support/files';
import { open, recordedErrors, waitForState } from '../../support/page';
import { expect, test } from '../../support/test';

test('models and scenes of other programs open with their files in any order; undo goes back', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const gallery = await app.evaluate(() => raypool.scene);

    const obj = redObj();
    await drop(app, [obj.picture, obj.materials, obj.model]);
    await noticeSays(app, 'Opened crate.obj with 2 more files');
    await shown(app, 'crate.obj');
    expect(await missingFiles(app)).toBe('');

    await drop(app, [redPly()]);
    await noticeSays(app, 'Opened lump.ply');
    await shown(app, 'lump.ply');

    await drop(app, [traySphere()]);
    await noticeSays(app, 'Opened tray.json');
    await shown(app, 'pathtracer', 0);
    expect(await redness(app)).toBeGreaterThan(1.4);

    // Each of these took the place of the one before.
    await app.waitFor('the editor', () => document.querySelector('#scene .cm-content') !== null);
    await app.clickSelector('#scene .cm-content');
    await app.press('Control+z');
    await shown(app, 'lump.ply');
    for (let i = 0; i < 2; ++i) await app.press('Control+z');
    await app.waitFor('the first scene again', (text) => raypool.scene === text, gallery);
    // Firefox's word for a layout that came a frame late.
    expect((await recordedErrors(app)).filter((error) => !error.includes('ResizeObserver'))).toEqual([]);
});

test('a model that is none is said to be so, and what is there stays', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const gallery = await app.evaluate(() => raypool.scene);
    await drop(app, [{ name: 'chair.glb', data: '<!doctype html><title>404</title>' }]);
    await noticeSays(app, 'chair.glb could not be opened. The file is a web page or XML, not glTF; a .glb begins with "glTF"');
    expect(await app.evaluate(() => raypool.scene)).toBe(gallery);
    expect((await recordedErrors(app)).filter((error) => !error.includes('ResizeObserver'))).toEqual([]);
});

test('missing files are named and can be added; light, and one model more', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const obj = redObj();
    await drop(app, [obj.model, obj.materials]);
    await noticeSays(app, 'Opened crate.obj with 1 more file. A file is missing: crate.png');
    await shown(app, 'crate.obj');
    await drop(app, [{ name: 'CRATE.PNG', data: png([220, 20, 20]) }]);
    await expect.poll(() => missingFiles(app)).toBe('');
    await shown(app, 'crate.obj');

    await drop(app, [{ name: 'green.hdr', data: hdr([0.05, 2, 0.05]) }]);
    await noticeSays(app, 'green.hdr is the light');
    await waitForState(app, 'done');
    const scene = await app.evaluate(() => JSON.parse(raypool.scene) as { environment: { path: string } });
    expect(scene.environment.path).toBe('green.hdr');

    await drop(app, [redPly()]);
    await shown(app, 'lump.ply');
    await app.click('button', /Add to the former scene/);
    await shown(app, 'lump.ply', 24);
    expect(await app.evaluate(() => raypool.scene)).toContain('crate.obj');
});

test('what Raypool can’t use is not taken in; a scene is known by what is in it', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    const before = await app.evaluate(() => raypool.scene);
    await drop(app, [{ name: 'film.mp4', data: 'not a scene' }]);
    await noticeSays(app, 'film.mp4: nothing that Raypool opens. Scenes are .json');
    await drop(app, [{ name: 'green.hdr.zip', data: 'PK' }, { name: 'wood.png', data: png([9, 99, 9]) }]);
    await noticeSays(app, 'wood.png: used wherever');
    expect(await app.evaluate(() => raypool.scene)).toBe(before);
    await app.click('button', /^Files$/);
    await app.waitFor('the one file', () => document.querySelector('#file-list')!.textContent!.includes('wood.png'));
    expect(await app.evaluate(() => document.querySelector('#file-list')!.childElementCount)).toBe(1);
    await app.press('Escape');

    await drop(app, [{ name: 'scene.json.txt', data: '{ "raypool": 1, "title": "By mail", "objects": [{ "sphere": {} }] }' }]);
    await noticeSays(app, 'Opened the scene in scene.json.txt');
    await shown(app, 'By mail', 0);

    // What the scene asks for is taken, whatever its name.
    await drop(app, [{ name: 'odd.json', data: '{ "raypool": 1, "environment": { "type": "image", "path": "light.odd" }, "objects": [] }' }]);
    await expect.poll(() => missingFiles(app)).not.toBe('');
    await drop(app, [{ name: 'light.odd', data: hdr([0.05, 2, 0.05]) }]);
    await expect.poll(() => missingFiles(app)).toBe('');
    await waitForState(app, 'done');
});

test('assets stay for the next visit, until they are deleted', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
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
    await drop(app, [redPly()]);
    await shown(app, 'lump.ply');
    await noticeSays(app, 'Opened lump.ply.*can.t be kept in this browser.*storage is forbidden');
    const listed = await app.evaluate(() => {
        document.getElementById('files')!.click();
        return document.getElementById('files-dialog')!.innerText;
    });
    expect(listed).toContain('until you leave the page');
});
