// Pictures that carry the scene they are of, in text chunks of the PNG file (W3C, "Portable Network Graphics", third
// edition, 11.3.3.4: iTXt). Any program shows such a picture; dropped onto the page it opens the scene.
import { pack, unpack } from './packing';
import type { SharedScene } from './share-link';

const sceneKey = 'Raypool scene';
const baseKey = 'Raypool base';
const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const largestText = 32 << 20;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

/** PNG's CRC-32 (annex D of the specification). */
function crc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}

function chunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(12 + data.length);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) whole[4 + i] = type.charCodeAt(i);
  whole.set(data, 8);
  view.setUint32(8 + data.length, crc(whole.subarray(4, 8 + data.length)));
  return whole;
}

async function internationalText(key: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const bytes = encoder.encode(text);
  const packed = await pack(bytes, 'deflate');
  const value = packed ?? bytes;
  // Key, end; packed or not, by zlib; no language, no translated key.
  const head = [...encoder.encode(key), 0, packed ? 1 : 0, 0, 0, 0];
  const data = new Uint8Array(head.length + value.length);
  data.set(head);
  data.set(value, head.length);
  return chunk('iTXt', data);
}

/** The same picture with the scene in it. */
export async function withScene(png: Blob, { text, base }: SharedScene): Promise<Blob> {
  // After the signature and IHDR, which is 25 bytes and always the first chunk.
  const at = signature.length + 25;
  const texts = [await internationalText(sceneKey, text)];
  if (base !== '') texts.push(await internationalText(baseKey, base));
  return new Blob([png.slice(0, at), ...texts, png.slice(at)], { type: 'image/png' });
}

/** The scene that a file carries; null if it is no PNG or carries none. Rejects if the scene in it is damaged. */
export async function sceneIn(file: Blob): Promise<SharedScene | null> {
  const head = new Uint8Array(await file.slice(0, signature.length).arrayBuffer());
  if (!signature.every((byte, i) => head[i] === byte)) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  const found = new Map<string, string>();
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) break;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IEND') break;
    if (type === 'iTXt') {
      const data = bytes.subarray(at + 8, end);
      const key = keyOf(data);
      if ((key === sceneKey || key === baseKey) && !found.has(key)) {
        if (crc(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw new Error('The scene in this picture is damaged.');
        found.set(key, await valueOf(data, key));
      }
    }
    at = end + 4;
  }
  const text = found.get(sceneKey);
  return text === undefined ? null : { text, base: found.get(baseKey) ?? '' };
}

function keyOf(data: Uint8Array): string {
  const end = data.subarray(0, 80).indexOf(0);
  return end < 0 ? '' : String.fromCharCode(...data.subarray(0, end));
}

async function valueOf(data: Uint8Array, key: string): Promise<string> {
  const flags = key.length + 1;
  const languageEnd = data.indexOf(0, flags + 2);
  const keyEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (keyEnd < 0) throw new Error('The scene in this picture is damaged.');
  const value = data.slice(keyEnd + 1);
  return new TextDecoder().decode(data[flags] === 1 ? await unpack(value, 'deflate', largestText) : value);
}
