// Pictures and scenes as files.
import type { Store } from '../state/store';
import { byId } from './dom';

export function setUpSaving(store: Store): void {
  const { state } = store;
  const png = byId('save-png', HTMLButtonElement);
  const linear = (['hdr', 'exr', 'pfm'] as const).map((kind) => {
    const button = byId(`save-${kind}`, HTMLButtonElement);
    button.onclick = async () => {
      const file = await globalThis.raypool.encode(kind);
      if (file) download(new Blob([file]), `${name(state.sceneId)}.${kind}`);
      else store.set({ notice: { kind: 'error', text: `The picture could not be saved as ${kind.toUpperCase()}.` } });
    };
    return button;
  });
  png.onclick = () => {
    byId('canvas', HTMLCanvasElement).toBlob((blob) => {
      if (blob) download(blob, `${name(state.sceneId)}.png`);
    }, 'image/png');
  };
  byId('save-json', HTMLButtonElement).onclick = () => {
    download(new Blob([state.text], { type: 'application/json' }), `${name(state.sceneId)}.json`);
  };
  store.watch(['width'], () => {
    for (const button of [png, ...linear]) button.disabled = state.width === 0;
  });
}

function name(sceneId: string): string {
  return sceneId || 'scene';
}

function download(blob: Blob, fileName: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  // The browser needs the address until it has begun to save.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
