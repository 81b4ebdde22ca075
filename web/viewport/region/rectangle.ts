/** x, y, width, height in pixels. */
export type Rectangle = [number, number, number, number];

/** Whole pixels between two corners, as far as they lie inside the picture; null if hardly any do. */
export function rectangle(a: { x: number; y: number }, b: { x: number; y: number }, width: number, height: number): Rectangle | null {
  const within = (v: number, most: number): number => Math.min(most, Math.max(0, v));
  const x0 = Math.floor(within(Math.min(a.x, b.x), width));
  const y0 = Math.floor(within(Math.min(a.y, b.y), height));
  const x1 = Math.ceil(within(Math.max(a.x, b.x), width));
  const y1 = Math.ceil(within(Math.max(a.y, b.y), height));
  return x1 - x0 < 2 || y1 - y0 < 2 ? null : [x0, y0, x1 - x0, y1 - y0];
}
