// globalThis.raypool: the page's programming interface (raypool.d.ts).
import type { RaypoolApi } from './raypool';
import type { EngineClient } from './engine/client';
import { detect } from './engine/capabilities';
import type { Workspace } from './state/workspace';
import type { Store } from './state/store';

export function createApi(store: Store, client: EngineClient, workspace: Workspace, ready: Promise<void>): RaypoolApi {
  const { state } = store;
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
      return workspace.render(text, options);
    },
    readFilm: () => client.readFilm(),
    more: (samples) => client.more(samples),
    encode: (kind) => client.encode(kind),
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
    addAsset: (name, bytes) => client.assets.add(name, bytes),
    restart: () => client.restart(),
  };
}
