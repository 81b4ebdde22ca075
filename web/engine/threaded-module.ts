// The module on shared memory: how it comes, and how its workers' deaths are heard of.
import { EngineFailure } from './engine';
import { withTimeout } from './preflight';

export interface RaypoolModule {
  _rpStart(workers: number): number;
  _rpControl(): number;
  _rpSignal(): void;
  wasmMemory: WebAssembly.Memory;
  PThread: { terminateRuntime(): void };
}
type CreateRaypool = (options: Record<string, unknown>) => Promise<RaypoolModule>;

const startTimeoutMs = 15000;

export interface ModuleOptions {
  /** Folder that holds the engine's files. */
  base: string;
  threads: number;
  wasmMemory: WebAssembly.Memory;
  /** Rejects when one of its workers dies while it starts. */
  death: Promise<never>;
  /** The engine has ended by itself. */
  onAbort(reason: string): void;
  /** Nobody wants it any more. */
  isUnwanted(): boolean;
}

/** Rejects with an EngineFailure: also when the workers never come, of which Emscripten says nothing. */
export function loadModule(options: ModuleOptions): Promise<RaypoolModule> {
  return withTimeout(
    Promise.race([create(options), options.death]),
    startTimeoutMs,
    new EngineFailure('timeout', `The engine did not start within ${startTimeoutMs / 1000} seconds.`),
  );
}

async function create({ base, threads, wasmMemory, onAbort, isUnwanted }: ModuleOptions): Promise<RaypoolModule> {
  const url = new URL('raypool.mjs', base).href;
  let createRaypool: CreateRaypool;
  try {
    createRaypool = ((await import(url)) as { default: CreateRaypool }).default;
  } catch (error) {
    throw new EngineFailure('download', `The engine (raypool.mjs) could not be loaded: ${(error as Error).message}`);
  }
  try {
    const module = await createRaypool({
      // One more than the workers: the coordinator.
      poolSize: threads + 1,
      wasmMemory,
      locateFile: (name: string) => new URL(name, base).href,
      onAbort: (reason: unknown) => onAbort(String(reason)),
      print: (text: string) => console.log(text),
      printErr: (text: string) => console.warn(text),
    });
    if (isUnwanted()) module.PThread.terminateRuntime();
    return module;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineFailure(
      error instanceof RangeError ? 'memory' : 'download',
      `The engine (raypool.wasm) could not be started: ${reason}`,
    );
  }
}

/** A trap in a pool worker arrives as an error event of the window, not as an abort. Null: the event is about something else. */
export function crashOfWorker(event: ErrorEvent): string | null {
  const isOfWorker =
    /\[object ErrorEvent\]|raypool\.mjs|RuntimeError|wasm/.test(`${event.message} ${event.filename}`) ||
    (event.error as object | null) instanceof ErrorEvent;
  if (!isOfWorker) return null;
  const inner = event.error instanceof ErrorEvent ? event.error.message : event.message;
  const reason = inner.replace(/^Uncaught\s+/, '');
  return `A worker of the engine crashed${reason.includes('object') ? '' : `: ${reason}`}.`;
}
