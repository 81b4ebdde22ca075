// What the engine tells of the picture: its camera, what is seen at a pixel, outlines (app/wasm/protocol.h).

export type Vector = readonly [number, number, number];

/** As the camera stands when the shutter opens. */
export interface ViewCamera {
  orthographic: boolean;
  position: Vector;
  /** Unit vectors, unless the camera's transform scales. */
  right: Vector;
  up: Vector;
  back: Vector;
  /** Of the picture: at distance 1, or in metres of an orthographic one. */
  halfWidth: number;
  halfHeight: number;
  lensRadius: number;
  focusDistance: number;
  moves: boolean;
}

/** Of all that is not endless. */
export interface Bounds {
  low: Vector;
  high: Vector;
}

export interface Picked {
  id: number;
  /** Nodes and blocks of triangles that the ray through its middle is tested against. */
  bvhCost?: number;
  /** The surface that the middle of the lens sees there; null: none. */
  hit: {
    /** JSON pointers of the object and of its material, where they have a place in the text. */
    pointer?: string;
    material?: string;
    point: Vector;
    normal: Vector;
    distance: number;
    /** Along the camera's axis, as focus distances are measured. */
    depth: number;
    objectId: number;
    materialId: number;
  } | null;
  /** Means of the pixel's samples; null: it has none. */
  film: {
    /** Linear. */
    color: Vector;
    samples: number;
    /** Standard error of the luminance. */
    error?: number;
    albedo?: Vector;
    normal?: Vector;
    depth?: number;
  } | null;
}

/** Those who wait for answers that carry the number of their question. */
export class Questions<Answer> {
  private last = 0;
  private readonly waiting = new Map<number, { resolve: (answer: Answer) => void; asked: unknown }>();

  /** `asked`: whom, if there are several. */
  ask(send: (id: number) => void, asked?: unknown): Promise<Answer> {
    const id = ++this.last;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, asked });
      send(id);
    });
  }

  answer(id: number, answer: Answer): void {
    this.waiting.get(id)?.resolve(answer);
    this.waiting.delete(id);
  }

  /** Whoever was asked will not answer any more. Without `asked`: nobody will. */
  giveUp(answer: Answer, asked?: unknown): void {
    for (const [id, question] of [...this.waiting]) if (asked === undefined || question.asked === asked) this.answer(id, answer);
  }
}
