import { accessibilityFaults } from '../../support/accessibility';
import { open } from '../../support/page';
import { expect, test } from '../../support/test';

test('axe finds nothing on the finished page', async ({ app, serve }) => {
    await open(app, (await serve()).url);
    expect(await accessibilityFaults(app)).toEqual([]);
});
