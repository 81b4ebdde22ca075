// axe's findings in the page as it stands. Its script goes in through the driver, so that one way serves all browsers.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { App } from './app';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults { violations: { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] }[] }

/** One line for each element with a fault. */
export async function accessibilityFaults(app: App): Promise<string[]> {
    return await app.evaluate(async (script) => {
        const global = globalThis as unknown as { axe?: { run(): Promise<AxeResults> } };
        // Not a <script> element: a strict Content-Security-Policy would refuse it.
        if (global.axe === undefined) (0, eval)(script);
        const { violations } = await global.axe!.run();
        return violations.flatMap(({ id, help, nodes }) =>
            nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} (${node.failureSummary ?? ''})`));
    }, source);
}
