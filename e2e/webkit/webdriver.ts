// A small WebDriver client for WebKitGTK's MiniBrowser on a virtual display of its own: Playwright cannot drive the
// WebKit that Debian ships. https://www.w3.org/TR/webdriver2/
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { programs } from '../support/browsers.mjs';

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
export type ElementId = string;

/** Special keys: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const specialKeys: Record<string, string> = {
    Backspace: '\uE003', Tab: '\uE004', Enter: '\uE007', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A',
    Escape: '\uE00C', Space: ' ', PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011',
    ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015', Delete: '\uE017',
};

async function freePort(): Promise<number> {
    return await new Promise((resolve, reject) => {
        const probe = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
            const address = probe.address();
            probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
        });
    });
}

/** Xvfb chooses a free display and writes its number to file descriptor 3. */
async function startDisplay(): Promise<{ process: ChildProcess; display: string }> {
    const child = spawn(programs.xvfb, ['-displayfd', '3', '-screen', '0', '1600x1200x24', '-nolisten', 'tcp'],
                        { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const number = await new Promise<string>((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
        child.stdio[3]!.once('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
    });
    return { process: child, display: `:${number}` };
}

const sessionTimeoutMs = 25_000;

/** The driver process. Sessions, each with a browser and a fresh profile, are opened from it. */
export class WebKitDriver {
    /** A browser hung; a new driver is needed. */
    dead = false;
    private constructor(private readonly address: string, private readonly processes: ChildProcess[]) {}

    static async start(): Promise<WebKitDriver> {
        const { process: xvfb, display } = await startDisplay();
        const port = await freePort();
        const environment = {
            ...process.env,
            DISPLAY: display,
            GDK_BACKEND: 'x11',
            // WebKitGTK has shared memory, but hides it behind this variable. Safari has it on.
            JSC_useSharedArrayBuffer: '1',
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',  // containers run tests as root
            LIBGL_ALWAYS_SOFTWARE: '1',
            WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        };
        const driver = spawn(programs.webkitDriver, [`--port=${port}`, '--host=127.0.0.1'],
                             { env: environment, stdio: 'ignore', detached: true });
        const self = new WebKitDriver(`http://127.0.0.1:${port}`, [driver, xvfb]);
        let spawnError: Error | undefined;
        driver.once('error', (error) => { spawnError = error; });
        for (let attempt = 0; attempt < 100; ++attempt) {
            if (spawnError !== undefined) throw spawnError;
            const up = await fetch(`${self.address}/status`).then((r) => r.ok, () => false);
            if (up) return self;
            await sleep(100);
        }
        await self.stop();
        throw new Error('WebKitWebDriver did not answer within 10 seconds');
    }

    /** Rejects, and is dead, if the browser does not start in time. */
    async newSession(): Promise<WebKitSession> {
        const options = { binary: programs.miniBrowser, args: ['--automation'] };
        const value = await request<{ sessionId: string }>('POST', `${this.address}/session`, {
            capabilities: { alwaysMatch: { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': options } },
        }, AbortSignal.timeout(sessionTimeoutMs)).catch(async (error: unknown) => {
            // It hangs at its start now and then; what comes next gets another one.
            await this.stop();
            throw error;
        });
        const session = new WebKitSession(`${this.address}/session/${value.sessionId}`, () => this.stop());
        await session.setTimeouts({ script: 180_000, pageLoad: 60_000, implicit: 0 });
        return session;
    }

    async stop(): Promise<void> {
        this.dead = true;
        const [driver] = this.processes;
        for (const child of this.processes) {
            if (child.exitCode !== null || child.signalCode !== null) continue;
            const ended = new Promise((resolve) => child.once('exit', resolve));
            // The driver leads a group that its browsers belong to; one that hangs ends with it.
            if (child === driver) process.kill(-child.pid!, 'SIGKILL');
            else child.kill();
            await ended;
        }
    }
}

async function request<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const response = await fetch(url, {
        method,
        ...(signal && { signal }),
        ...(method === 'POST' ? { body: JSON.stringify(body ?? {}), headers: { 'Content-Type': 'application/json' } }
                              : {}),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`WebDriver ${method} ${new URL(url).pathname}: ${value?.error}: ${value?.message}`);
    return value;
}

export class WebKitSession {
    constructor(private readonly address: string, private readonly abandon: () => Promise<void>) {}

    private post<T = unknown>(path: string, body?: unknown): Promise<T> {
        return request<T>('POST', `${this.address}${path}`, body);
    }
    private get<T>(path: string): Promise<T> {
        return request<T>('GET', `${this.address}${path}`);
    }

    setTimeouts(timeouts: { script: number; pageLoad: number; implicit: number }): Promise<unknown> {
        return this.post('/timeouts', timeouts);
    }
    goto(url: string): Promise<unknown> { return this.post('/url', { url }); }
    reload(): Promise<unknown> { return this.post('/refresh'); }
    setWindowRect(width: number, height: number): Promise<unknown> {
        return this.post('/window/rect', { x: 0, y: 0, width, height });
    }
    async screenshot(): Promise<Buffer> { return Buffer.from(await this.get<string>('/screenshot'), 'base64'); }

    /** Calls `source`, the text of a function of one argument, and waits for its promise. */
    async call<R>(source: string, argument: unknown): Promise<R> {
        const script = `
            const done = arguments[arguments.length - 1];
            Promise.resolve(arguments[0]).then(${source}).then(
                (value) => done({ value }),
                (error) => done({ error: String(error) + '\\n' + ((error && error.stack) || '') }));`;
        const result = await this.post<{ value: R; error?: string }>('/execute/async',
                                                                     { script, args: [argument ?? null] });
        if (result.error !== undefined) throw new Error(`In the page: ${result.error}`);
        return result.value;
    }

    async findAll(css: string): Promise<ElementId[]> {
        const found = await this.post<Record<string, string>[]>('/elements', { using: 'css selector', value: css });
        return found.map((entry) => entry[elementKey]!);
    }
    role(element: ElementId): Promise<string> { return this.get(`/element/${element}/computedrole`); }
    label(element: ElementId): Promise<string> { return this.get(`/element/${element}/computedlabel`); }
    click(element: ElementId): Promise<unknown> { return this.post(`/element/${element}/click`); }

    /** One key, or a chord such as 'Control+A'. */
    async press(chord: string): Promise<void> {
        const keys = chord.split('+').map((key) => specialKeys[key] ?? key);
        await this.keys([...keys.map((value) => ({ type: 'keyDown', value })),
                         ...keys.reverse().map((value) => ({ type: 'keyUp', value }))]);
    }
    async type(text: string): Promise<void> {
        await this.keys([...text].flatMap((character) => {
            const value = character === '\n' ? specialKeys['Enter']! : character;
            return [{ type: 'keyDown', value }, { type: 'keyUp', value }];
        }));
    }
    private async keys(actions: { type: string; value: string }[]): Promise<void> {
        await this.post('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
    }

    async close(): Promise<void> {
        // The browser may be gone already, or wait for a worker that WebKit could not end.
        const closed = request('DELETE', this.address).catch(() => undefined).then(() => true);
        if (!await Promise.race([closed, sleep(10_000, false)])) await this.abandon();
    }
}
