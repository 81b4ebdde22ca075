// A small IndexedDB database of two stores: facts, which carry their key, and the contents that they are about, so that a
// list reads no contents. For the page and for workers.

export class Database {
  private opened: Promise<IDBDatabase> | null = null;

  /** `key`: the member of the facts that names them and their content. */
  constructor(
    private readonly name: string,
    private readonly key: string,
    private readonly contents: string,
    private readonly factory: () => IDBFactory = () => indexedDB,
  ) {}

  /** Runs `work` in a transaction; what it returns counts once the transaction is through. */
  async run<T>(mode: IDBTransactionMode, work: (facts: IDBObjectStore, contents: IDBObjectStore) => T): Promise<T> {
    const transaction = (await this.open()).transaction(['facts', this.contents], mode);
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(transaction.error ?? new Error('the browser refused it'));
      transaction.oncomplete = () => resolve(result);
      transaction.onabort = fail;
      transaction.onerror = fail;
      const result = work(transaction.objectStore('facts'), transaction.objectStore(this.contents));
    });
  }

  private open(): Promise<IDBDatabase> {
    this.opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = this.factory().open(this.name, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('facts', { keyPath: this.key });
        request.result.createObjectStore(this.contents);
      };
      request.onsuccess = () => {
        // Another tab with another version of the page wants it.
        request.result.onversionchange = () => {
          request.result.close();
          this.opened = null;
        };
        resolve(request.result);
      };
      request.onerror = () => reject(request.error ?? new Error('the storage can’t be opened'));
      request.onblocked = () => reject(new Error('another tab holds the storage'));
    });
    this.opened.catch(() => (this.opened = null));
    return this.opened;
  }
}
