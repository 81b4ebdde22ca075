// The Draco decoder comes when it is needed, and is there without the network once the page was visited.
import { dracoGlb } from '../../support/files';
import { open, waitForState } from '../../support/page';
import { expect, test } from '../../support/test';

test('Draco is fetched when a file needs it, and works offline', async ({ playwrightApp: app, serve }) => {
    const server = await serve();
    await open(app, `${server.url}?samples=1`);
    const data = Buffer.from((await dracoGlb('packed.glb')).data).toString('base64');
    const opened = (name: string) => app.evaluate(async ({ data, name }) => {
        await raypool.open([{ name, data: Uint8Array.from(atob(data), (c) => c.charCodeAt(0)) }]);
        return raypool.scene;
    }, { data, name });
    expect(await opened('packed.glb')).toContain('packed.glb');
    expect(server.requests.some(({ path, status }) => /draco_decoder.wasm/.test(path) && status === 200)).toBe(true);
    await app.page.waitForFunction(async () =>
        (await caches.match(new URL('draco_decoder.wasm', document.baseURI).href)) !== undefined, null, { timeout: 30_000 });
    await server.close();
    await app.goto(`${server.url}?samples=1`);
    await waitForState(app, 'done');
    expect(await opened('again.glb')).toContain('again.glb');
});
