// A slider over the picture: the picture of before on its left side, the present one on its right.
import { byId, setText } from '../../controls/dom';
import type { Picture } from '../../engine/picture';
import type { Store } from '../../state/store';

const sides: Record<string, [left: string, right: string]> = {
  before: ['Before the change', 'Now'],
  raw: ['Not denoised', 'Denoised'],
};

export function setUpCompare(store: Store, picture: Picture): void {
  const { state } = store;
  const choice = byId('compare', HTMLSelectElement);
  const slider = byId('compare-slider', HTMLInputElement);
  const other = byId('compare-canvas', HTMLCanvasElement);
  const layer = byId('compare-layer', HTMLElement);

  const move = (): void => {
    layer.style.setProperty('--split', `${slider.value}%`);
    const left = sides[choice.value]?.[0].toLowerCase();
    if (left) slider.setAttribute('aria-valuetext', `${slider.value} % ${left}`);
  };
  const draw = (): void => {
    const kept = choice.value === 'raw' ? picture.raw : picture.before;
    const isOn = choice.value !== '' && kept !== null && kept.width === state.width && kept.height === state.height;
    layer.hidden = !isOn;
    layer.dataset['of'] = choice.value;
    if (!isOn) return;
    const [left, right] = sides[choice.value]!;
    setText(byId('compare-left', HTMLElement), left);
    setText(byId('compare-right', HTMLElement), right);
    move();
    if (other.width !== kept.width || other.height !== kept.height) {
      other.width = kept.width;
      other.height = kept.height;
    }
    other.getContext('2d')!.putImageData(kept, 0, 0);
  };
  const options = (): void => {
    for (const option of choice.options) {
      if (option.value === 'before') option.disabled = !picture.before;
      if (option.value === 'raw') option.disabled = !picture.raw;
    }
    const chosen = choice.selectedOptions[0];
    if (chosen?.disabled) choice.value = '';
    draw();
  };
  choice.onchange = draw;
  slider.oninput = move;
  picture.onKept = options;
  store.watch(['width', 'height'], options);
}
