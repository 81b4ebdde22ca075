// Of several files: the one that becomes the scene.
import { bestMatch, kindOf } from './names';

const modelOrder = ['gltf', 'glb', 'obj', 'ply'];

const depth = (name: string): number => name.split(/[\\/]/).length;
const extension = (name: string): string => name.split('.').pop()!.toLowerCase();

/**
 * A scene before any model; of several the one that lies least deep, then by kind, then by name. Not a model that the scene
 * in hand has been waiting for. Null: there are only files that others name.
 */
export function chooseScene<T extends { name: string }>(files: readonly T[], awaited: readonly string[]): T | null {
  const wanted = (file: T): boolean => awaited.some((path) => bestMatch(path, [file]) !== null);
  const rank = (file: T): number => (kindOf(file.name) === 'scene' ? 0 : 1 + modelOrder.indexOf(extension(file.name)));
  const candidates = files.filter(({ name }) => /scene|model/.test(kindOf(name))).filter((file) => !wanted(file));
  const compare = (a: T, b: T): number =>
    Number(rank(a) > 0) - Number(rank(b) > 0) || depth(a.name) - depth(b.name) || rank(a) - rank(b) ||
    (a.name < b.name ? -1 : 1);
  return candidates.sort(compare)[0] ?? null;
}
