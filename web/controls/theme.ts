// Dark, light, or as the system says.
import { recall, remember } from '../state/storage';
import type { Store, Theme } from '../state/store';
import { byId } from './dom';

const order: readonly Theme[] = ['system', 'light', 'dark'];
const labels = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' } as const;

export function setUpTheme(store: Store): void {
  const { state } = store;
  const button = byId('theme', HTMLButtonElement);
  const remembered = recall('theme');
  if (remembered === 'light' || remembered === 'dark') store.set({ theme: remembered });
  button.onclick = () => {
    const theme = order[(order.indexOf(state.theme) + 1) % order.length]!;
    remember('theme', theme === 'system' ? null : theme);
    store.set({ theme });
  };
  store.watch(['theme'], () => {
    const { dataset } = document.documentElement;
    if (state.theme === 'system') delete dataset['theme'];
    else dataset['theme'] = state.theme;
    button.setAttribute('aria-label', labels[state.theme]);
    button.title = labels[state.theme];
  });
}
