// The files kept for the next visit, as the page sees them. Whatever fails (private windows, full disks), the page works on.
import type { FromStorage, StorageAnswer, StorageRequest, StoredFile, ToStorage } from './storage-protocol';

export class FileStorage {
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, { resolve(answer: StorageAnswer): void; reject(error: Error): void }>();
  private lastId = 0;

  /** `base`: folder that holds the page's workers. */
  constructor(private readonly base: string) {}

  async list(): Promise<StoredFile[]> {
    return ((await this.ask({ op: 'list' })) as { files: StoredFile[] }).files;
  }

  /** Names of the files that had to make room. */
  async put(name: string, file: Blob): Promise<string[]> {
    return ((await this.ask({ op: 'put', name, file })) as { evicted: string[] }).evicted;
  }

  async get(name: string): Promise<Blob | null> {
    return ((await this.ask({ op: 'get', name })) as { file: Blob | null }).file;
  }

  async remove(names: string[]): Promise<void> {
    await this.ask({ op: 'remove', names });
  }

  private ask(request: StorageRequest): Promise<StorageAnswer> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      try {
        this.start().postMessage({ ...request, id } satisfies ToStorage);
      } catch (error) {
        this.waiting.delete(id);
        reject(error as Error);
      }
    });
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = new Worker(new URL('storage.worker.js', this.base), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<FromStorage>) => {
      const waiter = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if ('answer' in data) waiter?.resolve(data.answer);
      else waiter?.reject(new Error(data.failure));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.worker = null;
      for (const waiter of this.waiting.values()) waiter.reject(new Error('its worker could not be loaded'));
      this.waiting.clear();
    };
    return (this.worker = worker);
  }
}
