// Pictures and scenes as files.
import { savedName } from '../files/names';
import type { Keeper } from '../keeping/keeper';
import { withScene } from '../keeping/png-scene';
import { baseWithin } from '../keeping/share-link';
import type { Store } from '../state/store';
import { byId } from './dom';

/** `home`: the page's own folder. */
export function setUpSaving(store: Store, keeper: Keeper, home: string): void {
  const { state } = store;
  const name = (): string => savedName(state.hand.name || keeper.nameOf(state, state.sceneId || 'scene'));
  const png = byId('save-png', HTMLButtonElement);
  const linear = (['hdr', 'exr', 'pfm'] as const).map((kind) => {
    const button = byId(`save-${kind}`, HTMLButtonElement);
    button.onclick = async () => {
      const denoised = state.denoised.quality !== 'off';
      const file = await globalThis.raypool.encode(kind, { denoised });
      if (file) download(new Blob([file]), `${name()}${denoised ? '-denoised' : ''}.${kind}`);
      else store.set({ notice: { kind: 'error', text: `The picture could not be saved as ${kind.toUpperCase()}.` } });
    };
    return button;
  });
  png.onclick = () => {
    const denoised = state.denoised.quality !== 'off';
    const scene = { text: state.text, base: baseWithin(state.base, home) };
    byId('canvas', HTMLCanvasElement).toBlob(async (blob) => {
      if (blob) download(await withScene(blob, scene), `${name()}${denoised ? '-denoised' : ''}.png`);
    }, 'image/png');
  };
  byId('save-json', HTMLButtonElement).onclick = () => {
    download(new Blob([state.text], { type: 'application/json' }), `${name()}.json`);
  };
  store.watch(['width'], () => {
    for (const button of [png, ...linear]) button.disabled = state.width === 0;
  });
  // What is saved is what is shown, and its name says so.
  store.watch(['denoised'], () => {
    const what = state.denoised.quality === 'off' ? '' : ', denoised as shown';
    for (const button of [png, ...linear]) button.setAttribute('aria-label', `Save as ${button.textContent}${what}`);
  });
}

function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  // The browser needs the address until it has begun to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
