// Reads a PNG file with 8 bits a channel, RGB or RGBA, not interlaced, into RGBA.
// Own code, because a browser's decoder may apply a colour profile, and these pixels are compared to the bit.
import { inflateSync } from 'node:zlib';

export interface Picture { width: number; height: number; pixels: Uint8Array }

export function decodePng(file: Buffer): Picture {
    if (file.readUInt32BE(0) !== 0x89504e47) throw new Error('not a PNG file');
    let width = 0, height = 0, channels = 0;
    const compressed: Buffer[] = [];
    for (let at = 8; at < file.length;) {
        const length = file.readUInt32BE(at);
        const type = file.toString('latin1', at + 4, at + 8);
        const data = file.subarray(at + 8, at + 8 + length);
        if (type === 'IHDR') {
            width = data.readUInt32BE(0);
            height = data.readUInt32BE(4);
            const [depth, colorType, , , interlace] = data.subarray(8);
            channels = colorType === 6 ? 4 : colorType === 2 ? 3 : 0;
            if (depth !== 8 || channels === 0 || interlace !== 0)
                throw new Error(`PNG with depth ${depth}, colour type ${colorType}, interlace ${interlace}`);
        } else if (type === 'IDAT') compressed.push(data);
        at += length + 12;
    }
    const raw = inflateSync(Buffer.concat(compressed));
    const stride = width * channels;
    if (raw.length !== height * (stride + 1)) throw new Error('PNG data has the wrong length');
    const pixels = new Uint8Array(width * height * 4).fill(255);
    let above = new Uint8Array(stride);
    for (let y = 0; y < height; ++y) {
        const filter = raw[y * (stride + 1)]!;
        const row = new Uint8Array(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
        for (let i = 0; i < stride; ++i) {
            const left = i < channels ? 0 : row[i - channels]!;
            const up = above[i]!;
            const upLeft = i < channels ? 0 : above[i - channels]!;
            row[i] = row[i]! + predict(filter, left, up, upLeft);
        }
        for (let x = 0; x < width; ++x)
            for (let c = 0; c < channels; ++c) pixels[(y * width + x) * 4 + c] = row[x * channels + c]!;
        above = row;
    }
    return { width, height, pixels };
}

/** https://www.w3.org/TR/png/#9Filters */
function predict(filter: number, left: number, up: number, upLeft: number): number {
    switch (filter) {
        case 0: return 0;
        case 1: return left;
        case 2: return up;
        case 3: return (left + up) >> 1;
        case 4: {
            const estimate = left + up - upLeft;
            const a = Math.abs(estimate - left), b = Math.abs(estimate - up), c = Math.abs(estimate - upLeft);
            return a <= b && a <= c ? left : b <= c ? up : upLeft;
        }
        default: throw new Error(`PNG filter ${filter}`);
    }
}
