// The link to the scene in hand, how long it is, and what it can't carry.
import { byId, setText } from '../controls/dom';
import { fileName } from '../files/names';
import type { Store } from '../state/store';
import { baseWithin, longestLink, longLink, toFragment } from './share-link';

const namesShown = 5;

/** `home`: the page's own folder. */
export function setUpSharing(store: Store, home: string): void {
  const { state } = store;
  const dialog = byId('share-dialog', HTMLDialogElement);
  const link = byId('share-link', HTMLInputElement);
  const copy = byId('share-copy', HTMLButtonElement);
  const status = byId('share-status', HTMLElement);
  const warnings = byId('share-warnings', HTMLElement);

  const show = async (): Promise<void> => {
    setText(status, '');
    warnings.replaceChildren();
    link.value = '';
    dialog.showModal();
    const address = state.sceneId !== ''
      ? `${home}?scene=${encodeURIComponent(state.sceneId)}`
      : home + await toFragment({ text: state.text, base: baseWithin(state.base, home) }, state.width > 0 ? [state.width, state.height] : null);
    const tooLong = address.length > longestLink;
    link.value = tooLong ? '' : address;
    copy.disabled = tooLong;
    setText(status, tooLong ? '' : `The link is ${address.length.toLocaleString('en')} characters long.`);
    const said = [lengthWarning(address.length), filesWarning()].filter((text) => text !== '');
    warnings.replaceChildren(...said.map((text) => Object.assign(document.createElement('li'), { textContent: text })));
    if (!tooLong) {
      link.focus();
      link.select();
    }
  };
  const filesWarning = (): string => {
    if (state.sceneId !== '') return '';
    const text = state.text.toLowerCase();
    const here = state.files.map(({ name }) => fileName(name)).filter((name) => text.includes(name.toLowerCase()));
    if (here.length === 0) return '';
    const more = here.length > namesShown ? ` and ${here.length - namesShown} more` : '';
    return `The scene names files that are in this browser only: ${here.slice(0, namesShown).join(', ')}${more}. ` +
      'Send them along: whoever opens the link can drop them onto the page.';
  };

  byId('share', HTMLButtonElement).onclick = () => void show();
  copy.onclick = async () => {
    link.select();
    try {
      await navigator.clipboard.writeText(link.value);
      setText(status, 'Copied.');
    } catch {
      // Refused, or no secure address: the older way, and then the person's own.
      setText(status, document.execCommand('copy') ? 'Copied.' : 'The link is selected: copy it with Ctrl+C.');
    }
  };
}

function lengthWarning(length: number): string {
  const instead = 'Send the scene as JSON, or the picture as PNG, which carries the scene.';
  if (length > longestLink) return `The link would be ${Math.ceil(length / 1000).toLocaleString('en')} thousand characters long, which browsers don’t open. ${instead}`;
  if (length > longLink) return `Browsers open it, but mail and chat programs may cut a link this long. ${instead}`;
  return '';
}
