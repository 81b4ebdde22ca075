// Every scene with an expected picture, from the text to the page's canvas, against the 2018 demo's own output.
import { readFileSync } from 'node:fs';
import { assertMatchesFile, canvasPixels } from '../../support/pixels';
import { open, recordedErrors, waitForState } from '../../support/page';
import { goldens, ownGoldens, sharedGoldens } from '../../support/scenes';
import { expect, test } from '../../support/test';

test('every scene has the expected pixels', async ({ app, serve }) => {
    test.setTimeout(180_000);
    const server = await serve();
    const faults: string[] = [];
    // The first as somebody opens a link, the others in the same page, which need not start for each.
    for (const [i, { name, path, expected }] of goldens.entries()) {
        const address = server.origin + path;
        if (i === 0) {
            await open(app, `${server.url}?scene=${encodeURIComponent(address)}`);
        } else {
            await app.evaluate(async (url) => { raypool.setScene(await (await fetch(url)).text(), url); }, address);
            await waitForState(app, 'done');
        }
        try {
            assertMatchesFile(await canvasPixels(app), expected);
        } catch (error) {
            faults.push(`${name}: ${(error as Error).message}`);
        }
    }
    expect(faults).toEqual([]);
    expect(await recordedErrors(app)).toEqual([]);
});

test('there are scenes to compare, and the copies in the project are exact', () => {
    expect(ownGoldens.length).toBeGreaterThanOrEqual(10);
    for (const own of ownGoldens) {
        const shared = sharedGoldens.find(({ name }) => name === own.name);
        if (shared === undefined) continue;
        expect(readFileSync(own.json).equals(readFileSync(shared.json)), own.json).toBe(true);
        expect(readFileSync(own.expected).equals(readFileSync(shared.expected)), own.expected).toBe(true);
    }
});
