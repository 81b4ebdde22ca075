// A scene as a link: its text, packed, in the address's fragment, which browsers send to no server.
//   #s=…   deflate-raw (RFC 1951) of the text in UTF-8, in base64url
//   #t=…   the text in UTF-8, in base64url, where the browser that made the link could not pack it
//   &size=960x640   of its picture, so that there is room for it before it comes (boot.ts)
//   &base=scenes/knot.json   what the scene's files are relative to, within the site; left out: the page's own folder
import { pack, toBase64Url, fromBase64Url, unpack } from './packing';

/** What is to be shared, or was. `base`: within the site, relative to its folder; empty for that folder. */
export interface SharedScene {
  text: string;
  base: string;
}

/** Some mail and chat programs cut longer links. */
export const longLink = 8000;
/** Firefox opens no longer ones. */
export const longestLink = 1_000_000;
/** Of what a link may unpack to. */
const largestText = 32 << 20;

/** `size`: of the picture, as far as it is known. */
export async function toFragment({ text, base }: SharedScene, size: readonly [width: number, height: number] | null = null): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const packed = await pack(bytes, 'deflate-raw');
  const scene = packed ? `s=${toBase64Url(packed)}` : `t=${toBase64Url(bytes)}`;
  return `#${scene}${size ? `&size=${size.join('x')}` : ''}${base === '' ? '' : `&base=${encodeURIComponent(base)}`}`;
}

/** Null: the fragment holds no scene. Rejects if it holds one that can't be read. */
export async function fromFragment(fragment: string): Promise<SharedScene | null> {
  const query = new URLSearchParams(fragment.replace(/^#/, ''));
  const packed = query.get('s');
  const plain = query.get('t');
  if (packed === null && plain === null) return null;
  try {
    const bytes = packed === null ? fromBase64Url(plain!) : await unpack(fromBase64Url(packed), 'deflate-raw', largestText);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, base: query.get('base') ?? '' };
  } catch (error) {
    const why = error instanceof Error && /old|MB/.test(error.message) ? error.message : 'it is cut off or changed';
    throw new Error(`The scene in this link could not be read: ${why}.`);
  }
}

/** The address of `base` as links and pictures have it: relative to the site's folder `home`, empty if it is outside of it. */
export function baseWithin(base: string, home: string): string {
  try {
    const url = new URL(base, home);
    const inside = url.origin + url.pathname;
    return inside.startsWith(home) ? inside.slice(home.length).replace(/^index\.html$/, '') : '';
  } catch {
    return '';
  }
}

/** The other way round. What leads out of the site leads to its folder. */
export function baseFrom(base: string, home: string): string {
  return new URL(baseWithin(base, home), home).href;
}
