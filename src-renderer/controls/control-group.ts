const CONTROLS = 'button, input, select, [role="slider"], [role="spinbutton"]';
/** Where ↑ ↓ change a value. */
const VALUES = 'select, [role="slider"], [role="spinbutton"]';

/**
 * One stop of the Tab key for a strip or a track head, however many controls it holds. Enter goes into it, to the control
 * that had the focus last; ← → go from control to control, and so do ↑ ↓ where they change no value; Esc comes back out.
 * `<div tabindex="0" {@attach controlGroup}>`
 */
export function controlGroup(group: HTMLElement): () => void {
  let last: HTMLElement | undefined;
  const controls = () =>
    [...group.querySelectorAll<HTMLElement>(CONTROLS)].filter((control) => !control.hasAttribute('disabled'));
  const settle = () => {
    for (const control of group.querySelectorAll<HTMLElement>(CONTROLS)) control.tabIndex = -1;
  };
  /** Before the control itself has the key. */
  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input')) return;
    const next = goal(event.key, target);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  };
  const goal = (key: string, target: HTMLElement): HTMLElement | undefined => {
    const all = controls();
    if (target === group) return key === 'Enter' ? (all.find((control) => control === last) ?? all[0]) : undefined;
    const at = all.indexOf(target);
    if (at < 0) return undefined;
    if (key === 'Escape') return group;
    return all[at + stepOf(key, target.matches(VALUES))];
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement && target !== group && target.matches(CONTROLS)) last = target;
  };
  settle();
  const watch = new MutationObserver((records) => {
    // A number that is written as it plays is no new control.
    if (records.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element))) settle();
  });
  watch.observe(group, { childList: true, subtree: true });
  group.addEventListener('keydown', onKey, true);
  group.addEventListener('focusin', onFocus);
  return () => {
    watch.disconnect();
    group.removeEventListener('keydown', onKey, true);
    group.removeEventListener('focusin', onFocus);
  };
}

/** How many controls further a key leads; NaN where it leads nowhere. */
export function stepOf(key: string, changesValue: boolean): number {
  if (key === 'ArrowRight') return 1;
  if (key === 'ArrowLeft') return -1;
  if (changesValue) return Number.NaN;
  if (key === 'ArrowDown') return 1;
  return key === 'ArrowUp' ? -1 : Number.NaN;
}
