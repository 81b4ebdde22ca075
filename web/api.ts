// globalThis.raypool: the page's programming interface (raypool.d.ts).
import type { RaypoolApi, RenderResult, Stats } from './raypool';
import type { EngineClient } from './engine/client';
import type { Library } from './files/library';
import type { Opener } from './files/opener';
import { detect } from './engine/capabilities';
import type { Workspace } from './state/workspace';
import type { Store } from './state/store';

interface Parts {
  store: Store;
  client: EngineClient;
  workspace: Workspace;
  library: Library;
  opener: Opener;
  ready: Promise<void>;
}

export function createApi({ store, client, workspace, library, opener, ready }: Parts): RaypoolApi {
  const { state } = store;
  /** The picture as it is at the end of a render: a copy, made for programs only. */
  const result = (stats: Stats): RenderResult => {
    const { width, height, image } = client.picture;
    return { width, height, pixels: image ? image.data.slice() : new Uint8ClampedArray(0), stats };
  };
  return {
    ready,
    setScene(text, base = document.baseURI) {
      workspace.open({ text, base, id: '' }, false);
    },
    get scene() {
      return state.text;
    },
    async render(text, options) {
      await ready;
      if (state.paused) client.setPaused(false);
      return result(await workspace.render(text, options));
    },
    readFilm: () => client.readFilm(),
    more: async (samples) => result(await client.more(samples)),
    encode: (kind, options) => client.encode(kind, options?.denoised),
    get denoised() {
      return state.denoised;
    },
    get display() {
      return state.display;
    },
    set display(settings) {
      workspace.setDisplay(settings);
    },
    cancel: () => workspace.cancel(),
    pause: () => client.setPaused(true),
    resume: () => client.setPaused(false),
    get paused() {
      return state.paused;
    },
    get threads() {
      return state.threads;
    },
    set threads(count) {
      workspace.setThreads(count);
    },
    get stats() {
      return state.stats;
    },
    get diagnostics() {
      return state.diagnostics;
    },
    get capabilities() {
      return state.capabilities ?? detect();
    },
    addAsset: (name, bytes) => void library.add(name, new Blob([bytes as Uint8Array<ArrayBuffer>]), false),
    async open(files) {
      await ready;
      return opener.open([...files].map((file) => file instanceof File
        ? { name: file.webkitRelativePath || file.name, file }
        : { name: file.name, file: file.data instanceof Blob ? file.data : new Blob([file.data as Uint8Array<ArrayBuffer>]) }));
    },
    restart: () => client.restart(),
  };
}
