// The container of .glb files (glTF 2.0, section 4): a JSON chunk, and a binary one.

const magic = 0x46546c67;
const jsonType = 0x4e4f534a;
const binaryType = 0x004e4942;

export interface Glb {
  json: Uint8Array;
  binary: Uint8Array | null;
}

export function isGlb(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && view(bytes).getUint32(0, true) === magic;
}

/** Null if the bytes are no such file, or not a whole one. */
export function readGlb(bytes: Uint8Array): Glb | null {
  if (!isGlb(bytes) || view(bytes).getUint32(4, true) !== 2) return null;
  const end = Math.min(bytes.length, view(bytes).getUint32(8, true));
  let json: Uint8Array | null = null;
  let binary: Uint8Array | null = null;
  for (let at = 12; at + 8 <= end; ) {
    const length = view(bytes).getUint32(at, true);
    const type = view(bytes).getUint32(at + 4, true);
    if (at + 8 + length > end) return null;
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === jsonType && json === null) json = chunk;
    else if (type === binaryType && binary === null) binary = chunk;
    at += 8 + length + ((4 - (length % 4)) % 4);
  }
  return json && { json, binary };
}

/** The pieces of a file; together they are it. */
export function writeGlb(document: unknown, binary: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer>[] {
  const text = new TextEncoder().encode(JSON.stringify(document));
  const json = padded(text, 0x20);
  const length = binary.reduce((sum, piece) => sum + piece.length, 0);
  const tail = new Uint8Array((4 - (length % 4)) % 4);
  const head = new Uint8Array(20);
  const header = new DataView(head.buffer);
  const total = 20 + json.length + 8 + length + tail.length;
  if (total > 0xffffffff) throw new Error('it would be larger than 4 GB');
  [magic, 2, total, json.length, jsonType].forEach((word, i) => header.setUint32(4 * i, word, true));
  const chunk = new Uint8Array(8);
  new DataView(chunk.buffer).setUint32(0, length + tail.length, true);
  new DataView(chunk.buffer).setUint32(4, binaryType, true);
  return [head, json, chunk, ...binary, tail];
}

function padded(bytes: Uint8Array<ArrayBuffer>, fill: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(fill);
  all.set(bytes);
  return all;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
