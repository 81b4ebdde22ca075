// The tour's ten steps: each is one more sentence and one more change of the scene's text.

export interface Step {
  /** What the change does, in a sentence or two. */
  say: string;
  /** JSON pointer of what is new in the text. */
  pointer: string;
  text: string;
}

/** The scene's parts, in the order of the text; a step adds some or puts others in their place. */
interface Parts {
  camera?: string;
  environment?: string;
  ball: string;
  floor?: string;
  gold?: string;
  glass?: string;
  lamp?: string;
}

function compose({ camera, environment, ball, floor, gold, glass, lamp }: Parts): string {
  const objects = [ball, floor, gold, glass, lamp].filter((object) => object !== undefined);
  const lines = [
    '  "raypool": 1', ...(camera ? [`  "camera": ${camera}`] : []), ...(environment ? [`  "environment": ${environment}`] : []),
    `  "objects": [\n${objects.map((object) => `    ${object}`).join(',\n')}\n  ]`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

const steps: readonly [say: string, pointer: string, change: Partial<Parts>][] = [
  ['This is a whole scene: one ball. Whatever is not written has a default.', '/objects/0', { ball: '{ "sphere": {} }' }],
  ['Objects are a list. A plane below the ball is a floor, and catches its shadow.', '/objects/1', { floor: '{ "plane": { "point": [0, -1, 0] } }' }],
  ['A material says what a surface does with light. Colours are red, green and blue, from 0 to 1.', '/objects/0/material',
    { ball: '{ "sphere": {},\n      "material": { "base_color": [0.85, 0.1, 0.05] } }' }],
  ['Without a camera all is in view. With one you choose where from, in metres, and how wide, in degrees.', '/camera',
    { camera: '{\n    "position": [0, 1.2, 6],\n    "look_at": [0, -0.2, 0],\n    "yfov": 40\n  }' }],
  ['Presets are materials by name, many of them measured. This ball is of gold.', '/objects/2',
    { gold: '{ "sphere": { "center": [2.2, 0, -0.6] },\n      "material": { "preset": "gold" } }' }],
  ['Glass bends the light and gathers it in the shadow, with nothing more to say.', '/objects/3',
    { glass: '{ "sphere": { "center": [-2.1, -0.2, 0.6], "radius": 0.8 },\n      "material": { "preset": "glass" } }' }],
  ['Any surface can be a lamp. Now that the scene has one, the soft light from all around is gone.', '/objects/4',
    { lamp: '{ "rectangle": { "width": 2, "height": 2,\n        "center": [-3, 4, 2], "normal": [3, -4, -2] },\n      "material": { "emission_luminance": 20 } }' }],
  ['An environment is light from far away: a sky, a picture, or as here a little blue.', '/environment',
    { environment: '{\n    "type": "gradient",\n    "zenith": [0.1, 0.15, 0.3],\n    "horizon": [0.25, 0.25, 0.3]\n  }' }],
  ['Where a colour stands, a texture can stand: a picture or a pattern.', '/objects/1/material',
    { floor: '{ "plane": { "point": [0, -1, 0] },\n      "material": { "base_color": { "type": "checker" } } }' }],
  ['A lens makes sharp what is as far away as what it looks at, and the rest soft. Change any number now, and see.', '/camera/lens_radius',
    { camera: '{\n    "position": [0, 1.2, 6],\n    "look_at": [0, -0.2, 0],\n    "yfov": 40,\n    "lens_radius": 0.12\n  }' }],
];

export const tour: readonly Step[] = steps.map(([say, pointer], i) => {
  const parts = Object.assign({}, ...steps.slice(0, i + 1).map(([, , change]) => change)) as Parts;
  return { say, pointer, text: compose(parts) };
});
