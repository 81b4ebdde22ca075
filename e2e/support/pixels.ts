// The picture on the page's canvas, and how far it is from an expected one.
import type { App } from './app';
import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';

export interface Picture { width: number; height: number; pixels: Uint8Array }

/** What the canvas shows, through getImageData. */
export async function canvasPixels(app: App): Promise<Picture> {
    const { width, height, base64 } = await app.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('canvas#canvas')!;
        const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
        let binary = '';
        for (let at = 0; at < data.length; at += 0x8000)
            binary += String.fromCharCode(...data.subarray(at, at + 0x8000));
        return { width: canvas.width, height: canvas.height, base64: btoa(binary) };
    });
    return { width, height, pixels: new Uint8Array(Buffer.from(base64, 'base64')) };
}

export interface Difference { pixels: number; differing: number; worst: number; first: string }

export function compare(actual: Picture, expected: Picture): Difference {
    if (actual.width !== expected.width || actual.height !== expected.height)
        throw new Error(`the picture is ${actual.width}x${actual.height}, expected ${expected.width}x${expected.height}`);
    let differing = 0, worst = 0, first = 'none';
    for (let i = 0; i < expected.pixels.length; i += 4) {
        let distance = 0;
        for (let c = 0; c < 4; ++c) distance = Math.max(distance, Math.abs(actual.pixels[i + c]! - expected.pixels[i + c]!));
        if (distance === 0) continue;
        if (differing++ === 0) {
            const x = (i / 4) % expected.width, y = Math.floor(i / 4 / expected.width);
            first = `(${x}, ${y}): ${[...actual.pixels.subarray(i, i + 4)]} instead of ${[...expected.pixels.subarray(i, i + 4)]}`;
        }
        worst = Math.max(worst, distance);
    }
    return { pixels: expected.pixels.length / 4, differing, worst, first };
}

/** At most 1 pixel in 10,000 differs, by at most 1/255. */
export function assertMatchesFile(actual: Picture, file: string): void {
    const { width, height, data } = PNG.sync.read(readFileSync(file));
    const { pixels, differing, worst, first } = compare(actual, { width, height, pixels: data });
    if (differing > Math.floor(pixels / 10_000) || worst > 1)
        throw new Error(`${differing} of ${pixels} pixels differ, by up to ${worst}/255; the first is ${first}`);
}
