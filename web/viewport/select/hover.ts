// The object under the mouse, outlined lightly: what a click would select.
import { byId } from '../../controls/dom';
import type { EngineClient } from '../../engine/client';
import type { Store } from '../../state/store';
import { isInside, shareAt, type Share } from '../place';
import { Contour } from './contour';
import { objectOf } from './pointer';

/** The mouse rests: what it only passes is not asked for. */
const restMs = 70;

export interface HoverOptions {
  stage: HTMLElement;
  sheet: HTMLElement;
  store: Store;
  client: EngineClient;
  /** The object that is outlined already; empty: none. */
  outlined(): string;
}

export function setUpHover({ stage, sheet, store, client, outlined }: HoverOptions): void {
  const { state } = store;
  const contour = new Contour(byId('hover-contour', SVGSVGElement), store, client);
  let place: Share | null = null;
  let timer = 0;

  const leave = (): void => {
    place = null;
    clearTimeout(timer);
    contour.hide();
  };
  const look = async (): Promise<void> => {
    const at = place;
    if (!at || state.moving || state.width === 0) return;
    const hit = (await client.pick(at.x * state.width, at.y * state.height))?.hit;
    if (at !== place || state.moving) return;
    const object = objectOf(hit?.pointer ?? '');
    if (object === '' || object === outlined()) contour.hide();
    else if (object !== contour.shown) await contour.show(object);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(), restMs);
  };
  stage.addEventListener('pointermove', (event) => {
    // Fingers do not hover, and a pressed button does something else.
    if (event.pointerType === 'touch' || event.buttons !== 0 || state.tool === 'region') return leave();
    const at = shareAt(sheet, event);
    if (!isInside(at)) return leave();
    place = at;
    soon();
  });
  stage.addEventListener('pointerleave', leave);
  stage.addEventListener('pointerdown', leave);
  store.watch(['scene', 'moving', 'tool', 'width', 'height'], () => {
    contour.hide();
    if (place && !state.moving) soon();
  });
}
