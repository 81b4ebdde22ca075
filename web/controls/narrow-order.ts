// On narrow screens the parts of the page stand in one column in an order of their own (narrow.css). Keyboard and screen readers
// meet them in that order, too: parts that come later there are moved behind the editor, the last ones into the dock.
import { byId } from './dom';

const narrow = matchMedia('(max-width: 860px)');
/** There the buttons are the page's end, and stay nowhere. */
const low = matchMedia('(max-height: 520px) and (orientation: landscape)');

export function setUpNarrowOrder(): void {
  const page = byId('page', HTMLElement);
  const dock = byId('dock', HTMLElement);
  const notice = byId('notice', HTMLElement);
  const problems = byId('problems', HTMLElement).parentElement!;
  const docked = (id: string): boolean => id === 'notice' || id === 'tour' || (id === 'render-buttons' && !low.matches);
  const parts = ['render-toolbar', 'settings', 'readout', 'notice', 'tour', 'render-buttons'].map((id) => {
    const part = byId(id, HTMLElement);
    const place = document.createComment('');
    part.before(place);
    return { part, place };
  });
  const arrange = (): void => {
    const focused = document.activeElement;
    for (const { part, place } of parts) {
      if (!narrow.matches) place.after(part);
      else if (docked(part.id)) dock.append(part);
      else page.append(part);
    }
    page.append(dock);
    // Whatever is moved loses the focus.
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  };
  for (const query of [narrow, low]) query.addEventListener('change', arrange);
  if (narrow.matches) arrange();

  // What has the focus stands above what stays at the bottom (narrow.css).
  const observer = new ResizeObserver(() => {
    const { style } = document.documentElement;
    style.setProperty('--dock-height', `${dock.offsetHeight + notice.offsetHeight}px`);
    style.setProperty('--problems-height', getComputedStyle(problems).position === 'sticky' ? `${problems.offsetHeight}px` : '0px');
  });
  for (const element of [dock, notice, problems]) observer.observe(element);
}
