// Numbers that are changed step by step: how large a step is for a number of that size and range, and how it is written.

export interface Range {
  minimum?: number;
  maximum?: number;
  integer: boolean;
  unit: string | null;
}

export const anyNumber: Range = { integer: false, unit: null };

export interface Scale {
  step: number;
  /** Pixels to drag for one step. */
  pixels: number;
}

/** A hundredth of a short range, a degree of angle, else about a hundredth of the number in round figures. */
export function scaleOf(value: number, range: Range): Scale {
  const { minimum = -Infinity, maximum = Infinity, integer, unit } = range;
  if (integer) {
    const step = Math.max(1, 10 ** Math.floor(Math.log10(Math.max(1, Math.abs(value))) - 1));
    return { step, pixels: maximum - minimum <= 32 ? 12 : 5 };
  }
  const span = maximum - minimum;
  if (span <= 2) return { step: 0.01, pixels: 2 };
  if (unit === 'degrees') return { step: 1, pixels: 3 };
  if (unit === 'stops') return { step: 0.1, pixels: 4 };
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  // Not so small that a number that has come near nothing sticks there.
  return { step: 10 ** Math.max(-6, magnitude - 1), pixels: 3 };
}

/** `steps` steps on from a number (parts of a step count), within the range, without the dust of binary fractions. */
export function stepped(value: number, steps: number, step: number, { minimum = -Infinity, maximum = Infinity, integer }: Range): number {
  const unit = integer ? Math.max(1, Math.round(step)) : step;
  const decimals = integer ? 0 : Math.max(decimalsOf(value), Math.ceil(-Math.log10(unit) - 1e-9), 0);
  const moved = Number((value + (integer ? Math.round(steps * step) : steps * unit)).toFixed(Math.min(12, decimals)));
  // What has to be more than nothing stays in sight: a step is the least that is left of it.
  const least = !integer && minimum > 0 && minimum < step / 100 ? Math.max(minimum, Math.min(value, unit)) : minimum;
  return Math.min(maximum, Math.max(least, moved));
}

function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = value.toString().split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}

/** As JSON. A number that was written with a point or an exponent is no different for it. */
export const written = (value: number): string => JSON.stringify(Object.is(value, -0) ? 0 : value);
