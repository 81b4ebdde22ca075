// The object whose text the cursor is in, outlined in the picture.
import { byId } from '../../controls/dom';
import type { EngineClient } from '../../engine/client';
import type { Store } from '../../state/store';
import { Contour } from './contour';
import { objectOf } from './pointer';

/** The cursor rests, and the picture has begun. */
const delayMs = 120;

export interface Outline {
  /** The innermost value that the cursor is in, or that was clicked. */
  follow(pointer: string): void;
  /** The object that it belongs to; empty: none. */
  readonly object: string;
}

export function setUpOutline(store: Store, client: EngineClient): Outline {
  const { state } = store;
  const contour = new Contour(byId('contour', SVGSVGElement), store, client);
  let wanted = '';
  let timer = 0;

  const refresh = (): void => {
    if (wanted === '' || state.moving || state.width === 0) contour.hide();
    else void contour.show(wanted);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(refresh, delayMs);
  };
  // Another camera or another scene: what is outlined is elsewhere.
  store.watch(['scene', 'moving', 'width', 'height'], () => {
    if (state.moving) contour.hide();
    if (wanted !== '') soon();
  });
  return {
    follow(pointer) {
      const object = objectOf(pointer);
      if (object === wanted) return;
      wanted = object;
      soon();
    },
    get object() {
      return wanted;
    },
  };
}
