// One worker of the thread-less engine: a module with memory of its own, told which tile to render next.
import { Control, OutboxState } from '@protocol';
import { ControlBlock } from './control-block';
import type { FileKind, Response } from './engine';
import { encodeImage } from './image-files';
import { byteLength, encodeRequest } from './messages';
import type { Film, Frame, FromWorker, ToWorker } from './single-protocol';
import type { Task } from './tile-schedule';

interface SingleModule {
  _rpControl(): number;
  _rpAllocate(bytes: number): number;
  _rpRequest(pointer: number, bytes: number): void;
  _rpRenderTile(tile: number, pass: number): number;
  wasmMemory: WebAssembly.Memory;
}
type CreateRaypool = (options: Record<string, unknown>) => Promise<SingleModule>;

const scope = globalThis as unknown as {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
};
let module: SingleModule | null = null;
let control!: ControlBlock;
let frame: Frame | null = null;
const queue: ToWorker[] = [];
const sliceBytes = 16 << 20;
/** In workers only, so the page's types do not have it. */
declare class FileReaderSync { readAsArrayBuffer(file: Blob): ArrayBuffer }

scope.onmessage = ({ data }) => {
  if (data.type === 'start') void start(data.base, data.lock);
  else if (!module) queue.push(data);
  else handle(data);
};

async function start(base: string, lock: string): Promise<void> {
  // Held as long as this worker lives: the browser gives it to the page when the worker is gone.
  const held = new Promise<void>((resolve) => {
    if (!navigator.locks) resolve();
    else navigator.locks.request(lock, () => (resolve(), new Promise(() => {}))).catch(() => resolve());
  });
  await held;
  try {
    const url = new URL('raypool-single.mjs', base).href;
    const { default: createRaypool } = (await import(url)) as { default: CreateRaypool };
    module = await createRaypool({
      locateFile: (name: string) => new URL(name, base).href,
      onAbort: (reason: unknown) => fail('crash', `The engine stopped: ${String(reason)}`),
      print: (text: string) => console.log(text),
      printErr: (text: string) => console.warn(text),
    });
    control = new ControlBlock(module.wasmMemory, module._rpControl());
    scope.postMessage({ type: 'ready' });
    for (const message of queue.splice(0)) handle(message);
  } catch (error) {
    fail(error instanceof RangeError ? 'memory' : 'download', `The engine could not be started: ${describe(error)}`);
  }
}

function handle(message: ToWorker): void {
  try {
    if (message.type === 'request') request([message.bytes]);
    else if (message.type === 'file') takeFile(message.head, message.path, message.file);
    else if (message.type === 'tile') renderTile(message.job, message.tile, message.pass, message.generation);
    else if (message.type === 'show') show(message.job, message.tiles, message.again);
    else if (message.type === 'encode') encode(message.id, message.kind, message.film);
  } catch (error) {
    fail('crash', `A worker of the engine crashed: ${describe(error)}.`);
  }
}

/** In order with the other messages, so it is read at once and as a whole. */
function takeFile(head: Uint8Array, path: string, file: Blob): void {
  const length = head.length + file.size;
  const pointer = module!._rpAllocate(length) >>> 0;
  const give = (missing: string): void => request(encodeRequest({ op: 'asset', path, missing }));
  if (pointer === 0) return give('it does not fit in memory');
  control.refresh();
  control.u8.set(head, pointer);
  try {
    const reader = new FileReaderSync();
    for (let from = 0; from < file.size; from += sliceBytes) {
      const slice = reader.readAsArrayBuffer(file.slice(from, from + sliceBytes));
      control.u8.set(new Uint8Array(slice), pointer + head.length + from);
    }
  } catch {
    return give('it can no longer be read: choose it again');
  }
  module!._rpRequest(pointer, length);
  answer();
}

function request(pieces: readonly Uint8Array[]): void {
  const length = byteLength(pieces);
  const pointer = module!._rpAllocate(length) >>> 0;
  if (pointer === 0) return fail('memory', `The engine has no memory for ${length} bytes.`);
  control.refresh();
  let at = pointer;
  for (const piece of pieces) {
    control.u8.set(piece, at);
    at += piece.length;
  }
  module!._rpRequest(pointer, length);
  answer();
}

/** What the engine has to say after a request. */
function answer(): void {
  control.refresh();
  while (control.load(Control.kOutboxState) === OutboxState.kOutboxFull) {
    const from = control.pointer(Control.kOutboxPointer);
    const text = new TextDecoder().decode(control.u8.slice(from, from + control.pointer(Control.kOutboxBytes)));
    control.store(Control.kOutboxState, OutboxState.kOutboxEmpty);
    const response = JSON.parse(text) as Response;
    const hasFrame = response.type === 'accepted' || (response.type === 'continued' && response.job !== 0);
    if (hasFrame) frame = readFrame(response.job);
    scope.postMessage({ type: 'response', response, frame: hasFrame ? frame : null });
  }
}

function readFrame(job: number): Frame {
  return {
    job,
    width: control.load(Control.kWidth),
    height: control.load(Control.kHeight),
    tileSize: control.load(Control.kTileSize),
    tilesX: control.load(Control.kTilesX),
    tilesY: control.load(Control.kTilesY),
    passes: control.load(Control.kPassCount),
    samplesTarget: control.load(Control.kSamplesTarget),
    memoryBytes: control.pointer(Control.kMemoryBytes),
  };
}

function renderTile(job: number, tile: number, pass: number, generation: number): void {
  if (!frame || frame.job !== job) return;
  const rays = module!._rpRenderTile(tile, pass);
  control.refresh();
  const pixels = pixelsOf(frame, tile);
  const film = filmOf(frame, tile);
  const transfer: Transferable[] = film ? [pixels.buffer, film.buffer] : [pixels.buffer];
  scope.postMessage({ type: 'tile', job, tile, pass, generation, rays, pixels, film }, transfer);
}

function show(job: number, tiles: readonly Task[], again: boolean): void {
  if (!frame || frame.job !== job) return;
  for (const { tile, pass } of tiles) {
    if (again) module!._rpRenderTile(tile, pass);
    control.refresh();
    const pixels = pixelsOf(frame, tile);
    scope.postMessage({ type: 'shown', job, tile, pass, pixels }, [pixels.buffer]);
  }
}

function encode(id: number, kind: FileKind, film: Film): void {
  const bytes = encodeImage(kind, film.width, film.height, film.values);
  scope.postMessage({ type: 'file', id, bytes }, [bytes.buffer]);
}

/** Where a tile lies in the picture. */
function place(of: Frame, tile: number): { x: number; y: number; width: number; height: number } {
  const x = (tile % of.tilesX) * of.tileSize;
  const y = Math.floor(tile / of.tilesX) * of.tileSize;
  return { x, y, width: Math.min(of.tileSize, of.width - x), height: Math.min(of.tileSize, of.height - y) };
}

function pixelsOf(of: Frame, tile: number): Uint32Array<ArrayBuffer> {
  const { x, y, width, height } = place(of, tile);
  const pixels = new Uint32Array(width * height);
  const buffer = control.view.buffer as ArrayBuffer;
  const source = new Uint32Array(buffer, control.pointer(Control.kPixelsPointer), of.width * of.height);
  copyRows(source, pixels, of.width, x, y, width, height, 1);
  return pixels;
}

function filmOf(of: Frame, tile: number): Float32Array<ArrayBuffer> | null {
  const pointer = control.pointer(Control.kFilmPointer);
  if (pointer === 0) return null;
  const { x, y, width, height } = place(of, tile);
  const film = new Float32Array(3 * width * height);
  const linear = new Float32Array(control.view.buffer as ArrayBuffer, pointer, 3 * of.width * of.height);
  copyRows(linear, film, of.width, x, y, width, height, 3);
  return film;
}

function copyRows<T extends Uint32Array | Float32Array>(
  from: T, to: T, stride: number, x: number, y: number, width: number, height: number, channels: number,
): void {
  for (let row = 0; row < height; row++) {
    const start = channels * ((y + row) * stride + x);
    to.set(from.subarray(start, start + channels * width), channels * row * width);
  }
}

function fail(kind: 'download' | 'memory' | 'crash', message: string): void {
  scope.postMessage({ type: 'failed', kind, message });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
