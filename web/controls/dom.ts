// Elements of shell.html by id and kind; a missing one is a fault of ours and says so at once.

export function byId<T extends Element>(id: string, kind: abstract new (...a: never[]) => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`shell.html has no ${kind.name} #${id}`);
  return element;
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, className: string, text = '',
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  if (text !== '') element.textContent = text;
  return element;
}

/** Writes a text only if it changed: unchanged writes cost layout and wake screen readers. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
