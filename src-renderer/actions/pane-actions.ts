import type { Action } from './action.ts';

const FOCUSABLE = 'button, input, select, textarea, a[href], [tabindex]';

/** The panes that one can see, in the order of the page: whatever has `data-pane="Name"`. */
function panes(): HTMLElement[] {
  const all = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  // A pane that holds others is reached through them.
  return all.filter((pane) => !pane.querySelector('[data-pane]'));
}

/** Moves the focus to the next pane's first element, or to the one that had it last (`tabindex="0"` of a roving group). */
function movePane(step: 1 | -1): void {
  const all = panes();
  const at = all.findIndex((pane) => pane.contains(document.activeElement));
  const next = all[(at + step + all.length) % all.length] ?? all[0];
  const first = [...(next?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].find(
    (element) => element.tabIndex >= 0 && element.offsetParent !== null && !element.hasAttribute('disabled'),
  );
  (first ?? next)?.focus();
}

export const paneActions: readonly Action[] = [
  {
    id: 'focus.nextPane',
    label: 'Next pane',
    group: 'View',
    scope: 'everywhere',
    keys: ['F6'],
    run: () => movePane(1),
  },
  {
    id: 'focus.previousPane',
    label: 'Previous pane',
    group: 'View',
    scope: 'everywhere',
    keys: ['Shift+F6'],
    run: () => movePane(-1),
  },
];
