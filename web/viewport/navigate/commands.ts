// The camera by keys while the picture has the focus, and by buttons: each a small step of what a drag does.
import type { Store } from '../../state/store';
import { byId, make } from '../../controls/dom';
import type { Navigator } from './navigator';
import { dolly, frameAll, orbit, pan, type Pose } from './pose';

const stepRadians = (7.5 * Math.PI) / 180;
const stepShare = 0.08;
const stepFactor = 0.85;
/** Keys that are held repeat; all of that is one gesture. */
const keyEndMs = 350;

type Step = (pose: Pose) => Pose;

const steps = {
  'orbit-left': (pose) => orbit(pose, -stepRadians, 0),
  'orbit-right': (pose) => orbit(pose, stepRadians, 0),
  'orbit-up': (pose) => orbit(pose, 0, stepRadians),
  'orbit-down': (pose) => orbit(pose, 0, -stepRadians),
  'pan-left': (pose) => pan(pose, -stepShare, 0),
  'pan-right': (pose) => pan(pose, stepShare, 0),
  'pan-up': (pose) => pan(pose, 0, stepShare),
  'pan-down': (pose) => pan(pose, 0, -stepShare),
  nearer: (pose) => dolly(pose, stepFactor, pose.target),
  farther: (pose) => dolly(pose, 1 / stepFactor, pose.target),
} satisfies Record<string, Step>;

/** The buttons, a row each. */
const rows: readonly (readonly [string, readonly (readonly [keyof typeof steps | 'frame', string, string])[]])[] = [
  ['Turn', [
    ['orbit-left', '←', 'Turn left'], ['orbit-right', '→', 'Turn right'], ['orbit-up', '↑', 'Turn up'], ['orbit-down', '↓', 'Turn down'],
  ]],
  ['Move', [
    ['pan-left', '←', 'Move left'], ['pan-right', '→', 'Move right'], ['pan-up', '↑', 'Move up'], ['pan-down', '↓', 'Move down'],
  ]],
  ['Go', [['nearer', '+', 'Nearer'], ['farther', '−', 'Farther'], ['frame', 'Show all', 'Show all']]],
];

const keys: Readonly<Record<string, keyof typeof steps>> = {
  ArrowLeft: 'orbit-left', ArrowRight: 'orbit-right', ArrowUp: 'orbit-up', ArrowDown: 'orbit-down',
  'Shift+ArrowLeft': 'pan-left', 'Shift+ArrowRight': 'pan-right', 'Shift+ArrowUp': 'pan-up', 'Shift+ArrowDown': 'pan-down',
  '+': 'nearer', '=': 'nearer', '-': 'farther', _: 'farther',
};

export interface CommandOptions {
  stage: HTMLElement;
  store: Store;
  navigator: Navigator;
  isOn(): boolean;
  undo(): void;
  redo(): void;
}

export function setUpCommands({ stage, store, navigator, isOn, undo, redo }: CommandOptions): void {
  const take = (step: Step): void => {
    if (!navigator.begin()) return;
    navigator.change(step);
    navigator.endSoon(keyEndMs);
  };
  const frame = (): void => {
    const bounds = store.state.scene?.bounds;
    if (bounds) take((pose) => frameAll(pose, bounds));
  };
  stage.addEventListener('keydown', (event) => {
    if (event.target !== stage || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      const key = event.key.toLowerCase();
      const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
      if (!isRedo && key !== 'z') return;
      event.preventDefault();
      if (isRedo) redo();
      else undo();
      return;
    }
    if (!isOn()) return;
    const step = keys[event.shiftKey && event.key.startsWith('Arrow') ? `Shift+${event.key}` : event.key];
    if (step) take(steps[step]);
    else if (event.key === 'Home') frame();
    else return;
    event.preventDefault();
  });

  const pad = byId('camera-pad', HTMLDetailsElement);
  pad.onkeydown = (event) => {
    if (event.key !== 'Escape' || !pad.open) return;
    pad.open = false;
    pad.querySelector('summary')!.focus();
  };
  byId('camera-steps', HTMLElement).append(...rows.flatMap(([name, commands]) => {
    const title = make('span', 'pad-name', name);
    title.id = `pad-${name.toLowerCase()}`;
    const group = make('span', 'joined');
    group.setAttribute('role', 'group');
    group.setAttribute('aria-labelledby', title.id);
    group.append(...commands.map(([command, sign, label]) => {
      const button = make('button', command === 'frame' ? 'button small wide' : 'button small', sign);
      button.type = 'button';
      if (label !== sign) button.setAttribute('aria-label', label);
      button.onclick = () => (command === 'frame' ? frame() : take(steps[command]));
      return button;
    }));
    return [title, group];
  }));
}
