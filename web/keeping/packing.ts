// Bytes made smaller by the browser's own deflate, and numbers that tell texts apart.

type Format = 'deflate' | 'deflate-raw';

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = (new Blob([bytes]).stream().pipeThrough(stream as ReadableWritablePair) as ReadableStream<Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { value } = await reader.read();
    if (!value) break;
    length += value.length;
    if (length > most) {
      await reader.cancel().catch(() => {});
      throw new Error(`it unpacks to more than ${most >> 20} MB`);
    }
    parts.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Null where the browser has no such thing: Chrome before 103, Firefox before 113, Safari before 16.4. */
export async function pack(bytes: Uint8Array<ArrayBuffer>, format: Format): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await through(bytes, new CompressionStream(format), Infinity);
  } catch {
    return null;
  }
}

/** `most`: bytes that may come out. Small files can unpack to whatever fills the memory. */
export async function unpack(bytes: Uint8Array<ArrayBuffer>, format: Format, most: number): Promise<Uint8Array<ArrayBuffer>> {
  let stream: DecompressionStream;
  try {
    stream = new DecompressionStream(format);
  } catch {
    throw new Error('this browser is too old to unpack it');
  }
  return through(bytes, stream, most);
}

/** RFC 4648, section 5, without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  // A call takes no more than some ten thousand arguments.
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
}

/** Tells texts apart (FNV-1a on UTF-16 units, and the length); not safe against anyone who means harm. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${(hash >>> 0).toString(16)}.${text.length}`;
}
