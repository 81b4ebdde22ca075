// Keys that work anywhere on the page, and the dialog that lists them.
import { byId } from './dom';

/** Alt and a key, by the key's place: with Alt held, some layouts type other characters. */
const withAlt: Readonly<Record<string, string>> = {
  KeyP: 'pause', KeyC: 'cancel', KeyM: 'more', KeyW: 'overlay', KeyO: 'open', KeyS: 'save-png', Digit0: 'zoom-fit',
};

export function setUpShortcuts(nextProblem: () => void): void {
  const help = byId('help-dialog', HTMLDialogElement);
  const showHelp = (): void => {
    if (document.querySelector('dialog[open]')) return;
    // Where there are fingers and perhaps no keys, those come first.
    const fingers = byId('help-fingers', HTMLTableSectionElement);
    const table = fingers.closest('table')!;
    if (matchMedia('(pointer: coarse)').matches) table.tBodies[0]!.before(fingers);
    else table.append(fingers);
    help.showModal();
  };
  byId('help', HTMLButtonElement).onclick = showHelp;
  // A click on the backdrop is a click on the dialog element itself.
  for (const dialog of document.querySelectorAll('dialog')) {
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      press('render', event);
    } else if (event.code === 'KeyS' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      press('scene-save', event);
    } else if (event.altKey && !event.ctrlKey && !event.metaKey && withAlt[event.code]) {
      press(withAlt[event.code]!, event);
    } else if (event.key === 'F8') {
      event.preventDefault();
      nextProblem();
    } else if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault();
      showHelp();
    }
  });
}

function press(id: string, event: KeyboardEvent): void {
  event.preventDefault();
  byId(id, HTMLElement).click();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('textarea, select, input:not([type=range], [type=checkbox])');
}
