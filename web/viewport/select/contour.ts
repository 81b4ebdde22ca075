// A line over the picture around what stands at a JSON pointer.
import type { EngineClient } from '../../engine/client';
import type { Store } from '../../state/store';

export class Contour {
  /** What the line is around; empty: there is none. */
  shown = '';
  private readonly lines: SVGPathElement[];
  private asked = 0;

  constructor(
    private readonly layer: SVGSVGElement,
    private readonly store: Store,
    private readonly client: EngineClient,
  ) {
    this.lines = [...layer.querySelectorAll('path')];
  }

  hide(): void {
    this.asked++;
    this.draw('', '');
  }

  async show(pointer: string): Promise<void> {
    const question = ++this.asked;
    const path = await this.client.outline(pointer);
    if (question === this.asked) this.draw(pointer, path);
  }

  private draw(pointer: string, path: string): void {
    this.shown = path === '' ? '' : pointer;
    if (path === '' && this.layer.hasAttribute('hidden')) return;
    const { width, height } = this.store.state;
    for (const line of this.lines) line.setAttribute('d', path);
    this.layer.toggleAttribute('hidden', path === '');
    this.layer.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.layer.dataset['pointer'] = this.shown;
  }
}
