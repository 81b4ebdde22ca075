// Files stay in the browser for the next visit, or the page says that they can't.
import { accessibilityFaults } from '../../support/accessibility';
import { drop, png } from '../../support/files';
import { open } from '../../support/page';
import { expect, test } from '../../support/test';

test('a dropped file is there at the next visit, until it is deleted', async ({ app, serve }) => {
    await open(app, `${(await serve()).url}?autostart=0`, 'idle');
    await drop(app, [{ name: 'oak.png', data: png([1, 2, 3]) }]);
    const listed = () => app.evaluate(() => {
        document.getElementById('files')!.click();
        const text = document.getElementById('files-dialog')!.innerText;
        document.querySelector<HTMLDialogElement>('#files-dialog')!.close();
        return text;
    });
    await expect.poll(listed).toContain(', kept');
    await app.reload();
    await expect.poll(listed).toContain('oak.png');
    await app.evaluate(() => { document.getElementById('files')!.click(); });
    expect(await accessibilityFaults(app)).toEqual([]);
    await app.evaluate(() => {
        document.querySelector<HTMLButtonElement>('#file-list button[aria-label="Delete: oak.png"]')!.click();
        document.querySelector<HTMLDialogElement>('#files-dialog')!.close();
    });
    await expect.poll(listed).not.toContain('oak.png');
    await app.reload();
    await expect.poll(listed).toContain('are listed here');
});
