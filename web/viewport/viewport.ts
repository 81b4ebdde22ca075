// The picture's place on the page, with all that can be done there: one feature a folder.
import { byId } from '../controls/dom';
import type { EditorPane } from '../editor/pane';
import type { EngineClient } from '../engine/client';
import type { Store, Tool } from '../state/store';
import type { Workspace } from '../state/workspace';
import { setUpCompare } from './compare/compare';
import { setUpInspector } from './inspect/inspector';
import { setUpLegend } from './legend/legend';
import { setUpCommands } from './navigate/commands';
import { Navigator } from './navigate/navigator';
import { setUpPointer } from './navigate/pointer';
import { setUpRegion } from './region/region';
import { setUpHover } from './select/hover';
import { setUpOutline } from './select/outline';
import { setUpTiles } from './tiles/tiles';
import { setUpZoom } from './zoom/zoom';

export function setUpViewport(store: Store, workspace: Workspace, client: EngineClient, pane: EditorPane): void {
  const { state } = store;
  const { picture } = client;
  const canvas = byId('canvas', HTMLCanvasElement);
  const stage = byId('stage', HTMLElement);
  const sheet = byId('sheet', HTMLElement);

  picture.attach(canvas);
  store.watch(['renderState', 'width', 'height', 'paused'], () => {
    const what = state.width > 0 ? `Picture of the scene, ${state.width} by ${state.height} pixels` : 'No picture yet';
    const how = state.renderState === 'rendering' ? (state.paused ? ', paused' : ', rendering') : '';
    canvas.setAttribute('aria-label', what + how);
  });

  const select = async (x: number, y: number): Promise<void> => {
    const hit = (await client.pick(x, y))?.hit;
    if (hit?.pointer) pane.selectPointer(hit.pointer);
    outline.follow(hit?.pointer ?? '');
  };
  const zoom = setUpZoom(store, stage, sheet);
  const outline = setUpOutline(store, client);
  pane.onCursorPointer((pointer) => outline.follow(pointer));
  setUpHover({ stage, sheet, store, client, outlined: () => outline.object });
  const navigator = new Navigator(store, workspace, client);
  const isOn = (): boolean => state.tool === 'camera' && state.width > 0;
  setUpPointer({
    stage, sheet, store, client, navigator, isOn, onClick: ({ x, y }) => void select(x * state.width, y * state.height),
  });
  setUpCommands({ stage, store, navigator, isOn, undo: () => pane.undo(), redo: () => pane.redo() });
  setUpInspector({ stage, sheet, store, client, picture, zoom, onClick: (x, y) => void select(x, y) });
  setUpRegion(stage, sheet, store, workspace);
  setUpCompare(store, picture);
  setUpTiles(store);
  setUpLegend(store);
  setUpTools(store, stage);
}

const about: Readonly<Record<Tool, string>> = {
  camera: 'Picture. Arrow keys turn the camera, with Shift they move it; plus and minus go nearer and farther, Home shows all.',
  inspect: 'Picture. Arrow keys choose a pixel, with Shift ten at a time; plus and minus zoom, Enter selects the object.',
  region: 'Picture. Arrow keys move the region, with Shift they change its size; Enter renders it, Escape the whole picture.',
};

function setUpTools(store: Store, stage: HTMLElement): void {
  const inputs = [...document.querySelectorAll<HTMLInputElement>('input[name=tool]')];
  for (const input of inputs) input.onchange = () => store.set({ tool: input.value as Tool });
  store.watch(['tool'], () => {
    for (const input of inputs) input.checked = input.value === store.state.tool;
    stage.dataset['tool'] = store.state.tool;
    stage.setAttribute('aria-label', about[store.state.tool]);
  });
}
