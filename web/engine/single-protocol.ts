// What the main thread and a worker of the thread-less engine say to each other.
import type { Response } from './engine';

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

export type ToWorker =
  | { type: 'start'; base: string; lock: string }
  | { type: 'request'; bytes: Uint8Array<ArrayBuffer> }
  | { type: 'tile'; job: number; tile: number; pass: number; film: boolean };

export type FromWorker =
  | { type: 'ready' }
  | { type: 'failed'; kind: 'download' | 'memory' | 'crash'; message: string }
  | { type: 'response'; response: Response; frame: Frame | null }
  | {
      type: 'tile'; job: number; tile: number; pass: number; rays: number;
      pixels: Uint32Array<ArrayBuffer>; film: Float32Array<ArrayBuffer> | null;
    };
