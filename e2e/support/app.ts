// The page under test, driven in the same way in all three browsers. What only Playwright's browsers can do is
// reached through `page` and `context` of a PlaywrightApp.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebKitSession } from '../webkit/webdriver';

export type EngineName = 'chromium' | 'firefox' | 'webkit';
/** What runs in the page: it may use its argument and the page's globals only. */
type PageFunction<A, R> = (argument: A) => R | Promise<R>;

export abstract class App {
    abstract readonly engine: EngineName;
    abstract goto(url: string): Promise<void>;
    abstract reload(): Promise<void>;
    abstract evaluate<R, A = void>(pageFunction: PageFunction<A, R>, argument?: A): Promise<R>;
    /** Clicks the one element with this role and accessible name. */
    abstract click(role: string, name: RegExp): Promise<void>;
    abstract clickSelector(css: string): Promise<void>;
    abstract press(chord: string): Promise<void>;
    abstract type(text: string): Promise<void>;
    abstract screenshot(): Promise<Buffer>;
    abstract close(): Promise<void>;

    /** Asks the page again and again, from outside, until the answer is true. */
    async waitFor<A = void>(what: string, pageFunction: PageFunction<A, boolean>, argument?: A,
                            timeout = 30_000): Promise<void> {
        const end = performance.now() + timeout;
        for (;;) {
            // A reload in between ends the evaluation; what counts is the page that comes after it.
            const answer = await this.evaluate(pageFunction, argument).catch((error: unknown) => error);
            if (answer === true) return;
            if (performance.now() > end)
                throw new Error(`${what}: not within ${timeout} ms. ${await this.describe(answer)}`);
            await sleep(50);
        }
    }

    /** The page in a few words, for messages of failed tests. */
    private async describe(answer: unknown): Promise<string> {
        const last = answer instanceof Error ? ` Last error: ${answer.message}` : '';
        const page = await this.evaluate(() => {
            const records = (globalThis as { testRecords?: { errors?: string[] } }).testRecords;
            return `renderState is '${document.documentElement.dataset.renderState}', ` +
                   `title '${document.title}', errors: ${JSON.stringify(records?.errors ?? [])}, text: ` +
                   JSON.stringify((document.body?.innerText ?? '').slice(0, 600));
        }).catch((error: unknown) => String(error));
        return `The page: ${page}.${last}`;
    }
}

export class PlaywrightApp extends App {
    private constructor(readonly engine: EngineName, readonly context: BrowserContext, readonly page: Page) {
        super();
    }
    static async open(engine: EngineName, browser: Browser, options: BrowserContextOptions): Promise<PlaywrightApp> {
        const context = await browser.newContext(options);
        return new PlaywrightApp(engine, context, await context.newPage());
    }
    async goto(url: string): Promise<void> { await this.page.goto(url); }
    async reload(): Promise<void> { await this.page.reload(); }
    evaluate<R, A>(pageFunction: PageFunction<A, R>, argument?: A): Promise<R> {
        return this.page.evaluate(pageFunction as (argument: unknown) => R | Promise<R>, argument);
    }
    async click(role: string, name: RegExp): Promise<void> {
        await this.page.getByRole(role as Parameters<Page['getByRole']>[0], { name }).click();
    }
    async clickSelector(css: string): Promise<void> { await this.page.locator(css).first().click(); }
    async press(chord: string): Promise<void> { await this.page.keyboard.press(chord); }
    async type(text: string): Promise<void> { await this.page.keyboard.type(text); }
    screenshot(): Promise<Buffer> { return this.page.screenshot(); }
    async close(): Promise<void> { await this.context.close(); }
}

export class WebKitApp extends App {
    readonly engine = 'webkit';
    constructor(private readonly session: WebKitSession) { super(); }
    async goto(url: string): Promise<void> { await this.session.goto(url); }
    async reload(): Promise<void> { await this.session.reload(); }
    evaluate<R, A>(pageFunction: PageFunction<A, R>, argument?: A): Promise<R> {
        return this.session.call<R>(String(pageFunction), argument);
    }
    async click(role: string, name: RegExp): Promise<void> {
        const seen: string[] = [];
        for (const element of await this.session.findAll('button, a[href], input, select, summary, [role]')) {
            if ((await this.session.role(element)) !== role) continue;
            const label = await this.session.label(element);
            if (name.test(label)) return void (await this.session.click(element));
            seen.push(label);
        }
        throw new Error(`no ${role} named ${name}; there are: ${seen.join(', ')}`);
    }
    async clickSelector(css: string): Promise<void> {
        const [element] = await this.session.findAll(css);
        if (element === undefined) throw new Error(`nothing matches ${css}`);
        await this.session.click(element);
    }
    press(chord: string): Promise<void> { return this.session.press(chord); }
    type(text: string): Promise<void> { return this.session.type(text); }
    screenshot(): Promise<Buffer> { return this.session.screenshot(); }
    close(): Promise<void> { return this.session.close(); }
}
