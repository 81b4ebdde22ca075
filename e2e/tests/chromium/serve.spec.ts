// The command that a newcomer types, with the real emrun behind it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { project } from '../../support/site.mjs';
import { open } from '../../support/page';
import { expect, test } from '../../support/test';

test('scripts/serve: emrun serves an isolated page that renders', async ({ playwrightApp: app }) => {
    test.setTimeout(180_000);  // it builds what is out of date first
    const probe = createServer().listen(0, 'localhost');
    await once(probe, 'listening');
    const { port } = probe.address() as { port: number };
    probe.close();
    await once(probe, 'close');

    // A process group of its own, so that emrun ends together with the script.
    const serve = spawn('scripts/serve', ['--port', String(port), '--no-browser'],
                        { cwd: project, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    try {
        let output = '';
        const address = `http://localhost:${port}/`;
        await new Promise<void>((resolve, reject) => {
            const listen = (bytes: Buffer): void => {
                output += bytes.toString();
                if (output.includes(address)) resolve();
            };
            serve.stdout.on('data', listen);
            serve.stderr.on('data', listen);
            serve.once('error', reject);
            serve.once('exit', (code) => reject(new Error(`scripts/serve ended with ${code}:\n${output}`)));
        });
        // The address is printed when the page is there, not before.
        const response = await fetch(address);
        expect(response.status).toBe(200);
        expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
        expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
        await open(app, address);
        expect(await app.evaluate(() => crossOriginIsolated && raypool.capabilities.mode)).toBe('threaded');
    } finally {
        const ended = serve.exitCode === null && serve.signalCode === null ? once(serve, 'exit') : undefined;
        try { process.kill(-serve.pid!, 'SIGTERM'); } catch { /* it has ended */ }
        await ended;
    }
});
