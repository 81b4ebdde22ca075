// What the page and the worker that keeps its files say to each other.

export interface StoredFile {
  name: string;
  size: number;
  /** Milliseconds since 1970, when it was last kept or read. */
  used: number;
}

export type StorageRequest =
  | { op: 'list' }
  | { op: 'put'; name: string; file: Blob }
  | { op: 'get'; name: string }
  | { op: 'remove'; names: string[] };

export type StorageAnswer =
  | { files: StoredFile[] }
  /** Files that made room. */
  | { evicted: string[] }
  | { file: Blob | null }
  | { removed: true };

export type ToStorage = StorageRequest & { id: number };
export type FromStorage = { id: number; answer: StorageAnswer } | { id: number; failure: string };

/** All files together; the ones used longest ago go first. */
export const keptBytes = 512 * 2 ** 20;
/** A file larger than this is not kept. */
export const largestKept = 256 * 2 ** 20;
