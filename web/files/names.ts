// File names: what a file is good for, and which of the files at hand a scene means.

export type FileKind = 'scene' | 'model' | 'environment' | 'picture' | 'side' | 'unknown';

const kinds: readonly [FileKind, RegExp][] = [
  ['scene', /\.json$/i],
  ['model', /\.(glb|gltf|obj|ply)$/i],
  ['environment', /\.(hdr|exr)$/i],
  ['picture', /\.(png|jpe?g)$/i],
  // Those that only others name: data of glTF, materials of OBJ, measured materials.
  ['side', /\.(bin|mtl|binary)$/i],
];

export function kindOf(name: string): FileKind {
  return kinds.find(([, pattern]) => pattern.test(name))?.[0] ?? 'unknown';
}

export function fileName(path: string): string {
  return path.split(/[\\/]/).pop()!;
}

/** What a file is called that is saved of something called so: without what file systems don't take, or hide. */
export function savedName(title: string): string {
  const stem = kindOf(title) === 'unknown' ? title : title.replace(/\.\w+$/, '');
  return stem.replace(/[\\/:*?"<>|\s\p{C}]+/gu, ' ').replace(/^[. ]+| +$/g, '') || 'scene';
}

export function folderOf(path: string): string {
  return path.slice(0, path.length - fileName(path).length);
}

/** One spelling for all that mean the same file: `.\Wood%20A.PNG` is `wood a.png`. Never leads above its root. */
export function normalise(path: string): string {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // A percent sign that is just that.
  }
  const parts: string[] = [];
  for (const part of plain.normalize('NFC').toLowerCase().split(/[\\/]+/)) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}

/**
 * The name that `path` means: by path first (the one may lie deeper than the other), then by file name alone. Of several
 * that are as good, the last one.
 */
export function bestMatch<T extends { name: string }>(path: string, files: Iterable<T>): T | null {
  const wanted = normalise(path);
  if (wanted === '') return null;
  let best: T | null = null;
  let rank = 0;
  for (const file of files) {
    const name = normalise(file.name);
    let found = 0;
    if (name === wanted) found = 3;
    else if (name.endsWith(`/${wanted}`) || wanted.endsWith(`/${name}`)) found = 2;
    else if (fileName(name) === fileName(wanted)) found = 1;
    if (found > 0 && found >= rank) {
      best = file;
      rank = found;
    }
  }
  return best;
}
