// Checks made before the engine starts, because a pool whose workers can't start waits for ever without an error.
import { EngineFailure } from './engine';

/** Starts one worker that answers at once. Rejects when workers are forbidden or don't load. */
export function pingWorker(base: string, timeoutMs = 10000): Promise<void> {
  return new Promise((resolve, reject) => {
    let worker: Worker | undefined;
    const fail = (why: string): void => {
      settle();
      reject(new EngineFailure('workers', why));
    };
    const timer = setTimeout(
      () => fail(`A web worker did not start within ${timeoutMs / 1000} seconds.`),
      timeoutMs,
    );
    const settle = (): void => {
      clearTimeout(timer);
      removeEventListener('securitypolicyviolation', onViolation);
      worker?.terminate();
    };
    const onViolation = (event: SecurityPolicyViolationEvent): void => {
      if (/worker-src|child-src|script-src|default-src/.test(event.effectiveDirective)) {
        fail(`This page's Content-Security-Policy forbids web workers (${event.effectiveDirective}).`);
      }
    };
    addEventListener('securitypolicyviolation', onViolation);
    try {
      worker = new Worker(new URL('ping.worker.js', base), { type: 'module' });
      worker.onmessage = () => {
        settle();
        resolve();
      };
      worker.onerror = () =>
        // A policy violation is reported by an event of its own, which says more; let it come first.
        setTimeout(() => fail('A web worker could not be loaded: forbidden by a Content-Security-Policy, or missing.'));
    } catch (error) {
      fail(`Web workers are not available: ${(error as Error).message}`);
    }
  });
}

/** After a failed start: a file that is not there makes for messages that nobody understands. */
export async function missingFile(base: string, names: readonly string[]): Promise<EngineFailure | null> {
  for (const name of names) {
    const response = await fetch(new URL(name, base), { method: 'HEAD' }).catch(() => null);
    if (response?.ok) continue;
    const why = response ? `the server answered ${response.status}` : 'it could not be fetched';
    return new EngineFailure('download', `The engine's WebAssembly is incomplete: ${name} is not there (${why}).`);
  }
  return null;
}

export function withTimeout<T>(promise: Promise<T>, ms: number, failure: EngineFailure): Promise<T> {
  let timer = 0;
  const timeout = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => reject(failure), ms);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
