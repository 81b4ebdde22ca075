// CodeMirror puts its styles into a <style> element, which a strict Content-Security-Policy refuses (a static host can
// make no fresh nonces). Its style module uses constructed style sheets instead where the root has no head, as a shadow
// root has none; so the document hides its head while the root's style set is made. It is kept with the root.
import { StyleModule } from 'style-mod';

export function useConstructedStyleSheets(): void {
  if (!('adoptedStyleSheets' in document)) return;
  Object.defineProperty(document, 'head', { value: null, configurable: true });
  try {
    StyleModule.mount(document, new StyleModule({}));
  } finally {
    delete (document as { head?: unknown }).head;
  }
}
