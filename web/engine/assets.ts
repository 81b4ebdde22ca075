// Files that a scene names: fetched relative to the scene, or taken from what was dropped onto the page.

const maxBytes = 64 << 20;

export type Asset = { bytes: Uint8Array } | { missing: string };

export class Assets {
  private readonly dropped = new Map<string, Uint8Array>();
  private readonly fetched = new Map<string, Uint8Array>();

  add(name: string, bytes: Uint8Array): void {
    this.dropped.set(fileName(name), bytes);
  }

  async load(path: string, base: string): Promise<Asset> {
    const dropped = this.dropped.get(fileName(path));
    if (dropped) return { bytes: dropped };
    let url: URL;
    try {
      url = new URL(path, base);
    } catch {
      return { missing: 'this is not a usable path' };
    }
    if (url.origin !== location.origin) {
      return { missing: `only files from ${location.origin} are read; drop the picture onto the page instead` };
    }
    const known = this.fetched.get(url.href);
    if (known) return { bytes: known };
    const asset = await download(url);
    if ('bytes' in asset) this.fetched.set(url.href, asset.bytes);
    return asset;
  }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).pop()!.toLowerCase();
}

async function download(url: URL): Promise<Asset> {
  try {
    const response = await fetch(url);
    if (!response.ok) return { missing: `the server answered ${response.status} for ${url.pathname}` };
    if (Number(response.headers.get('content-length') ?? 0) > maxBytes) return tooLarge;
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length > maxBytes ? tooLarge : { bytes };
  } catch {
    return { missing: `${url.pathname} could not be fetched` };
  }
}

const tooLarge = { missing: `it is larger than ${maxBytes >> 20} MB` };
