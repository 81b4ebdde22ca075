// What the main thread and a worker of the thread-less engine say to each other.
import type { FileKind, Response } from './engine';
import type { Task } from './tile-schedule';

/** The picture that a worker has accepted. */
export interface Frame {
  job: number;
  width: number;
  height: number;
  tileSize: number;
  tilesX: number;
  tilesY: number;
  passes: number;
  samplesTarget: number;
  memoryBytes: number;
}

/** A picture to be made a file. */
export interface Film {
  width: number;
  height: number;
  values: Float32Array<ArrayBuffer>;
}

export type ToWorker =
  | { type: 'start'; base: string; lock: string }
  | { type: 'request'; bytes: Uint8Array<ArrayBuffer> }
  /** A request whose payload is a file: the worker reads it. */
  | { type: 'file'; head: Uint8Array<ArrayBuffer>; path: string; file: Blob }
  /** `generation`: comes back with the tile, so that the page knows which schedule it belongs to. */
  | { type: 'tile'; job: number; tile: number; pass: number; generation: number }
  /** The pixels of tiles as the display settings have them now; `again`: this worker has not rendered them yet. */
  | { type: 'show'; job: number; tiles: Task[]; again: boolean }
  | { type: 'encode'; id: number; kind: FileKind; film: Film };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; kind: 'download' | 'memory' | 'crash'; message: string }
  | { type: 'response'; response: Response; frame: Frame | null }
  | {
      type: 'tile'; job: number; tile: number; pass: number; generation: number; rays: number;
      pixels: Uint32Array<ArrayBuffer>; film: Float32Array<ArrayBuffer> | null;
    }
  | { type: 'shown'; job: number; tile: number; pass: number; pixels: Uint32Array<ArrayBuffer> }
  | { type: 'file'; id: number; bytes: Uint8Array<ArrayBuffer> };
