import { killWorkersWhileRendering } from '../../support/crash';
import { test } from '../../support/test';

test('a worker killed while rendering: a message, and the same picture from a new engine', async ({ app, serve }) => {
    const { url } = await serve({ instruments: ['workers'] });
    await killWorkersWhileRendering(app, url, 'one');
});
