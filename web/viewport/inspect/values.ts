import type { Vector } from '../../engine/seen';

/** Four digits that matter, as short as that is. */
export function number(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e5 || size < 1e-4 ? value.toExponential(3) : String(Number(value.toPrecision(4)));
}

export const triple = (v: Vector): string => v.map(number).join('  ');
