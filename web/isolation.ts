// Cross-origin isolation on hosts that send no headers: a service worker adds them, after one reload. The same service
// worker keeps the site for offline use, so it is registered on isolated hosts too, without a reload.

export interface Isolation {
  /** The page is about to load again; start nothing. */
  reloading: boolean;
  /** Why the page is not isolated; empty if it is. */
  reason: string;
}

const guard = 'raypool.isolation-reloads';

export async function isolate(): Promise<Isolation> {
  if (globalThis.crossOriginIsolated) {
    clearGuard();
    return { reloading: false, reason: '' };
  }
  const failed = (reason: string): Isolation => ({ reloading: false, reason });
  const cause = 'The server sends no isolation headers';
  if (!globalThis.isSecureContext) return failed(`${cause}, and the page is not served by https.`);
  if (!('serviceWorker' in navigator)) return failed(`${cause}, and this browser allows no service worker here.`);
  if (window.top !== window && reloads() > 0) return failed('The page that embeds this one does not allow isolation.');
  if (reloads() > 0) return failed(`${cause}, and the service worker could not add them.`);
  try {
    await register();
    await withLimit(navigator.serviceWorker.ready, 5000);
  } catch (error) {
    return failed(`${cause}, and the service worker could not be installed (${(error as Error).message}).`);
  }
  // Without a memory of the reload there might be no end of reloads.
  if (!countReload()) return failed(`${cause}, and this browser stores nothing for the page.`);
  location.reload();
  return { reloading: true, reason: '' };
}

/** Registers the service worker if need be and has it keep the whole site. */
export async function keepForOffline(): Promise<void> {
  if (!('serviceWorker' in navigator) || !globalThis.isSecureContext) return;
  try {
    if (globalThis.crossOriginIsolated) await register();
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage('keep');
  } catch {
    // No service worker: the page works, but not offline.
  }
}

function register(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(new URL('sw.js', document.baseURI), { updateViaCache: 'none' });
}

function withLimit<T>(promise: Promise<T>, ms: number): Promise<T> {
  const limit = new Promise<never>((_, reject) => setTimeout(() => reject(new Error('it did not start')), ms));
  return Promise.race([promise, limit]);
}

function reloads(): number {
  try {
    return Number(sessionStorage.getItem(guard) ?? 0);
  } catch {
    return 0;
  }
}

function countReload(): boolean {
  try {
    sessionStorage.setItem(guard, String(reloads() + 1));
    return reloads() > 0;
  } catch {
    return false;
  }
}

function clearGuard(): void {
  try {
    sessionStorage.removeItem(guard);
  } catch {
    // Then nothing was counted either.
  }
}
