// Every scene with an expected picture, from the text to the page's canvas, against the 2018 demo's own output.
import { readFileSync } from 'node:fs';
import { assertMatchesFile, canvasPixels } from '../../support/pixels';
import { open, recordedErrors } from '../../support/page';
import { goldens, ownGoldens, sharedGoldens } from '../../support/scenes';
import { expect, test } from '../../support/test';

for (const { name, path, expected } of goldens) {
    test(`${name} has the expected pixels`, async ({ app, serve }) => {
        const server = await serve();
        await open(app, `${server.url}?scene=${encodeURIComponent(server.origin + path)}`);
        assertMatchesFile(await canvasPixels(app), expected);
        expect(await recordedErrors(app)).toEqual([]);
    });
}

test('there are scenes to compare, and the copies in the project are exact', () => {
    expect(ownGoldens.length).toBeGreaterThanOrEqual(10);
    for (const own of ownGoldens) {
        const shared = sharedGoldens.find(({ name }) => name === own.name);
        if (shared === undefined) continue;
        expect(readFileSync(own.json).equals(readFileSync(shared.json)), own.json).toBe(true);
        expect(readFileSync(own.expected).equals(readFileSync(shared.expected)), own.expected).toBe(true);
    }
});
