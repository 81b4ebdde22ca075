// Requests as bytes (app/wasm/protocol.h): uint32 length of the header | header as JSON | payload.
import type { RequestHeader } from './engine';

const encoder = new TextEncoder();

/** The pieces of a request; together they are the message. */
export function encodeRequest(header: RequestHeader, payload: readonly Uint8Array[] = []): Uint8Array[] {
  const json = encoder.encode(JSON.stringify(header));
  const head = new Uint8Array(4 + json.length);
  new DataView(head.buffer).setUint32(0, json.length, true);
  head.set(json, 4);
  return [head, ...payload];
}

export function byteLength(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}

export function concatenate(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(byteLength(pieces));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}

const sliceLength = 1 << 19;

/** A text of one slice as UTF-8; null if it is longer. */
export function encodeShort(text: string): Uint8Array[] | null {
  return text.length <= sliceLength ? [encoder.encode(text)] : null;
}

/** A text as UTF-8, a slice at a time with a pause between, so that a huge text never blocks the page. */
export async function encodeText(text: string): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + sliceLength);
    // Never part a surrogate pair.
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last < 0xdc00) to++;
    pieces.push(encoder.encode(text.slice(from, to)));
    from = to;
    if (from < text.length) await new Promise((resolve) => setTimeout(resolve));
  }
  return pieces;
}
