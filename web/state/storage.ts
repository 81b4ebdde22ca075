// What the browser remembers. Storage may be forbidden or full; the page works without it.

const prefix = 'raypool.';

/** Of this tab alone; a reload finds it again. */
export function rememberHere(key: string, value: string | null): void {
  write(() => sessionStorage, key, value);
}

export function recallHere(key: string): string | null {
  return read(() => sessionStorage, key);
}

export function remember(key: string, value: string | null): void {
  write(() => localStorage, key, value);
}

export function recall(key: string): string | null {
  return read(() => localStorage, key);
}

function write(storage: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) storage().removeItem(prefix + key);
    else storage().setItem(prefix + key, value);
  } catch {
    // Private mode or a full disk: nothing is remembered.
  }
}

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(prefix + key);
  } catch {
    return null;
  }
}
