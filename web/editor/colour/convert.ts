// Between linear Rec. 709 colours of a scene and the sRGB ones of a colour picker (IEC 61966-2-1).

export type Triple = readonly [number, number, number];

const encode = (v: number): number => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
const decode = (v: number): number => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

/** What a colour is scaled by to be shown: light may be brighter than a screen. */
export const brightness = (colour: Triple): number => Math.max(1, ...colour);

/** '#rrggbb', of light brighter than 1 its hue at full brightness; below 0 there is nothing. */
export function toHex(colour: Triple): string {
  const scale = brightness(colour);
  return `#${colour.map((v) => Math.round(255 * encode(Math.min(1, Math.max(0, v / scale)))).toString(16).padStart(2, '0')).join('')}`;
}

/** The linear colour of '#rrggbb', to as many digits as eight bits are worth. */
export function fromHex(hex: string, scale = 1): Triple {
  const channel = (at: number): number => {
    const linear = decode(parseInt(hex.slice(at, at + 2), 16) / 255);
    // Four digits of it: neighbours of the 256 differ in the fourth at the dark end.
    return Number((linear * scale).toPrecision(4)) || 0;
  };
  return [channel(1), channel(3), channel(5)];
}
