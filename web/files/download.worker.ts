// Fetches files for the page. Put together on the main thread, bit by bit, a file of 20 MB was tasks of 50 to 300 ms.
import { gather, TooLarge } from './gather';

export type ToDownload = { id: number; address: string; most: number };
export type FromDownload =
  | { id: number; share: number }
  | { id: number; file: Blob }
  | { id: number; failure: 'status'; status: number }
  | { id: number; failure: 'size' | 'network' };

const scope = globalThis as unknown as {
  postMessage(message: FromDownload): void;
  onmessage: ((event: MessageEvent<ToDownload>) => void) | null;
};
/** Messages are tasks of the page. */
const everyMs = 100;

scope.onmessage = ({ data }) => void download(data).then((message) => scope.postMessage(message));

async function download({ id, address, most }: ToDownload): Promise<FromDownload> {
  let last = performance.now();
  try {
    const response = await fetch(address);
    if (!response.ok) return { id, failure: 'status', status: response.status };
    const file = await gather(response, most, (share) => {
      const now = performance.now();
      if (now - last < everyMs) return;
      last = now;
      scope.postMessage({ id, share });
    });
    return { id, file };
  } catch (error) {
    return { id, failure: error instanceof TooLarge ? 'size' : 'network' };
  }
}
