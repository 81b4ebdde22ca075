// Files from the server, fetched by a worker that is made when the first one is wanted.
import type { FromDownload, ToDownload } from './download.worker';

type Answer = Exclude<FromDownload, { share: number }>;

interface Task {
  onShare(share: number): void;
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

let worker: Worker | null = null;
let lastId = 0;
const tasks = new Map<number, Task>();

/** Rejects where there is no worker to do it. `base`: folder that holds the page's workers. */
export function download(address: string, most: number, base: string, onShare: (share: number) => void): Promise<Answer> {
  const id = ++lastId;
  return new Promise<Answer>((resolve, reject) => {
    tasks.set(id, { onShare, resolve, reject });
    start(base).postMessage({ id, address, most } satisfies ToDownload);
  }).finally(() => tasks.delete(id));
}

function start(base: string): Worker {
  if (worker) return worker;
  const made = new Worker(new URL('download.worker.js', base), { type: 'module' });
  made.onmessage = ({ data }: MessageEvent<FromDownload>) => {
    const task = tasks.get(data.id);
    if ('share' in data) task?.onShare(data.share);
    else task?.resolve(data);
  };
  made.onerror = (event) => {
    event.preventDefault();
    worker = null;
    for (const task of tasks.values()) task.reject(new Error('its worker could not be loaded'));
  };
  return (worker = made);
}
