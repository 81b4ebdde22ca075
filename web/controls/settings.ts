// How the picture is made (integrator, samples) and how it is shown (view, tone map, exposure, white point). The fields
// show the scene's own values until they are changed, and again when another scene is opened.
import type { Denoise, ToneMapping, View } from '../raypool';
import type { Workspace } from '../state/workspace';
import type { Store } from '../state/store';
import { byId, setText } from './dom';

const mostSamples = 1 << 24;

export function setUpSettings(store: Store, workspace: Workspace): void {
  setUpDisplay(store, workspace);
  setUpRender(store, workspace);
}

/** The number in a field within its limits; null if there is none. */
function numberIn(field: HTMLInputElement): number | null {
  const value = field.valueAsNumber;
  if (!Number.isFinite(value)) return null;
  return Math.min(Number(field.max), Math.max(Number(field.min), value));
}

/** Not while somebody types in it. */
function show(field: HTMLInputElement, value: string): void {
  if (document.activeElement !== field && field.value !== value) field.value = value;
}

const rounded = (value: number): string => String(Math.round(value * 100) / 100);

function setUpDisplay(store: Store, workspace: Workspace): void {
  const { state } = store;
  const view = byId('view', HTMLSelectElement);
  const toneMapping = byId('tone-mapping', HTMLSelectElement);
  const exposure = byId('exposure', HTMLInputElement);
  const exposureNumber = byId('exposure-number', HTMLInputElement);
  const whitePoint = byId('white-point', HTMLInputElement);
  const denoise = byId('denoise', HTMLSelectElement);
  const reset = byId('display-reset', HTMLButtonElement);

  view.onchange = () => workspace.setDisplay({ view: view.value as View });
  toneMapping.onchange = () => workspace.setDisplay({ toneMapping: toneMapping.value as ToneMapping });
  exposure.oninput = () => workspace.setDisplay({ exposure: exposure.valueAsNumber });
  exposureNumber.oninput = () => {
    const value = numberIn(exposureNumber);
    if (value !== null) workspace.setDisplay({ exposure: value });
  };
  // What is half typed is no temperature yet: 6 on the way to 6500.
  whitePoint.onchange = () => workspace.setDisplay({ whitePoint: numberIn(whitePoint) ?? 0 });
  denoise.onchange = () => workspace.setDisplay({ denoise: denoise.value as Denoise });
  reset.onclick = () => workspace.setDisplay(null);

  const refresh = (): void => {
    const { display, overrides } = state;
    const off = display === null;
    for (const control of [view, denoise, toneMapping, exposure, exposureNumber, whitePoint]) control.disabled = off;
    reset.disabled = ['view', 'toneMapping', 'exposure', 'whitePoint', 'denoise'].every((key) => !(key in overrides));
    if (off) return;
    // The demo's own shading keeps nothing but colours.
    const colourOnly = state.scene?.integrator === 'classic';
    for (const option of view.options) option.disabled = colourOnly && option.value !== 'beauty';
    view.value = display.view;
    denoise.value = display.denoise;
    const single = state.capabilities?.mode === 'single';
    denoise.disabled = single || colourOnly;
    denoise.title = single ? 'Without shared memory each worker has only a part of the picture, which is too little to denoise'
      : colourOnly ? 'This integrator’s pictures have no noise' : '';
    toneMapping.value = display.toneMapping;
    exposure.value = String(display.exposure);
    exposure.setAttribute('aria-valuetext', `${rounded(display.exposure)} stops`);
    show(exposureNumber, rounded(display.exposure));
    show(whitePoint, display.whitePoint > 0 ? String(Math.round(display.whitePoint)) : '');
  };
  for (const field of [exposureNumber, whitePoint]) field.addEventListener('blur', refresh);
  store.watch(['display', 'scene', 'overrides', 'capabilities'], refresh);
  const badge = byId('denoised', HTMLElement);
  store.watch(['denoised', 'renderState', 'display'], () => {
    const { quality, working, seconds } = state.denoised;
    badge.hidden = quality === 'off' && !working;
    const done = `Denoised (${quality})${seconds > 0 && !working ? ` in ${seconds.toFixed(1)} s` : ''}`;
    setText(badge, working ? 'Denoising …' : quality === 'off' ? '' : done);
  });
}

function setUpRender(store: Store, workspace: Workspace): void {
  const { state } = store;
  const integrator = byId('integrator', HTMLSelectElement);
  const samples = byId('samples', HTMLInputElement);
  const more = byId('more', HTMLButtonElement);
  const frame = byId('frame', HTMLInputElement);

  frame.onchange = () => {
    const value = numberIn(frame);
    workspace.setRender('frame', value === null ? undefined : Math.round(value));
  };
  integrator.onchange = () => workspace.setRender('integrator', integrator.value || undefined);
  samples.onchange = () => {
    const value = numberIn(samples);
    workspace.setRender('samples', value === null ? undefined : Math.round(value));
  };
  samples.onkeydown = (event) => {
    if (event.key === 'Enter' && !event.ctrlKey) samples.blur();
  };
  more.onclick = () => {
    const { scene, renderState } = state;
    if (!scene) return;
    const target = renderState === 'cancelled' ? scene.samples : 2 * scene.samples;
    workspace.more(Math.min(mostSamples, target));
  };

  const refresh = (): void => {
    const { scene, overrides, renderState } = state;
    const off = scene === null;
    integrator.disabled = off;
    const isClassic = scene?.integrator === 'classic';
    samples.disabled = off || isClassic;
    // There is something to add to when a picture of many samples is there.
    more.disabled = off || isClassic || (renderState !== 'done' && renderState !== 'cancelled' && renderState !== 'rendering');
    setText(more, renderState === 'cancelled' ? 'Continue' : 'More samples');
    integrator.value = overrides.integrator ?? '';
    byId('frame-field', HTMLElement).hidden = !scene?.frames;
    if (off) return;
    if (scene.frames) {
      const [first, last] = scene.frames;
      frame.min = String(first);
      frame.max = String(last);
      setText(byId('frame-last', HTMLElement), `to ${last}`);
      show(frame, String(scene.frame));
    }
    const own = overrides.integrator === undefined ? ` (${scene.integrator.replace('_', ' ')})` : '';
    setText(integrator.options[0]!, `Scene’s own${own}`);
    // The 2018 demo's shading is for its own scenes.
    for (const option of integrator.options) {
      if (option.value === 'classic') option.disabled = scene.format !== 'demo-2018';
    }
    show(samples, String(scene.samples));
  };
  for (const field of [samples, frame]) field.addEventListener('blur', refresh);
  store.watch(['scene', 'overrides', 'renderState'], refresh);
}
