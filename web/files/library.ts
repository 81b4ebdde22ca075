// The files at hand: what was dropped, opened or given by a program, what is kept from earlier visits, and what lies on the
// server beside the scene. Files stay Blobs until the engine wants their bytes.
import { download } from './download';
import { plainModel } from './draco';
import { bestMatch, normalise } from './names';
import type { FileStorage } from './storage';

/** What the engine's memory can hold besides the scene made of it. */
const maxBytes = 512 * 2 ** 20;
/** Downloads kept for the next edit. */
const maxFetched = 256 * 2 ** 20;

export interface LibraryFile {
  name: string;
  size: number;
  /** Null: in the browser's storage only. */
  file: Blob | null;
  /** Whether it will be there at the next visit. */
  kept: boolean;
  /** Files count up as they come. */
  order: number;
}

export type Asset = { file: Blob } | { missing: string };
/** `identity`: see Library.identity(). */
export type FoundAsset = { file: Blob; path: string; identity: unknown } | { missing: string };
export type OnLoading = (text: string, fraction: number | null) => void;

export class Library {
  private readonly files = new Map<string, LibraryFile>();
  private readonly fetched = new Map<string, Blob>();
  private count = 0;
  /** Files newer than this belong to the scene in hand, wherever it is from. */
  private since = 0;
  private readonly ready: Promise<void>;
  onChange: (() => void) | null = null;
  /** Why files can't be kept; empty while they can. */
  problem = '';

  /** `storage`: null where nothing is to be kept. `home`: the page's own folder. */
  constructor(private readonly storage: FileStorage | null, private readonly home: string) {
    this.ready = storage ? this.recall(storage) : Promise.resolve();
  }

  /** As they came. */
  get list(): LibraryFile[] {
    return [...this.files.values()].sort((a, b) => a.order - b.order);
  }

  /** Another scene is opened: what comes from now on belongs to it. */
  beginScene(): void {
    this.since = this.count;
  }

  /** Resolves when it is kept for the next visit, or can't be. */
  async add(name: string, file: Blob, keep: boolean): Promise<void> {
    const entry: LibraryFile = { name, size: file.size, file, kept: false, order: ++this.count };
    const key = normalise(name);
    const before = this.files.get(key);
    this.files.set(key, entry);
    this.onChange?.();
    if (!keep || !this.storage) return;
    try {
      // One entry in the storage, too, whatever the case.
      if (before?.kept && before.name !== name) await this.storage.remove([before.name]);
      const evicted = await this.storage.put(name, file);
      entry.kept = true;
      for (const gone of evicted) this.lost(gone);
      this.problem = '';
    } catch (error) {
      this.problem = `${name} can’t be kept in this browser (${(error as Error).message}). It works until you leave the page.`;
    }
    this.onChange?.();
  }

  async remove(entries: readonly LibraryFile[]): Promise<void> {
    for (const entry of entries) this.files.delete(normalise(entry.name));
    this.onChange?.();
    const kept = entries.filter((entry) => entry.kept).map((entry) => entry.name);
    if (kept.length > 0) await this.storage?.remove(kept).catch((error: Error) => { this.problem = error.message; });
    if (this.files.size === 0) this.problem = '';
    this.onChange?.();
  }

  /** The file that a scene means. */
  find(path: string): LibraryFile | null {
    return bestMatch(path, this.list);
  }

  /** Tells two files of the same path apart: a scene elsewhere, or a newer file, means another one. */
  identity(path: string, base: string): unknown {
    return this.local(path, base) ?? addressOf(path, base)?.href;
  }

  /** The first of these that can be had: one at hand goes before one on the server. */
  async loadFirst(paths: readonly string[], base: string, onLoading: OnLoading = () => {}): Promise<FoundAsset> {
    await this.ready;
    const own = paths.filter((path) => this.local(path, base));
    let reason = '';
    for (const path of own.length > 0 ? own : paths) {
      // As it is now; a newer one that comes while this one is read takes its place the next time.
      const identity = this.identity(path, base);
      const asset = await this.load(path, base, onLoading);
      if ('file' in asset) return { file: asset.file, path, identity };
      reason ||= asset.missing;
    }
    return { missing: reason };
  }

  /** The file that `path` means in a scene at `base`. Models come out without Draco's compression. */
  async load(path: string, base: string, onLoading: OnLoading = () => {}): Promise<Asset> {
    await this.ready;
    let asset = await this.read(path, base, onLoading);
    if ('file' in asset && asset.file.size > maxBytes) asset = tooLarge;
    if (!('file' in asset) || !/\.(glb|gltf)$/i.test(path)) return asset;
    try {
      const beside = async (uri: string): Promise<Blob | null> => {
        const found = await this.read(normaliseBeside(path, uri), base, onLoading);
        return 'file' in found ? found.file : null;
      };
      return { file: await plainModel(asset.file, this.home, beside, () => onLoading(`Unpacking ${path}`, null)) };
    } catch (error) {
      return { missing: (error as Error).message };
    }
  }

  private async read(path: string, base: string, onLoading: OnLoading): Promise<Asset> {
    const own = this.local(path, base);
    if (own) return this.bytesOf(own);
    const asset = await this.fetch(path, base, onLoading);
    if ('file' in asset) return asset;
    // A scene of the gallery, say, that somebody has changed: its own files come first, but these will do, too.
    const known = this.find(path);
    return known ? this.bytesOf(known) : asset;
  }

  /** The library's file for it, if it goes before the server's. */
  private local(path: string, base: string): LibraryFile | null {
    const files = this.isHome(base) ? this.list : this.list.filter((file) => file.order > this.since);
    return bestMatch(path, files);
  }

  /** A text that came from no server: typed, dropped or given. */
  private isHome(base: string): boolean {
    try {
      const url = new URL(base);
      const home = new URL(this.home);
      return url.origin === home.origin && url.pathname.replace(/index\.html$/, '') === home.pathname;
    } catch {
      return true;
    }
  }

  private async bytesOf(entry: LibraryFile): Promise<Asset> {
    if (entry.file) return { file: entry.file };
    const file = await this.storage?.get(entry.name).catch(() => null);
    if (!file) {
      this.lost(entry.name);
      return { missing: `${entry.name} is no longer in this browser’s storage` };
    }
    entry.file = file;
    return { file };
  }

  private lost(name: string): void {
    const entry = this.files.get(normalise(name));
    if (!entry) return;
    entry.kept = false;
    if (!entry.file) this.files.delete(normalise(name));
    this.onChange?.();
  }

  private async recall(storage: FileStorage): Promise<void> {
    try {
      for (const { name, size } of await storage.list()) {
        // What came meanwhile is newer.
        if (!this.files.has(normalise(name))) this.files.set(normalise(name), { name, size, file: null, kept: true, order: 0 });
      }
    } catch (error) {
      this.problem = `This browser keeps no files here (${(error as Error).message}). They work until you leave the page.`;
    }
    this.onChange?.();
  }

  private async fetch(path: string, base: string, onLoading: OnLoading): Promise<Asset> {
    const url = addressOf(path, base);
    if (!url) return { missing: 'this is not a usable path' };
    if (url.origin !== location.origin) {
      return { missing: `only files from ${location.origin} are read; drop the file onto the page instead` };
    }
    const known = this.fetched.get(url.href);
    if (known) return { file: known };
    onLoading(`Fetching ${path}`, null);
    const asset = await fetched(url, this.home, (share) => onLoading(`Fetching ${path}`, share));
    if ('file' in asset) {
      this.fetched.set(url.href, asset.file);
      let sum = [...this.fetched.values()].reduce((bytes, file) => bytes + file.size, 0);
      for (const [href, file] of this.fetched) {
        if (sum <= maxFetched || href === url.href) break;
        this.fetched.delete(href);
        sum -= file.size;
      }
    }
    return asset;
  }
}

const tooLarge = { missing: `it is larger than ${maxBytes >> 20} MB` };

function addressOf(path: string, base: string): URL | null {
  try {
    return new URL(path, base);
  } catch {
    return null;
  }
}

/** The path of what a model names, as the scene would have to name it. */
function normaliseBeside(model: string, uri: string): string {
  let plain = uri;
  try {
    plain = decodeURIComponent(uri);
  } catch {
    // As it is.
  }
  return /^[a-z][\w+.-]*:/i.test(uri) ? uri : model.slice(0, model.length - model.split(/[\\/]/).pop()!.length) + plain;
}

async function fetched(url: URL, home: string, onShare: (share: number) => void): Promise<Asset> {
  try {
    const answer = await download(url.href, maxBytes, home, onShare);
    if ('file' in answer) return answer;
    if (answer.failure === 'status') return { missing: `the server answered ${answer.status} for ${url.pathname}` };
    if (answer.failure === 'size') return tooLarge;
  } catch {
    // No worker.
  }
  return { missing: `${url.pathname} could not be fetched` };
}
