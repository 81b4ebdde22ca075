// What this browser can do. Each question is asked by trying, never by the browser's name.
import type { Capabilities } from '../raypool';

/** A module that needs 128-bit SIMD: one function, `i8x16.splat` and `i8x16.popcnt`. */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
]);

export function hasSimd(): boolean {
  try {
    return WebAssembly.validate(simdModule);
  } catch {
    return false;
  }
}

/** Whether memory can really be shared. Posting it is the one test that holds in every browser: some report isolation
 *  and refuse, some refuse in structuredClone alone. */
export function canShareMemory(): boolean {
  if (!globalThis.crossOriginIsolated) return false;
  const channel = new MessageChannel();
  try {
    channel.port1.postMessage(new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true }));
    return true;
  } catch {
    return false;
  } finally {
    channel.port1.close();
    channel.port2.close();
  }
}

export function hasWaitAsync(): boolean {
  return typeof (Atomics as { waitAsync?: unknown }).waitAsync === 'function';
}

function cores(): number {
  return Math.max(1, Math.min(navigator.hardwareConcurrency || 4, 64));
}

/** Small devices lose the tab when too many workers start. */
function cautiousLimit(): number {
  const memory = (navigator as { deviceMemory?: number }).deviceMemory;
  return memory !== undefined && memory <= 4 ? 8 : 16;
}

export function defaultThreads(): number {
  return Math.min(cores(), cautiousLimit());
}

export function maxThreads(): number {
  return Math.max(2, Math.min(2 * cores(), cautiousLimit()));
}

export function detect(): Capabilities {
  return {
    mode: 'unsupported',
    reason: '',
    crossOriginIsolated: globalThis.crossOriginIsolated === true,
    sharedMemory: canShareMemory(),
    waitAsync: hasWaitAsync(),
    simd: hasSimd(),
    serviceWorker: 'serviceWorker' in navigator,
    hardwareConcurrency: cores(),
    maxThreads: maxThreads(),
    maxMemoryBytes: 0,
  };
}
