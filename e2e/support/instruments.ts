// What a test records or breaks inside the page. The test server puts these in front of the page's own scripts, so
// that they work in every browser and under every Content-Security-Policy. Each is a function that uses nothing but
// the page's globals; what it records is in globalThis.testRecords.

declare global {
    var testRecords: TestRecords;
}

export interface TestRecords {
    errors: string[];
    violations: string[];
    waits: string[];
    heartbeats: { worst: number; count: number };
    workers: Worker[];
    memories: WebAssembly.Memory[];
    states: { state: string; at: number }[];
}

const all = {
    /** Uncaught errors, unhandled rejections, console.error, and reports of the Content-Security-Policy. */
    errors(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const errors: string[] = (records.errors = []);
        const violations: string[] = (records.violations = []);
        addEventListener('error', (event) => errors.push(`error: ${event.message}`));
        addEventListener('unhandledrejection', (event) => errors.push(`unhandled rejection: ${String(event.reason)}`));
        document.addEventListener('securitypolicyviolation', (event) =>
            violations.push(`${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile}:${event.lineNumber})`));
        const original = console.error.bind(console);
        console.error = (...values: unknown[]) => {
            errors.push(`console.error: ${values.map(String).join(' ')}`);
            original(...values);
        };
    },

    /** Every value that renderState takes, with the time. */
    states(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const states: TestRecords['states'] = (records.states = []);
        new MutationObserver(() => {
            const state = document.documentElement.dataset.renderState ?? '';
            if (states.at(-1)?.state !== state) states.push({ state, at: performance.now() });
        }).observe(document.documentElement, { attributes: true, attributeFilter: ['data-render-state'] });
    },

    /** The longest time in which the main thread did not get round to a message to itself. */
    heartbeats(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const heartbeats: TestRecords['heartbeats'] = (records.heartbeats = { worst: 0, count: 0 });
        const channel = new MessageChannel();
        let last = performance.now();
        channel.port1.onmessage = () => {
            const now = performance.now();
            heartbeats.worst = Math.max(heartbeats.worst, now - last);
            heartbeats.count += 1;
            last = now;
            setTimeout(() => channel.port2.postMessage(0), 4);  // without a pause this would be a load of its own
        };
        channel.port2.postMessage(0);
    },

    /** Calls of Atomics.wait on the main thread: browsers refuse them there, so none must be tried. */
    atomicsWait(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const waits: string[] = (records.waits = []);
        const original = Atomics.wait;
        Atomics.wait = ((...values: Parameters<typeof Atomics.wait>) => {
            waits.push(new Error('Atomics.wait').stack ?? '');
            return original(...values);
        }) as typeof Atomics.wait;
    },

    /** A browser without Atomics.waitAsync, such as Firefox ESR 140. */
    withoutWaitAsync(): void {
        delete (Atomics as Partial<typeof Atomics> & { waitAsync?: unknown }).waitAsync;
    },

    /** The page's workers that have not been terminated, so that a test can count them or end one. */
    workers(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const workers: Worker[] = (records.workers = []);
        globalThis.Worker = class extends Worker {
            constructor(url: string | URL, options?: WorkerOptions) {
                super(url, options);
                workers.push(this);
            }
            override terminate(): void {
                const index = workers.indexOf(this);
                if (index >= 0) workers.splice(index, 1);
                super.terminate();
            }
        };
    },

    /** Every WebAssembly memory that the page makes. */
    memories(): void {
        const records = ((globalThis as { testRecords?: Partial<TestRecords> }).testRecords ??= {});
        const memories: WebAssembly.Memory[] = (records.memories = []);
        WebAssembly.Memory = class extends WebAssembly.Memory {
            constructor(descriptor: WebAssembly.MemoryDescriptor) {
                super(descriptor);
                memories.push(this);
            }
        };
    },

    /** No service workers, as in some private windows. */
    withoutServiceWorker(): void {
        delete (Navigator.prototype as { serviceWorker?: unknown }).serviceWorker;
    },

    /** Service workers that the browser has but refuses to register. */
    refusedServiceWorker(): void {
        ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));
    },
};

export type Instrument = keyof typeof all;

export function instruments(names: Instrument[]): string {
    return names.map((name) => `(function ${String(all[name]).replace(/^(async\s+)?(function\s+)?/, '')})();`).join('\n');
}
