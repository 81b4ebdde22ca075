// What the browser remembers. Storage may be forbidden or full; the page works without it.

const prefix = 'raypool.';

/** Of this tab alone; a reload finds it again. False: it could not be kept. */
export function rememberHere(key: string, value: string | null): boolean {
  return write(() => sessionStorage, key, value);
}

export function recallHere(key: string): string | null {
  return read(() => sessionStorage, key);
}

export function remember(key: string, value: string | null): boolean {
  return write(() => localStorage, key, value);
}

export function recall(key: string): string | null {
  return read(() => localStorage, key);
}

function write(storage: () => Storage, key: string, value: string | null): boolean {
  try {
    if (value === null) storage().removeItem(prefix + key);
    else storage().setItem(prefix + key, value);
    return true;
  } catch {
    // Private mode or a full disk: nothing is remembered.
    return false;
  }
}

function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(prefix + key);
  } catch {
    return null;
  }
}
