// The `test` of this suite: `app` is the page in the project's browser, `serve` starts a host for it.
import { test as base, expect, type Browser, type BrowserContextOptions } from '@playwright/test';
import { existsSync } from 'node:fs';
import { WebKitDriver, type WebKitSession } from '../webkit/webdriver';
import { App, PlaywrightApp, WebKitApp, type EngineName } from './app';
import { launchOptions } from './browsers.mjs';
import { instruments, type Instrument } from './instruments';
import { sceneMounts } from './scenes';
import { site } from './site.mjs';
import { startServer, type Server, type ServerOptions } from './static-server.mjs';

/** Opens pages in any of the three browsers; each browser starts when it is first asked for. */
export interface Browsers {
    open(engine: EngineName, options?: BrowserContextOptions): Promise<App>;
}
export interface ServeOptions extends Partial<ServerOptions> {
    /** What is recorded or broken in the page before its own scripts run; errors are always recorded. */
    instruments?: Instrument[];
}

interface TestFixtures {
    app: App;
    /** `app`, where the test needs what only Playwright can do. */
    playwrightApp: PlaywrightApp;
    serve: (options?: ServeOptions) => Promise<Server>;
}
interface WorkerFixtures {
    engine: EngineName;
    browsers: Browsers;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
    engine: ['chromium', { option: true, scope: 'worker' }],

    browsers: [async ({ playwright }, use) => {
        const launched = new Map<EngineName, Promise<Browser>>();
        let webkit: Promise<WebKitDriver> | undefined;
        await use({
            async open(engine, options = {}) {
                if (engine === 'webkit') {
                    const session = async (): Promise<WebKitSession> => {
                        if (webkit === undefined || (await webkit).dead) webkit = WebKitDriver.start();
                        return (await webkit).newSession();
                    };
                    return new WebKitApp(await session().catch(session));
                }
                let browser = launched.get(engine);
                if (browser === undefined) {
                    browser = playwright[engine].launch(launchOptions[engine]);
                    launched.set(engine, browser);
                }
                return await PlaywrightApp.open(engine, await browser, options);
            },
        });
        for (const browser of launched.values()) await (await browser).close();
        await (await webkit)?.stop();
    }, { scope: 'worker' }],

    app: async ({ browsers, engine, contextOptions, viewport }, use, testInfo) => {
        const app = await browsers.open(engine, { viewport, ...contextOptions });
        await use(app);
        if (testInfo.status !== testInfo.expectedStatus) {
            const image = await app.screenshot().catch(() => undefined);
            if (image !== undefined) await testInfo.attach('page', { body: image, contentType: 'image/png' });
        }
        await app.close();
    },

    playwrightApp: async ({ app }, use) => {
        if (!(app instanceof PlaywrightApp)) throw new Error('this test needs a browser that Playwright drives');
        await use(app);
    },

    serve: async ({}, use) => {
        if (!existsSync(`${site}/index.html`))
            throw new Error(`there is no page at ${site}: run scripts/build first`);
        const servers: Server[] = [];
        await use(async (options = {}) => {
            const { instruments: wanted = [], ...rest } = options;
            const server = await startServer({
                root: site, mounts: sceneMounts, script: instruments(['errors', ...wanted]), ...rest,
            });
            servers.push(server);
            return server;
        });
        await Promise.all(servers.map((server) => server.close()));
    },
});

/** Of tests that bound a time: nothing else runs beside them. */
export const alone = { tag: '@alone' };

export { expect };
