// On narrow screens the parts of the page stand in one column in an order of their own (narrow.css). Keyboard and screen
// readers meet them in that order, too: parts that come later there are moved behind the editor.
import { byId } from './dom';

const narrow = '(max-width: 860px)';

export function setUpNarrowOrder(): void {
  const page = byId('page', HTMLElement);
  const dock = byId('dock', HTMLElement);
  const notice = byId('notice', HTMLElement);
  const docked = ['notice', 'tour', 'render-buttons'];
  const parts = ['render-toolbar', 'settings', 'readout', ...docked].map((id) => {
    const part = byId(id, HTMLElement);
    const place = document.createComment('');
    part.before(place);
    return { part, place };
  });
  const query = matchMedia(narrow);
  const arrange = (): void => {
    const focused = document.activeElement;
    for (const { part, place } of parts) {
      if (query.matches) (docked.includes(part.id) ? dock : page).append(part);
      else place.after(part);
    }
    page.append(dock);
    // Whatever is moved loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  };
  query.addEventListener('change', arrange);
  if (query.matches) arrange();
  // What has the focus, and the list of problems, stand above what stays at the bottom (narrow.css).
  const observer = new ResizeObserver(() => {
    document.documentElement.style.setProperty('--dock-height', `${dock.offsetHeight + notice.offsetHeight}px`);
  });
  observer.observe(dock);
  observer.observe(notice);
}
