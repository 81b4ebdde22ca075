// Shared memory for the engine, as much as the device grants. Some (iOS above all) reserve the maximum at once and
// refuse large ones, so ask for less and less.
import { EngineFailure } from './engine';

const pageBytes = 65536;
const initialPages = 1024;
const maximumPages = [32768, 16384, 8192, 4096];

export function createSharedMemory(): { memory: WebAssembly.Memory; maximumBytes: number } {
  let refusal: unknown;
  for (const maximum of maximumPages) {
    try {
      const memory = new WebAssembly.Memory({ initial: initialPages, maximum, shared: true });
      return { memory, maximumBytes: maximum * pageBytes };
    } catch (error) {
      refusal = error;
    }
  }
  throw new EngineFailure('memory', `The browser grants no memory for the engine: ${(refusal as Error).message}`);
}
