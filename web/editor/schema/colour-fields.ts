// Which of the triples of numbers are colours. The schema has no word for it: a box's size is a triple, too.

const names = new Set([
  'zenith', 'horizon', 'ground', 'ground_albedo', 'reflectance', 'inside', 'transmission_scatter', 'albedo',
]);

/** By the member's name, and the kind of the object that it is in where that is known. */
export function isColourField(key: string, kind: string | null = null): boolean {
  return /colou?r$/.test(key) || names.has(key) || (kind === 'texture' && /^[ab]$/.test(key));
}
