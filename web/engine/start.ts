// Which of the two kinds of engine runs, and its start.
import type { Store } from '../state/store';
import { detect } from './capabilities';
import { EngineFailure, type Engine, type EngineContext } from './engine';
import { missingFile, pingWorker } from './preflight';
import { SingleEngine } from './single';
import { ThreadedEngine } from './threaded';

export type Mode = Engine['mode'];

/** The best kind that this page can have. `isolation`: why memory is not shared, if it isn't. */
export async function startBest(
  context: EngineContext, store: Store, forceSingle: boolean, isolation: string,
): Promise<Engine> {
  const capabilities = detect();
  if (typeof WebAssembly !== 'object') throw new EngineFailure('crash', 'This browser has no WebAssembly.');
  if (!capabilities.simd) {
    throw new EngineFailure('crash', 'This browser has no WebAssembly SIMD. Please update it: any from 2023 on will do.');
  }
  let reason = 'The page is isolated, so all threads share one memory.';
  let mode: Mode = capabilities.sharedMemory && !forceSingle ? 'threaded' : 'single';
  if (forceSingle) reason = 'Asked for by mode=single in the address.';
  else if (!capabilities.sharedMemory) reason = isolation || 'This browser does not let workers share memory.';
  // A pool whose workers can't start waits for ever; one worker that answers proves that they can.
  const ping = pingWorker(context.base);
  ping.catch(() => {});
  let engine: Engine;
  try {
    engine = await startEngine(mode, context, store, ping);
  } catch (error) {
    if (mode === 'single' || !(error instanceof EngineFailure) || error.kind === 'workers') throw error;
    mode = 'single';
    reason = error.message;
    engine = await startEngine(mode, context, store, ping);
  }
  store.set({ capabilities: { ...capabilities, mode, reason, maxMemoryBytes: engine.maxMemoryBytes } });
  return engine;
}

/** `ping`: rejects if workers can't start. */
export async function startEngine(
  mode: Mode, context: EngineContext, store: Store, ping: Promise<void> = Promise.resolve(),
): Promise<Engine> {
  const engine: Engine = mode === 'threaded' ? new ThreadedEngine(context) : new SingleEngine(context);
  // A failure of the ping ends the start; its success says nothing yet.
  const forbidden = new Promise<never>((_, reject) => ping.catch(reject));
  try {
    await Promise.race([engine.start(store.state.threads), forbidden]);
  } catch (error) {
    engine.dispose();
    const stem = mode === 'threaded' ? 'raypool' : 'raypool-single';
    const missing = await missingFile(context.base, [`${stem}.mjs`, `${stem}.wasm`]);
    throw missing ?? error;
  }
  if (store.state.paused) engine.setPaused(true);
  return engine;
}
