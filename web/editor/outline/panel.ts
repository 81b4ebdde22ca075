// The outline beside the text: a tree (WAI-ARIA's pattern) of what is in the scene. Enter or a click selects the text;
// where the cursor is, is marked.
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { ViewPlugin, type EditorView, type ViewUpdate } from '@codemirror/view';
import type { Extension } from '@codemirror/state';
import { byId, make } from '../../controls/dom';
import { recall, remember } from '../../state/storage';
import { selectPointer } from '../select';
import { entriesAt, outline, type Entry } from './entries';

/** After the last change of the text, and of the cursor. */
const rebuildMs = 300;
const markMs = 60;
const parseMs = 20;
/** Longer lists are shut at first. */
const openUpTo = 40;

class Panel {
  private readonly tree = byId('outline-tree', HTMLElement);
  private readonly panel = byId('outline', HTMLElement);
  private readonly toggle = byId('edit-outline', HTMLButtonElement);
  private entries: readonly Entry[] = [];
  /** What the tree shows, so that typing inside of things leaves it alone. */
  private shown = '';
  private readonly items = new Map<string, HTMLElement>();
  /** Those that a person has opened or shut. */
  private readonly expanded = new Map<string, boolean>();
  private rebuildTimer = 0;
  private markTimer = 0;
  private typed = '';
  private typedAt = 0;

  constructor(private readonly view: EditorView) {
    this.tree.onkeydown = (event) => this.onKey(event);
    this.tree.onclick = (event) => this.onClick(event);
    this.toggle.onclick = () => this.setOpen(this.panel.hidden);
    byId('outline-close', HTMLButtonElement).onclick = () => {
      this.setOpen(false);
      this.toggle.focus();
    };
    this.setOpen(recall('outline') === '1', false);
  }

  update(update: ViewUpdate): void {
    if (this.panel.hidden) return;
    if (update.docChanged || syntaxTree(update.state) !== syntaxTree(update.startState)) {
      clearTimeout(this.rebuildTimer);
      this.rebuildTimer = window.setTimeout(() => this.rebuild(), rebuildMs);
    } else if (update.selectionSet) {
      clearTimeout(this.markTimer);
      this.markTimer = window.setTimeout(() => this.mark(), markMs);
    }
  }

  destroy(): void {
    clearTimeout(this.rebuildTimer);
    clearTimeout(this.markTimer);
  }

  private setOpen(open: boolean, byPerson = true): void {
    this.panel.hidden = !open;
    this.toggle.setAttribute('aria-expanded', String(open));
    if (byPerson) remember('outline', open ? '1' : null);
    if (open) this.rebuild();
    if (open && byPerson) (this.current() ?? this.visible()[0])?.focus();
  }

  private rebuild(): void {
    const { state } = this.view;
    const tree = ensureSyntaxTree(state, state.doc.length, parseMs) ?? syntaxTree(state);
    this.entries = outline(tree, state.doc);
    const shown = JSON.stringify(this.entries, (key, value: unknown) => (key === 'from' || key === 'to' ? undefined : value));
    if (shown !== this.shown) {
      this.shown = shown;
      const focused = this.tree.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['pointer'] : undefined;
      this.items.clear();
      this.tree.replaceChildren(...this.entries.map((entry) => this.item(entry, 1)));
      byId('outline-empty', HTMLElement).hidden = this.entries.length > 0;
      if (focused !== undefined) this.items.get(focused)?.focus();
    }
    this.mark();
  }

  private item(entry: Entry, level: number): HTMLElement {
    const item = make('li', 'outline-item');
    item.setAttribute('role', 'treeitem');
    item.setAttribute('aria-level', String(level));
    item.setAttribute('aria-selected', 'false');
    item.dataset['pointer'] = entry.pointer;
    item.tabIndex = -1;
    this.items.set(entry.pointer, item);
    const row = make('span', 'outline-row');
    row.style.setProperty('--level', String(level));
    const chevron = make('span', 'outline-chevron');
    chevron.setAttribute('aria-hidden', 'true');
    row.append(chevron, make('span', 'outline-label', entry.label));
    if (entry.detail) row.append(' ', make('span', 'outline-detail', entry.detail));
    item.append(row);
    if (entry.children.length > 0) {
      const open = this.expanded.get(entry.pointer) ?? entry.children.length <= openUpTo;
      item.setAttribute('aria-expanded', String(open));
      const group = make('ul', 'outline-group');
      group.setAttribute('role', 'group');
      group.hidden = !open;
      group.append(...entry.children.map((child) => this.item(child, level + 1)));
      if (entry.more > 0) {
        const more = make('li', 'outline-more', `and ${entry.more} more`);
        more.setAttribute('role', 'none');
        group.append(more);
      }
      item.append(group);
    }
    return item;
  }

  /** The innermost thing around the cursor that is not in a shut one. */
  private mark(): void {
    const around = entriesAt(this.entries, this.view.state.selection.main.from);
    const marked = around.findLast(({ pointer }) => {
      const item = this.items.get(pointer);
      return item && !item.parentElement?.closest('[hidden]');
    });
    const before = this.current();
    const item = marked ? this.items.get(marked.pointer) ?? null : null;
    if (item !== before) {
      before?.removeAttribute('aria-current');
      before?.setAttribute('aria-selected', 'false');
      item?.setAttribute('aria-current', 'true');
      item?.setAttribute('aria-selected', 'true');
      if (item) this.scrollTo(item);
    }
    this.setTabStop();
  }

  private current(): HTMLElement | null {
    return this.tree.querySelector('[aria-current="true"]');
  }

  /** In the panel only: the page stays where it is. */
  private scrollTo(item: HTMLElement): void {
    const row = item.firstElementChild as HTMLElement;
    const [box, outer] = [row.getBoundingClientRect(), this.tree.getBoundingClientRect()];
    if (box.top < outer.top || box.bottom > outer.bottom) this.tree.scrollTop += box.top - outer.top - outer.height / 3;
  }

  /** One item is where Tab comes in. */
  private setTabStop(wanted = this.tree.contains(document.activeElement) ? (document.activeElement as HTMLElement) : this.current()): void {
    const stop = wanted?.getAttribute('role') === 'treeitem' ? wanted : this.visible()[0];
    for (const item of this.items.values()) {
      const index = item === stop ? 0 : -1;
      if (item.tabIndex !== index) item.tabIndex = index;
    }
  }

  private visible(): HTMLElement[] {
    return [...this.items.values()].filter((item) => !item.parentElement?.closest('[hidden]'));
  }

  private setExpanded(item: HTMLElement, open: boolean): void {
    item.setAttribute('aria-expanded', String(open));
    item.querySelector<HTMLElement>(':scope > ul')!.hidden = !open;
    this.expanded.set(item.dataset['pointer']!, open);
    this.mark();
  }

  private choose(item: HTMLElement): void {
    // On a touch screen the keyboard would come up with the focus.
    selectPointer(this.view, item.dataset['pointer']!, !matchMedia('(pointer: coarse)').matches);
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const item = target.closest<HTMLElement>('[role=treeitem]');
    if (!item) return;
    const expanded = item.getAttribute('aria-expanded');
    // Who clicks a long list that is shut wants what is in it.
    if (expanded === 'false' || (expanded === 'true' && target.classList.contains('outline-chevron'))) {
      this.setExpanded(item, expanded === 'false');
    } else {
      this.choose(item);
    }
  }

  private onKey(event: KeyboardEvent): void {
    const item = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    const items = this.visible();
    const at = items.indexOf(item);
    const expanded = item.getAttribute('aria-expanded');
    let next: HTMLElement | null | undefined;
    switch (event.key) {
      case 'ArrowDown': next = items[at + 1]; break;
      case 'ArrowUp': next = items[at - 1]; break;
      case 'Home': next = items[0]; break;
      case 'End': next = items.at(-1); break;
      case 'ArrowRight':
        if (expanded === 'false') this.setExpanded(item, true);
        else if (expanded === 'true') next = items[at + 1];
        break;
      case 'ArrowLeft':
        if (expanded === 'true') this.setExpanded(item, false);
        else next = item.parentElement?.closest<HTMLElement>('[role=treeitem]');
        break;
      case 'Enter': case ' ': this.choose(item); break;
      case 'Escape': this.view.focus(); break;
      default:
        if (event.key.length !== 1) return;
        next = this.typeAhead(event.key, items, at);
    }
    event.preventDefault();
    event.stopPropagation();
    if (!next) return;
    next.focus();
    this.setTabStop(next);
  }

  private typeAhead(key: string, items: HTMLElement[], at: number): HTMLElement | undefined {
    const now = performance.now();
    this.typed = now - this.typedAt < 700 ? this.typed + key.toLowerCase() : key.toLowerCase();
    this.typedAt = now;
    const from = this.typed.length === 1 ? at + 1 : at;
    return [...items.slice(from), ...items.slice(0, from)]
      .find((item) => item.querySelector('.outline-label')?.textContent?.toLowerCase().startsWith(this.typed));
  }
}

export const outlinePanel: Extension = ViewPlugin.fromClass(Panel);
