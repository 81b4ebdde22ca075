// Models compressed with Draco: told at a glance, and unpacked by a worker that is made when the first one comes.
import type { FromDraco, ToDraco } from './draco.worker';
import { mentionsDraco } from './draco-gltf';

/** Longer descriptions are looked through by the worker. */
const glance = 8 << 20;

interface Task {
  beside(uri: string): Promise<Blob | null>;
  resolve(file: Blob | null): void;
  reject(error: Error): void;
}

let worker: Worker | null = null;
let lastId = 0;
const tasks = new Map<number, Task>();

/** The model without Draco's compression; the same file if it has none. `beside`: gives the files that it names. */
export async function plainModel(
  file: Blob, base: string, beside: (uri: string) => Promise<Blob | null>, onUnpacking: () => void,
): Promise<Blob> {
  if (!(await mayBeCompressed(file))) return file;
  onUnpacking();
  const id = ++lastId;
  const plain = await new Promise<Blob | null>((resolve, reject) => {
    tasks.set(id, { beside, resolve, reject });
    post({ type: 'file', id, file }, base);
  }).finally(() => tasks.delete(id));
  return plain ?? file;
}

async function mayBeCompressed(file: Blob): Promise<boolean> {
  const head = new DataView(await file.slice(0, 20).arrayBuffer());
  if (head.byteLength === 20 && head.getUint32(0, true) === 0x46546c67) {
    const length = head.getUint32(12, true);
    return length > glance || mentionsDraco(await file.slice(20, 20 + length).text());
  }
  return file.size > glance || mentionsDraco(await file.text());
}

function post(message: ToDraco, base: string): void {
  worker ??= start(base);
  worker.postMessage(message);
}

function start(base: string): Worker {
  const made = new Worker(new URL('draco.worker.js', base), { type: 'module' });
  made.onmessage = ({ data }: MessageEvent<FromDraco>) => {
    const task = tasks.get(data.id);
    if (!task) return;
    if (data.type === 'done') task.resolve(data.file);
    else if (data.type === 'failed') task.reject(new Error(`its Draco compression can’t be undone: ${data.reason}`));
    else void give(made, data.id, data.uri, task);
  };
  made.onerror = (event) => {
    event.preventDefault();
    worker = null;
    for (const task of tasks.values()) task.reject(new Error('the Draco decoder could not be loaded'));
  };
  return made;
}

async function give(to: Worker, id: number, uri: string, task: Task): Promise<void> {
  const file = await task.beside(uri).catch(() => null);
  const bytes = file && (await file.arrayBuffer().catch(() => null));
  to.postMessage({ type: 'buffer', id, uri, bytes } satisfies ToDraco, bytes ? [bytes] : []);
}
