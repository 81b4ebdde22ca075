// Keeps the person's files in IndexedDB for the next visit. A worker, because reading and cloning a large file would hold
// up the page. Bytes and facts lie apart, so that a list does not read the bytes. (ArrayBuffers rather than Blobs: WebKit's
// private windows take no Blobs.)
import { Database } from '../state/database';
import {
  keptBytes, largestKept, type FromStorage, type StorageAnswer, type StorageRequest, type StoredFile, type ToStorage,
} from './storage-protocol';

const scope = globalThis as unknown as {
  postMessage(message: FromStorage): void;
  onmessage: ((event: MessageEvent<ToStorage>) => void) | null;
};
const database = new Database('raypool-files', 'name', 'bytes');
/** One after the other: each finds what the one before has left. */
let last: Promise<unknown> = Promise.resolve();

scope.onmessage = ({ data }) => {
  last = last.then(() => handle(data)).then(
    (answer) => scope.postMessage({ id: data.id, answer }),
    (error: unknown) => scope.postMessage({ id: data.id, failure: error instanceof Error ? error.message : String(error) }),
  );
};

async function list(): Promise<StoredFile[]> {
  const request = await database.run('readonly', (facts) => facts.getAll() as IDBRequest<StoredFile[]>);
  return request.result.sort((a, b) => a.used - b.used);
}

async function handle(request: StorageRequest): Promise<StorageAnswer> {
  switch (request.op) {
    case 'list':
      return { files: await list() };
    case 'put':
      return { evicted: await put(request.name, request.file) };
    case 'get':
      return { file: await get(request.name) };
    case 'remove':
      await remove(request.names);
      return { removed: true };
  }
}

async function put(name: string, file: Blob): Promise<string[]> {
  if (file.size > largestKept) throw new Error(`it is larger than ${largestKept >> 20} MB`);
  const buffer = await file.arrayBuffer();
  const others = (await list()).filter((other) => other.name !== name);
  let room = keptBytes - buffer.byteLength - others.reduce((sum, other) => sum + other.size, 0);
  const evicted: string[] = [];
  const evict = (): boolean => {
    const oldest = others.shift();
    if (!oldest) return false;
    evicted.push(oldest.name);
    room += oldest.size;
    return true;
  };
  while (room < 0 && evict());
  for (;;) {
    await remove(evicted);
    try {
      await database.run('readwrite', (facts, bytes) => {
        facts.put({ name, size: buffer.byteLength, used: Date.now() } satisfies StoredFile);
        bytes.put(buffer, name);
      });
      return evicted;
    } catch (error) {
      // The browser may grant less than we allow ourselves.
      if ((error as Error).name !== 'QuotaExceededError' || !evict()) throw error;
    }
  }
}

async function get(name: string): Promise<Blob | null> {
  const request = await database.run('readwrite', (facts, bytes) => {
    const fact = facts.get(name) as IDBRequest<StoredFile | undefined>;
    fact.onsuccess = () => {
      if (fact.result) facts.put({ ...fact.result, used: Date.now() });
    };
    return bytes.get(name) as IDBRequest<ArrayBuffer | undefined>;
  });
  return request.result ? new Blob([request.result]) : null;
}

async function remove(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await database.run('readwrite', (facts, bytes) => {
    for (const name of names) {
      facts.delete(name);
      bytes.delete(name);
    }
  });
}
