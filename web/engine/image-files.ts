// Linear pictures as files, for the engine without shared memory, whose picture is put together on this side.

/** Rows from the bottom, as PFM wants them; little-endian. */
function pfm(width: number, height: number, film: Float32Array): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`PF\n${width} ${height}\n-1.0\n`);
  const file = new Uint8Array(header.length + 12 * width * height);
  const view = new DataView(file.buffer);
  file.set(header);
  let at = header.length;
  for (let y = height - 1; y >= 0; y--) {
    for (let i = 3 * width * y; i < 3 * width * (y + 1); i++, at += 4) view.setFloat32(at, film[i]!, true);
  }
  return file;
}

/** Radiance's RGBE, rows not packed: no normalised pixel looks like the mark of a packed row. */
function hdr(width: number, height: number, film: Float32Array): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y ${height} +X ${width}\n`);
  const file = new Uint8Array(header.length + 4 * width * height);
  file.set(header);
  for (let pixel = 0, at = header.length; pixel < width * height; pixel++, at += 4) {
    const [r, g, b] = [film[3 * pixel]!, film[3 * pixel + 1]!, film[3 * pixel + 2]!];
    const most = Math.max(r, g, b);
    if (!(most > 1e-32)) continue;
    let exponent = Math.floor(Math.log2(most)) + 1;
    if (most * 2 ** (8 - exponent) >= 256) exponent++;
    if (exponent > 127) exponent = 127;
    const scale = 2 ** (8 - exponent);
    file[at] = Math.min(255, Math.max(0, r) * scale);
    file[at + 1] = Math.min(255, Math.max(0, g) * scale);
    file[at + 2] = Math.min(255, Math.max(0, b) * scale);
    file[at + 3] = exponent + 128;
  }
  return file;
}

/** OpenEXR 2: one part, scan lines, 32-bit floats, not compressed (openexr.com, "OpenEXR File Layout"). */
function exr(width: number, height: number, film: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0];
  const text = (value: string): void => void bytes.push(...new TextEncoder().encode(value), 0);
  const word = (value: number, float = false): void => {
    const four = new DataView(new ArrayBuffer(4));
    if (float) four.setFloat32(0, value, true);
    else four.setInt32(0, value, true);
    for (let i = 0; i < 4; i++) bytes.push(four.getUint8(i));
  };
  const attribute = (name: string, type: string, size: number): void => {
    text(name);
    text(type);
    word(size);
  };
  attribute('channels', 'chlist', 3 * 18 + 1);
  for (const channel of ['B', 'G', 'R']) {
    text(channel);
    for (const value of [2, 0, 1, 1]) word(value);  // float, not perceptually linear, every pixel
  }
  bytes.push(0);
  attribute('compression', 'compression', 1);
  bytes.push(0);
  for (const window of ['dataWindow', 'displayWindow']) {
    attribute(window, 'box2i', 16);
    for (const value of [0, 0, width - 1, height - 1]) word(value);
  }
  attribute('lineOrder', 'lineOrder', 1);
  bytes.push(0);
  attribute('pixelAspectRatio', 'float', 4);
  word(1, true);
  attribute('screenWindowCenter', 'v2f', 8);
  word(0, true);
  word(0, true);
  attribute('screenWindowWidth', 'float', 4);
  word(1, true);
  bytes.push(0);

  const lineBytes = 8 + 12 * width;
  const start = bytes.length + 8 * height;
  const file = new Uint8Array(start + height * lineBytes);
  file.set(bytes);
  const view = new DataView(file.buffer);
  for (let y = 0; y < height; y++) {
    let at = start + y * lineBytes;
    view.setBigUint64(bytes.length + 8 * y, BigInt(at), true);
    view.setInt32(at, y, true);
    view.setInt32(at + 4, 12 * width, true);
    at += 8;
    for (const channel of [2, 1, 0]) {
      for (let x = 0; x < width; x++, at += 4) view.setFloat32(at, film[3 * (y * width + x) + channel]!, true);
    }
  }
  return file;
}

const encoders = { pfm, hdr, exr } as const;

/** `film`: linear RGB, rows from the top. */
export function encodeImage(
  kind: keyof typeof encoders, width: number, height: number, film: Float32Array,
): Uint8Array<ArrayBuffer> {
  return encoders[kind](width, height, film);
}
