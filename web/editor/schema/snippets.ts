// Things to insert: objects, lights, materials, textures, ... as they are first useful. One list for the menu and for
// completion; schema.test.ts holds every one against the schema.

export interface Snippet {
  /** Definition of the schema that it is one of. */
  kind: string;
  /** Member of the scene that holds such things. */
  section: string;
  label: string;
  description: string;
  /** For where such a thing needs a name. */
  name: string;
  value: unknown;
  /** The value as a template; its numbers are fields from `firstField` on. */
  template(firstField: number): string;
}

interface Kind {
  section: string;
  /** Name and description of each, and its value. */
  entries: readonly (readonly [label: string, description: string, value: unknown, name?: string])[];
}

const kinds: Readonly<Record<string, Kind>> = {
  object: {
    section: 'objects',
    entries: [
      ['sphere', 'A ball.', { sphere: { center: [0, 1, 0], radius: 1 }, material: { base_color: [0.8, 0.3, 0.2] } }],
      ['box', 'A box with sides along the axes.', { box: { center: [0, 0.5, 0], size: 1 }, material: { base_color: [0.3, 0.5, 0.8] } }],
      ['floor', 'A plane without end to stand on.', { plane: { point: [0, 0, 0] }, material: { type: 'diffuse', color: [0.6, 0.6, 0.6] } }],
      ['rectangle', 'A wall, a table, a picture.', { rectangle: { center: [0, 1, -2], width: 4, height: 2 }, material: { type: 'diffuse', color: [0.7, 0.7, 0.7] } }],
      ['disk', 'A round disk.', { disk: { center: [0, 0.01, 0], normal: [0, 1, 0], radius: 1 }, material: { base_color: [0.5, 0.5, 0.5] } }],
      ['cylinder', 'A cylinder that stands upright.', { cylinder: { center: [0, 0.5, 0], radius: 0.5, height: 1 }, material: { base_color: [0.4, 0.6, 0.4] } }],
      ['lamp', 'A rectangle above the scene that gives off light downwards.', {
        rectangle: { center: [0, 4, 0], normal: [0, -1, 0], width: 2, height: 2 },
        material: { type: 'diffuse', color: 0, emission_color: [1, 0.93, 0.82], emission_luminance: 8 },
      }],
      ['group', 'Objects that share a transform.', { group: { objects: [{ sphere: { center: [0, 0.5, 0], radius: 0.5 } }] }, transform: { translate: [1, 0, 0] } }],
    ],
  },
  light: {
    section: 'lights',
    entries: [
      ['sun', 'Light from far away, in one direction, with soft shadows.', { type: 'directional', direction: [-0.4, -1, -0.5], color: [1, 0.96, 0.88], irradiance: 3, angle: 0.53 }],
      ['point light', 'Light from a point, in all directions.', { type: 'point', position: [2, 3, 2], intensity: 20 }],
      ['spot light', 'A cone of light.', { type: 'spot', position: [0, 4, 2], target: [0, 0, 0], intensity: 60, inner_cone_angle: 15, outer_cone_angle: 25 }],
    ],
  },
  material: {
    section: 'materials',
    entries: [
      ['plastic', 'Coloured, with a smooth shine.', { base_color: [0.8, 0.1, 0.05], specular_roughness: 0.25 }],
      ['matte', 'Chalk, plaster, paper: no shine at all.', { type: 'diffuse', color: [0.7, 0.65, 0.6] }],
      ['gold', 'Gold, by its preset.', { preset: 'gold', specular_roughness: 0.2 }],
      ['brushed metal', 'Metal that streaks its highlights.', { base_color: [0.9, 0.9, 0.92], base_metalness: 1, specular_roughness: 0.35, specular_roughness_anisotropy: 0.7 }],
      ['glass', 'Clear glass.', { type: 'dielectric', ior: 1.5 }],
      ['frosted glass', 'Glass that blurs what is behind it.', { type: 'dielectric', ior: 1.5, roughness: 0.3 }],
      ['car paint', 'Colour under a clear coat.', { base_color: [0.05, 0.12, 0.5], base_metalness: 0.6, specular_roughness: 0.4, coat_weight: 1 }],
      ['velvet', 'Cloth with a soft rim of light.', { base_color: [0.25, 0.02, 0.06], fuzz_weight: 1, fuzz_color: [0.9, 0.5, 0.6] }],
      ['wax', 'Light goes in and comes out elsewhere.', { base_color: [0.9, 0.8, 0.6], subsurface_weight: 1, subsurface_color: [0.9, 0.7, 0.5], subsurface_radius: 0.1 }],
      ['glow', 'Gives off light.', { type: 'diffuse', color: 0, emission_color: [1, 0.8, 0.5], emission_luminance: 5 }],
    ],
  },
  texture: {
    section: 'textures',
    entries: [
      ['checker', 'Squares of two colours.', { type: 'checker', a: [0.8, 0.8, 0.8], b: [0.1, 0.1, 0.1], scale: [8, 8] }, 'checker'],
      ['picture', 'A picture from a file.', { type: 'image', path: 'picture.jpg' }, 'picture'],
      ['noise', 'Clouds, marble, dirt.', { type: 'noise' }, 'noise'],
      ['gradient', 'From one colour to another.', { type: 'gradient' }, 'gradient'],
    ],
  },
  medium: {
    section: 'media',
    entries: [
      ['fog', 'Scatters light evenly.', { scattering: 0.1, anisotropy: 0.3 }],
      ['coloured glass', 'Takes some colours away, more the deeper it is.', { attenuation_color: [0.3, 0.8, 0.5], attenuation_distance: 0.5 }],
    ],
  },
  environment: {
    section: 'environment',
    entries: [
      ['sky', 'A clear sky with a sun.', { type: 'sky' }],
      ['gradient sky', 'Soft light from all around.', { type: 'gradient', zenith: [0.5, 0.65, 0.9], horizon: [0.95, 0.93, 0.9], ground: [0.3, 0.28, 0.26] }],
      ['grey studio', 'The same light from everywhere.', { type: 'constant', color: 0.6 }],
      ['picture around', 'An .hdr or .exr file all around.', { type: 'image', path: 'environment.hdr' }],
      ['darkness', 'No light but that of lamps.', { type: 'none' }],
    ],
  },
  camera: {
    section: 'camera',
    entries: [
      ['camera', 'Looks at the middle from the front.', { position: [0, 1.5, 6], look_at: [0, 0.8, 0], yfov: 40 }],
      ['camera with a lens', 'Only what is at the focus is sharp.', { position: [0, 1.5, 6], look_at: [0, 0.8, 0], yfov: 30, fstop: 2.8, focus_distance: 6 }],
      ['camera without perspective', 'As in technical drawings.', { type: 'orthographic', position: [4, 4, 4], look_at: [0, 0.5, 0], ymag: 2 }],
    ],
  },
};

/** JSON on one line, as the scenes have it, its numbers given to `number`. */
function oneLine(value: unknown, number: (text: string) => string): string {
  if (Array.isArray(value)) return `[${value.map((entry) => oneLine(entry, number)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value).map(([key, entry]) => `${JSON.stringify(key)}: ${oneLine(entry, number)}`).join(', ')}}`;
  }
  return typeof value === 'number' ? number(String(value)) : JSON.stringify(value);
}

export const snippets: readonly Snippet[] = Object.entries(kinds).flatMap(([kind, { section, entries }]) =>
  entries.map(([label, description, value, name]) => ({
    kind, section, label, description, name: name ?? label, value,
    template(firstField) {
      let field = firstField;
      return oneLine(value, (text) => `\${${field++}:${text}}`);
    },
  })));

export const snippetsFor = (kind: string | null): readonly Snippet[] => snippets.filter((one) => one.kind === kind);
