// What the page's address asks for.

export interface Parameters {
  scene: string | null;
  threads: number | null;
  samples: number | null;
  seed: number | null;
  integrator: string | null;
  autostart: boolean;
  /** False: the picture only. */
  ui: boolean;
  /** The engine without threads, even where threads are possible. */
  single: boolean;
}

export function readParameters(search: string): Parameters {
  const query = new URLSearchParams(search);
  const integer = (name: string, low: number, high: number): number | null => {
    const text = query.get(name);
    if (text === null || !/^\d+$/.test(text)) return null;
    return Math.min(high, Math.max(low, Number(text)));
  };
  return {
    scene: query.get('scene'),
    threads: integer('threads', 1, 64),
    samples: integer('samples', 1, 1 << 24),
    seed: integer('seed', 0, 0xffffffff),
    integrator: query.get('integrator'),
    autostart: query.get('autostart') !== '0',
    ui: query.get('ui') !== '0',
    single: query.get('mode') === 'single',
  };
}
