// Words in which scenes of the native format are written.
export const round = (v, digits = 4) => Math.round(v * 10 ** digits) / 10 ** digits + 0;   // + 0: no -0
export const rounded = (values, digits) => values.map((v) => round(v, digits));
export const mix = (a, b, t) => a + (b - a) * t;

export const diffuse = (color, more = {}) => ({ type: 'diffuse', color, ...more });
export const emitter = (emission_color, emission_luminance) => ({ type: 'diffuse', color: 0, emission_color, emission_luminance });
export const sphere = (center, radius, material) => ({ sphere: { center: rounded(center), radius: round(radius) }, material });
export const box = (center, size, material) => ({ box: { center: rounded(center), size: rounded(size) }, material });
