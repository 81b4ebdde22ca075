import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { FromDownload, ToDownload } from './download.worker';
import { Library, type Asset } from './library';
import type { FileStorage } from './storage';
import type { StoredFile } from './storage-protocol';

const home = 'http://host/app/';
const gallery = 'http://host/app/scenes/planets.json';

/** What the server has, and what was asked of it. */
let server: Record<string, string>;
let asked: string[];
beforeEach(() => {
  server = {};
  asked = [];
  Object.assign(globalThis, {
    location: { origin: 'http://host' },
    Worker: FakeDownloader,
  });
});

class FakeDownloader {
  onmessage: ((event: { data: FromDownload }) => void) | null = null;
  postMessage({ id, address }: ToDownload): void {
    const { pathname } = new URL(address);
    asked.push(pathname);
    const body = server[pathname];
    const answer: FromDownload = body === undefined ? { id, failure: 'status', status: 404 } : { id, file: blob(body) };
    queueMicrotask(() => this.onmessage?.({ data: answer }));
  }
}

class FakeStorage {
  files = new Map<string, Blob>();
  refusal = '';
  evicts: string[] = [];
  private check(): void {
    if (this.refusal !== '') throw new Error(this.refusal);
  }
  async list(): Promise<StoredFile[]> {
    this.check();
    return [...this.files].map(([name, { size }], used) => ({ name, size, used }));
  }
  async put(name: string, file: Blob): Promise<string[]> {
    this.check();
    this.files.set(name, file);
    for (const gone of this.evicts) this.files.delete(gone);
    return this.evicts;
  }
  async get(name: string): Promise<Blob | null> {
    this.check();
    return this.files.get(name) ?? null;
  }
  async remove(names: string[]): Promise<void> {
    for (const name of names) this.files.delete(name);
  }
}
const as = (storage: FakeStorage): FileStorage => storage as unknown as FileStorage;
const blob = (text: string): Blob => new Blob([text]);
const textOf = async (asset: Asset): Promise<string> => ('file' in asset ? asset.file.text() : `missing: ${asset.missing}`);

test('a scene of the person finds their files first, and the server’s where there are none', async () => {
  server = { '/app/wood.png': 'server', '/app/stone.png': 'stone' };
  const library = new Library(null, home);
  await library.add('Chair/Textures/Wood.png', blob('mine'), false);
  assert.equal(await textOf(await library.load('textures/wood.png', home)), 'mine');
  assert.equal(await textOf(await library.load('stone.png', `${home}index.html?samples=4`)), 'stone');
  assert.deepEqual(asked, ['/app/stone.png']);
  assert.match(await textOf(await library.load('none.png', home)), /^missing: .*404/);
  assert.match(await textOf(await library.load('http://elsewhere/a.png', home)), /^missing: only files from/);
});

test('a scene of the gallery has its own files, unless somebody drops others onto it', async () => {
  server = { '/app/scenes/earth.jpg': 'gallery' };
  const library = new Library(null, home);
  await library.add('earth.jpg', blob('old'), false);
  await library.add('mars.jpg', blob('mars'), false);
  library.beginScene();
  assert.equal(await textOf(await library.load('earth.jpg', gallery)), 'gallery');
  // What the server lacks may be at hand.
  assert.equal(await textOf(await library.load('mars.jpg', gallery)), 'mars');
  const before = library.identity('earth.jpg', gallery);
  await library.add('earth.jpg', blob('new'), false);
  assert.notEqual(library.identity('earth.jpg', gallery), before);
  assert.equal(await textOf(await library.load('earth.jpg', gallery)), 'new');
});

test('of several names one at hand goes before the server’s, and is sent as that name', async () => {
  server = { '/app/a.png': 'server' };
  const library = new Library(null, home);
  await library.add('b.png', blob('mine'), false);
  const found = await library.loadFirst(['a.png', 'b.png'], home);
  assert.ok('file' in found && found.path === 'b.png');
  assert.deepEqual(asked, []);
  const none = await library.loadFirst(['x.png', 'y.png'], home);
  assert.ok('missing' in none);
  assert.deepEqual(asked, ['/app/x.png', '/app/y.png']);
});

test('files stay for the next visit; one that made room does not', async () => {
  const storage = new FakeStorage();
  const first = new Library(as(storage), home);
  await first.add('a.png', blob('A'), true);
  await first.add('b.png', blob('B'), true);
  assert.deepEqual(first.list.map(({ name, kept }) => [name, kept]), [['a.png', true], ['b.png', true]]);
  const second = new Library(as(storage), home);
  assert.equal(await textOf(await second.load('a.png', home)), 'A');
  // The same file in another spelling takes its place in the storage, too.
  await second.add('B.PNG', blob('B2'), true);
  assert.deepEqual([...storage.files.keys()], ['a.png', 'B.PNG']);
  storage.evicts = ['a.png'];
  await second.add('c.png', blob('C'), true);
  // Gone from the storage, but in hand until the page is left.
  assert.equal(await textOf(await second.load('a.png', home)), 'A');
  assert.deepEqual((await Promise.all(second.list.map(({ kept }) => kept))), [false, true, true]);
  await second.remove(second.list);
  assert.deepEqual([second.list.length, storage.files.size], [0, 0]);
});

test('without a storage that works, files last until the page is left', async () => {
  const storage = new FakeStorage();
  storage.refusal = 'private';
  const library = new Library(as(storage), home);
  await library.add('a.png', blob('A'), true);
  assert.match(library.problem, /a\.png.*private/);
  assert.equal(await textOf(await library.load('a.png', home)), 'A');
  assert.equal(library.list[0]!.kept, false);
  await library.remove(library.list);
  assert.equal(library.problem, '');
});

test('a kept file that the browser has thrown away is missing, and no longer listed', async () => {
  const storage = new FakeStorage();
  storage.files.set('a.png', blob('A'));
  const library = new Library(as(storage), home);
  await library.loadFirst(['nothing.png'], home);
  storage.files.clear();
  assert.match(await textOf(await library.load('a.png', home)), /^missing: .*storage/);
  assert.equal(library.list.length, 0);
});
