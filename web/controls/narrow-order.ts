// On narrow screens the parts of the page stand in one column in an order of their own (narrow.css). Keyboard and screen
// readers meet them in that order, too: parts that come later there are moved behind the editor.
import { byId } from './dom';

const narrow = '(max-width: 860px)';

export function setUpNarrowOrder(): void {
  const page = byId('page', HTMLElement);
  const parts = ['render-toolbar', 'settings', 'readout', 'tour', 'render-buttons'].map((id) => {
    const part = byId(id, HTMLElement);
    const place = document.createComment('');
    part.before(place);
    return { part, place };
  });
  const query = matchMedia(narrow);
  const arrange = (): void => {
    const focused = document.activeElement;
    for (const { part, place } of parts) {
      if (query.matches) page.append(part);
      else place.after(part);
    }
    // Whatever is moved loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  };
  query.addEventListener('change', arrange);
  if (query.matches) arrange();
}
