// When to look at the engine again: when its revision changes, but at most once per animation frame while the page is
// visible. Nothing here blocks.

/** Waits until the word differs from `last`, for `ms` at most. */
export function revisionChange(view: Int32Array, index: number, last: number, ms: number): Promise<unknown> {
  const atomics = Atomics as typeof Atomics & {
    waitAsync?: (v: Int32Array, i: number, value: number, timeout: number) => { async: boolean; value: unknown };
  };
  if (typeof atomics.waitAsync === 'function') {
    const result = atomics.waitAsync(view, index, last, ms);
    return result.async ? (result.value as Promise<unknown>) : Promise.resolve();
  }
  // Browsers without it (Firefox before 145): look every few milliseconds, with the same interface.
  return new Promise((resolve) => {
    const until = performance.now() + ms;
    const look = (): void => {
      if (Atomics.load(view, index) !== last || performance.now() >= until) resolve(undefined);
      else setTimeout(look, 8);
    };
    look();
  });
}

/** The next animation frame; at once on a hidden page, where no frames come. A timer covers windows that are visible
 *  by name but get no frames. */
export function nextFrame(): Promise<void> {
  if (document.visibilityState !== 'visible') return new Promise((resolve) => setTimeout(resolve));
  return new Promise((resolve) => {
    const done = (): void => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      resolve();
    };
    const frame = requestAnimationFrame(done);
    const timer = setTimeout(done, 100);
  });
}
