// The editor in the page's colours; variables, so that it follows dark and light by itself.
import { EditorView } from '@codemirror/view';

export const theme = EditorView.theme({
  '&': { color: 'var(--text)', backgroundColor: 'var(--panel)', fontSize: '13px' },
  // Above the gutters, which would cover an outline of the editor itself.
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused::after': {
    content: '""', position: 'absolute', inset: '0', zIndex: '300', pointerEvents: 'none',
    outline: '2px solid var(--accent)', outlineOffset: '-2px',
  },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { color: 'var(--muted)', backgroundColor: 'var(--panel)', border: 'none' },
  '.cm-gutter-lint': { width: '14px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--hover) 55%, transparent)' },
  '.cm-activeLineGutter': { color: 'var(--text)', backgroundColor: 'var(--hover)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--edge)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-soft)' },
  '.cm-foldPlaceholder': { color: 'var(--muted)', backgroundColor: 'var(--hover)', border: 'none' },
  '.cm-tooltip': {
    color: 'var(--text)', backgroundColor: 'var(--raised)', border: '1px solid var(--line)', borderRadius: '8px',
    boxShadow: 'var(--shadow)', overflow: 'hidden',
  },
  // The help stands beside the list.
  '.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'visible' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { borderRadius: '8px', fontFamily: 'var(--mono)', maxHeight: '15em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '3px 10px', display: 'flex', gap: '12px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { color: 'var(--text)', backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)', outlineOffset: '-1px' },
  '.cm-completionLabel': { flex: '1 1 auto' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionDetail': { marginLeft: '0', color: 'var(--muted)', fontStyle: 'normal', fontFamily: 'var(--sans)', fontSize: '12px' },
  '.cm-tooltip.cm-completionInfo': { padding: '0', margin: '0 6px' },
  '.cm-snippetField': { backgroundColor: 'var(--accent-soft)' },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', padding: '6px 10px' },
  '.cm-panels': { color: 'var(--text)', backgroundColor: 'var(--bg)', borderColor: 'var(--line)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '8px 12px', fontFamily: 'var(--sans)' },
  '.cm-panel.cm-search [name=close]': { minWidth: '24px', minHeight: '24px', color: 'var(--text)', fontSize: '18px' },
  '.cm-textfield': {
    color: 'var(--text)', backgroundColor: 'var(--panel)', border: '1px solid var(--edge)', borderRadius: '6px',
    padding: '4px 8px', fontSize: '13px',
  },
  '.cm-button': {
    color: 'var(--text)', backgroundColor: 'var(--raised)', backgroundImage: 'none', border: '1px solid var(--line)',
    borderRadius: '6px', minHeight: '26px', fontSize: '13px',
  },
  '.cm-panel.cm-search label': {
    display: 'inline-flex', alignItems: 'center', gap: '4px', marginRight: '10px', fontSize: '13px', whiteSpace: 'nowrap',
  },
});
