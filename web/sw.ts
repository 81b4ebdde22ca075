// The service worker: adds the isolation headers that the host does not send, and keeps the site for offline use.
// The network comes first always, so that nobody is left with an old page.

interface FetchEventLike extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
  waitUntil(promise: Promise<unknown>): void;
}
interface MessageEventLike extends MessageEvent {
  waitUntil(promise: Promise<unknown>): void;
}
interface ServiceWorkerScope {
  readonly location: Location;
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: never) => void): void;
}
const worker = globalThis as unknown as ServiceWorkerScope;

// Filled in by the build.
declare const __RAYPOOL_VERSION__: string;
declare const __RAYPOOL_FILES__: readonly string[];

const cacheName = `raypool-${__RAYPOOL_VERSION__}`;

worker.addEventListener('install', () => void worker.skipWaiting());

// No clients.claim(): in Firefox 153 a page that is claimed while it lives can't start Web Workers any more, so its pool
// could not grow. From the next load on the page is controlled anyway.
worker.addEventListener('activate', (event: FetchEventLike) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => /^raypool-/.test(n) && n !== cacheName).map((n) => caches.delete(n)))),
  );
});

worker.addEventListener('fetch', (event: FetchEventLike) => {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== worker.location.origin) return;
  // A known browser fault: such requests must not be answered here.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
  event.respondWith(answer(event));
});

/** The page has its first picture: time to fetch what it has not asked for yet. */
worker.addEventListener('message', (event: MessageEventLike) => {
  if (event.data === 'keep') event.waitUntil(keep());
});

async function answer(event: FetchEventLike): Promise<Response> {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.status === 200 && response.type === 'basic' && !request.headers.has('range')) {
      const copy = response.clone();
      event.waitUntil(caches.open(cacheName).then((cache) => cache.put(plain(request.url), copy)).catch(() => {}));
    }
    return isolated(response);
  } catch (error) {
    const kept = await caches.match(plain(request.url));
    if (kept) return isolated(kept);
    // Offline, any address of the page is the page.
    const page = request.mode === 'navigate' ? await caches.match(worker.registration.scope) : undefined;
    if (page) return isolated(page);
    throw error;
  }
}

/** Addresses differ in what they ask the page for, not in the file behind them. */
function plain(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/index\.html$/, '/');
}

/** The same answer with the headers for isolation. What has no body of its own passes as it is: a 304 that were
 *  rebuilt would be an empty file. */
function isolated(response: Response): Response {
  const { status, statusText, type, body } = response;
  if (status === 0 || status === 204 || status === 304 || body === null || /opaque/.test(type)) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(body, { status, statusText, headers });
}

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const file of __RAYPOOL_FILES__) {
    const url = new URL(file, worker.registration.scope).href;
    if (await cache.match(url)) continue;
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) await cache.put(url, response);
  }
}

export {};
