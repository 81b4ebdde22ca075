// Fingers on the page in every browser that Playwright drives, as events of its own making: Firefox on a desktop hears no touches,
// not even the driver's taps. Real ones, with the browser's own scrolling and gestures, are in tests/chromium.
import type { Locator, Page } from '@playwright/test';

export interface Point { x: number; y: number }

export const line = (from: Point, to: Point, steps = 8): Point[] => Array.from({ length: steps + 1 }, (_, i) =>
    ({ x: from.x + ((to.x - from.x) * i) / steps, y: from.y + ((to.y - from.y) * i) / steps }));

/** Fingers that go down, along their paths together, and up. Each stays with the element that it came down on, as touches do. */
export async function slide(page: Page, paths: Point[][]): Promise<void> {
    await page.evaluate(async (given) => {
        const first = 1000;
        // Only real pointers can be captured.
        const capture = Element.prototype.setPointerCapture;
        Element.prototype.setPointerCapture = function (id) { if (id < first) capture.call(this, id); };
        const targets = given.map((path) => document.elementFromPoint(path[0]!.x, path[0]!.y)!);
        const send = (type: string, step: number): void => given.forEach((path, i) => {
            const { x, y } = path[step]!;
            targets[i]!.dispatchEvent(new PointerEvent(type, {
                pointerId: first + i, pointerType: 'touch', isPrimary: i === 0, bubbles: true, cancelable: true, composed: true,
                clientX: x, clientY: y, button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1,
            }));
        });
        const last = given[0]!.length - 1;
        send('pointerdown', 0);
        for (let step = 1; step <= last; ++step) {
            send('pointermove', step);
            await new Promise((resolve) => setTimeout(resolve, 16));
        }
        send('pointerup', last);
        Element.prototype.setPointerCapture = capture;
    }, paths);
}

/** What a tap on an element comes to. */
export async function tap(locator: Locator): Promise<void> {
    await locator.scrollIntoViewIfNeeded();
    await locator.evaluate((element: HTMLElement) => {
        const box = element.getBoundingClientRect();
        const place = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
        for (const type of ['pointerdown', 'pointerup']) {
            element.dispatchEvent(new PointerEvent(type, {
                pointerId: 1000, pointerType: 'touch', isPrimary: true, bubbles: true, cancelable: true, composed: true, ...place,
            }));
        }
        element.closest<HTMLElement>('[tabindex], button, input, select')?.focus();
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, detail: 1, ...place }));
    });
}
