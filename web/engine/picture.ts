// The picture on the canvas: one reused ImageData and the rectangles of it that changed.

export class Picture {
  image: ImageData | null = null;
  /** The same bytes as whole pixels. */
  pixels = new Uint32Array(0);
  width = 0;
  height = 0;
  /** As it was when the scene or the camera last changed, and before it was denoised; null: there was none. */
  before: ImageData | null = null;
  raw: ImageData | null = null;
  onKept: (() => void) | null = null;
  /** Only pixels from x0, y0 to before x1, y1 are taken over: the others stay. Null: all. */
  window: readonly [number, number, number, number] | null = null;
  /** Runs after the size changed and after a paint. */
  onResize: ((width: number, height: number) => void) | null = null;
  onPaint: (() => void) | null = null;
  private context: CanvasRenderingContext2D | null = null;
  private dirtyPixels = 0;
  private rectangles: Int32Array = new Int32Array(4 * 64);
  private count = 0;

  attach(canvas: HTMLCanvasElement): void {
    this.context = canvas.getContext('2d');
    if (this.width > 0) {
      canvas.width = this.width;
      canvas.height = this.height;
      this.repaint();
    }
  }

  resize(width: number, height: number): void {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.count = 0;
    this.dirtyPixels = 0;
    if (this.context) {
      this.context.canvas.width = width;
      this.context.canvas.height = height;
    }
    this.onResize?.(width, height);
  }

  /** What is shown now, for who compares. */
  keep(as: 'before' | 'raw'): void {
    const { image } = this;
    const kept = this[as]?.width === this.width && this[as].height === this.height ? this[as] : image && new ImageData(this.width, this.height);
    if (kept && image) kept.data.set(image.data);
    this[as] = kept;
    this.onKept?.();
  }

  forgetRaw(): void {
    if (!this.raw) return;
    this.raw = null;
    this.onKept?.();
  }

  /** Takes over a rectangle of pixels, as far as the window goes. `stride`: of the source, whose first pixel is at `from`. */
  place(source: Uint32Array, from: number, stride: number, x: number, y: number, width: number, height: number): void {
    const [x0, y0, x1, y1] = this.window ?? [0, 0, this.width, this.height];
    const left = Math.max(x, x0);
    const right = Math.min(x + width, x1);
    for (let row = Math.max(y, y0); row < Math.min(y + height, y1); row++) {
      const at = from + (row - y) * stride + (left - x);
      if (right > left) this.pixels.set(source.subarray(at, at + right - left), row * this.width + left);
    }
    this.markDirty(x, y, width, height);
  }

  markDirty(x: number, y: number, width: number, height: number): void {
    this.dirtyPixels += width * height;
    const last = 4 * (this.count - 1);
    const r = this.rectangles;
    // Tiles come row by row, so neighbours grow into one run.
    if (last >= 0 && r[last + 1] === y && r[last + 3] === height && r[last]! + r[last + 2]! === x) {
      r[last + 2]! += width;
      return;
    }
    if (4 * this.count === r.length) {
      const grown = new Int32Array(2 * r.length);
      grown.set(r);
      this.rectangles = grown;
    }
    this.rectangles.set([x, y, width, height], 4 * this.count++);
  }

  /** Puts what changed on the canvas; true if anything did. */
  paint(): boolean {
    if (this.count === 0) return false;
    if (this.context && this.image) {
      // Many small puts cost more than one large one (a fixed cost a call, more so in Firefox).
      if (this.dirtyPixels > 0.25 * this.width * this.height) {
        this.context.putImageData(this.image, 0, 0);
      } else {
        const r = this.rectangles;
        for (let i = 0; i < 4 * this.count; i += 4) {
          this.context.putImageData(this.image, 0, 0, r[i]!, r[i + 1]!, r[i + 2]!, r[i + 3]!);
        }
      }
    }
    this.count = 0;
    this.dirtyPixels = 0;
    this.onPaint?.();
    return true;
  }

  /** Makes everything transparent but a rectangle. */
  clearOutside(x: number, y: number, width: number, height: number): void {
    for (let row = 0; row < this.height; row++) {
      const from = row * this.width;
      if (row < y || row >= y + height) {
        this.pixels.fill(0, from, from + this.width);
      } else {
        this.pixels.fill(0, from, from + Math.min(x, this.width));
        this.pixels.fill(0, from + Math.min(x + width, this.width), from + this.width);
      }
    }
    this.repaint();
  }

  repaint(): void {
    if (this.context && this.image) this.context.putImageData(this.image, 0, 0);
    this.onPaint?.();
  }
}
