// The object whose text the cursor is in, outlined in the picture; and the other way round: a click in the picture selects
// the text of what it hits.
import type { EngineClient } from '../../engine/client';
import type { Store } from '../../state/store';
import { objectOf } from './pointer';

/** The cursor rests, and the picture has begun. */
const delayMs = 120;

export function setUpOutline(store: Store, client: EngineClient): (pointer: string) => void {
  const { state } = store;
  const layer = document.querySelector<SVGSVGElement>('#contour')!;
  const lines = [...layer.querySelectorAll('path')];
  let wanted = '';
  let timer = 0;
  let asked = 0;

  const show = (path: string): void => {
    for (const line of lines) line.setAttribute('d', path);
    layer.toggleAttribute('hidden', path === '');
    layer.setAttribute('viewBox', `0 0 ${state.width} ${state.height}`);
    layer.dataset['pointer'] = path === '' ? '' : wanted;
  };
  const refresh = async (): Promise<void> => {
    const question = ++asked;
    if (wanted === '' || state.moving || state.width === 0) {
      show('');
      return;
    }
    const path = await client.outline(wanted);
    if (question === asked) show(path);
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void refresh(), delayMs);
  };
  // Another camera or another scene: what is outlined is elsewhere.
  store.watch(['scene', 'moving', 'width', 'height'], () => {
    if (state.moving) show('');
    if (wanted !== '') soon();
  });
  return (pointer) => {
    const object = objectOf(pointer);
    if (object === wanted) return;
    wanted = object;
    soon();
  };
}
