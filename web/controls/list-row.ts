// Rows of the lists in dialogs: a name, facts, buttons that say whose they are; and the focus, which a list that is made anew
// would lose.
import { make } from './dom';

export interface ListRow {
  item: HTMLElement;
  addButton(label: string, run: () => void): void;
}

export function makeRow(name: string, shownName: string, facts: string): ListRow {
  const item = make('li', 'file');
  const text = make('div', 'file-text');
  text.append(make('span', 'file-name', shownName), make('span', 'file-facts', facts));
  const buttons = make('div', 'file-buttons');
  item.append(text, buttons);
  return {
    item,
    addButton(label, run) {
      const button = make('button', 'button small', label);
      button.type = 'button';
      button.setAttribute('aria-label', `${label}: ${name}`);
      button.onclick = run;
      buttons.append(button);
    },
  };
}

/** Makes a list of the dialog anew; the button that had the focus has it again, or else `otherwise`. */
export function keepingFocus(dialog: HTMLDialogElement, remake: () => void, otherwise?: HTMLElement): void {
  const focused = document.activeElement?.getAttribute('aria-label') ?? '';
  remake();
  if (focused === '' || document.activeElement !== document.body || !dialog.open) return;
  const again = [...dialog.querySelectorAll('button')].find((button) => button.getAttribute('aria-label') === focused);
  (again ?? otherwise)?.focus();
}
