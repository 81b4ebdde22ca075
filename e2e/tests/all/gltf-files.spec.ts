// glTF: one file, several, and compressed ones.
import { dracoGlb, drop, missingFiles, noticeSays, redGlb, redGltf, redness, shown } from '../../support/files';
import { open, recordedErrors } from '../../support/page';
import { expect, test } from '../../support/test';

test('.glb, .gltf with its files in any order and one after the other, and Draco', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?samples=1`);
    await drop(app, [redGlb('crate.glb')]);
    await noticeSays(app, 'Opened crate.glb');
    await shown(app, 'crate.glb');
    expect(await redness(app)).toBeGreaterThan(1.4);

    const gltf = redGltf();
    // Without its data a model can't be opened at all, and goes on once they are there.
    await drop(app, [gltf.model]);
    await noticeSays(app, 'cube.gltf could not be opened.*needs .*cube.bin');
    await drop(app, [gltf.binary]);
    await noticeSays(app, 'missing: .*Red(%20| )Paint.PNG');
    await shown(app, 'cube.gltf');
    await drop(app, [gltf.picture]);
    await expect.poll(() => missingFiles(app)).toBe('');
    await shown(app, 'cube.gltf');
    await expect.poll(() => redness(app)).toBeGreaterThan(1.4);

    await drop(app, [await dracoGlb('packed.glb')]);
    await shown(app, 'packed.glb');
    expect(await redness(app)).toBeGreaterThan(1.4);
    expect((await recordedErrors(app)).filter((error) => !/404/.test(error))).toEqual([]);
});
