// Scenes and textures from the person's own files, and the way back: pictures and JSON.
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';
import { byId } from './dom';

const maxBytes = 128 << 20;

export function setUpFiles(store: Store, workspace: Workspace): void {
  const { state } = store;
  const picker = byId('file', HTMLInputElement);
  const hint = byId('drop-hint', HTMLElement);
  const png = byId('save-png', HTMLButtonElement);

  const take = async (files: readonly File[]): Promise<void> => {
    const scenes = files.filter((file) => /\.json$/i.test(file.name) || file.type === 'application/json');
    const others = files.filter((file) => !scenes.includes(file));
    for (const file of files) {
      if (file.size > maxBytes) {
        store.set({ notice: { kind: 'error', text: `${file.name} is larger than ${maxBytes >> 20} MB.` } });
        return;
      }
    }
    // Textures first, so that a scene dropped together with them finds them.
    for (const file of others) {
      globalThis.raypool.addAsset(file.name, new Uint8Array(await file.arrayBuffer()));
    }
    if (scenes[0]) {
      workspace.open({ text: await scenes[0].text(), base: document.baseURI, id: '' });
    } else if (others.length > 0) {
      const names = others.map((file) => file.name).join(', ');
      store.set({ notice: { kind: 'info', text: `${names}: used wherever the scene names a file like this.` } });
      workspace.renderQuietly();
    }
  };

  byId('open', HTMLButtonElement).onclick = () => picker.click();
  picker.onchange = () => {
    void take([...(picker.files ?? [])]);
    picker.value = '';
  };
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  addEventListener('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hint.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) hint.hidden = true;
  });
  // Before the editor sees it, which would paste the file's text.
  addEventListener('drop', (event) => {
    hint.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    void take([...(event.dataTransfer?.files ?? [])]);
  }, { capture: true });

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
