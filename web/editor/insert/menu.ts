// The Insert menu: a menu button with its menu (WAI-ARIA's pattern), in groups by kind.
import type { EditorView } from '@codemirror/view';
import { byId, make } from '../../controls/dom';
import { announce, sayAt } from '../note';
import { snippets, type Snippet } from '../schema/snippets';
import { foreign, insertSnippet } from './insert';

const titles: Readonly<Record<string, string>> = {
  object: 'Object', light: 'Light', material: 'Material', texture: 'Texture', medium: 'Medium',
  environment: 'Environment, in place of the one there', camera: 'Camera, in place of the one there',
};

/** `onForeign`: the scene has to become one of Raypool's own first, and then the thing can be put in again. */
export function setUpInsertMenu(view: EditorView, onForeign: (why: string, again: () => void) => void): void {
  const button = byId('edit-insert', HTMLButtonElement);
  const menu = byId('insert-menu', HTMLElement);
  const items: HTMLButtonElement[] = [];

  const setOpen = (open: boolean): void => {
    menu.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
  };
  const close = (): void => {
    setOpen(false);
    button.focus();
  };
  const choose = (snippet: Snippet): void => {
    setOpen(false);
    const problem = insertSnippet(view, snippet);
    if (problem === foreign) onForeign(problem, () => choose(snippet));
    else if (problem !== null) sayAt(view, problem);
    else announce(`Inserted: ${snippet.label}.`);
    // The focus was in the menu; the editor takes it where a keyboard is.
    if (!view.hasFocus) button.focus({ preventScroll: true });
  };

  for (const [kind, title] of Object.entries(titles)) {
    const group = make('div', 'menu-group');
    group.setAttribute('role', 'group');
    const heading = make('p', 'menu-title', title);
    heading.id = `insert-${kind}`;
    group.setAttribute('aria-labelledby', heading.id);
    group.append(heading);
    for (const snippet of snippets.filter((one) => one.kind === kind)) {
      const item = make('button', 'menu-item', snippet.label);
      item.type = 'button';
      item.setAttribute('role', 'menuitem');
      item.tabIndex = -1;
      item.title = snippet.description;
      item.onclick = () => choose(snippet);
      items.push(item);
      group.append(item);
    }
    menu.append(group);
  }

  button.onclick = () => {
    if (!menu.hidden) return close();
    setOpen(true);
    items[0]!.focus();
  };
  button.onkeydown = (event) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setOpen(true);
    items.at(event.key === 'ArrowDown' ? 0 : -1)!.focus();
  };
  menu.onkeydown = (event) => {
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    let next: HTMLButtonElement | undefined;
    if (event.key === 'ArrowDown') next = items[(at + 1) % items.length];
    else if (event.key === 'ArrowUp') next = items.at(at - 1);
    else if (event.key === 'Home') next = items[0];
    else if (event.key === 'End') next = items.at(-1);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') return setOpen(false);
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((item) => item.textContent!.startsWith(event.key.toLowerCase()));
    } else return;
    event.preventDefault();
    event.stopPropagation();
    next?.focus();
  };
  menu.addEventListener('focusout', (event) => {
    const to = event.relatedTarget as Node | null;
    // A press on what takes no focus, on the menu's own edge for one, leaves it open.
    if (to && !menu.contains(to) && to !== button) setOpen(false);
  });
  addEventListener('pointerdown', (event) => {
    if (!menu.hidden && event.target instanceof Node && !menu.contains(event.target) && !button.contains(event.target)) setOpen(false);
  });
}
