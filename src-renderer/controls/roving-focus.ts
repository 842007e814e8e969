/**
 * One stop of the Tab key for a group of controls; arrows, Home and End move within it. The one that had the focus last
 * has it again: `<div role="toolbar" {@attach rovingFocus('button')}>`.
 * @param keys `arrows` leaves Home and End to the song.
 */
export function rovingFocus(selector: string, keys: 'arrows' | 'all' = 'all'): (group: HTMLElement) => () => void {
  return (group) => {
    const items = () => [...group.querySelectorAll<HTMLElement>(selector)];
    const settle = () => {
      const all = items();
      const chosen = all.find((item) => item.tabIndex === 0 && !item.hasAttribute('disabled')) ?? all[0];
      for (const item of all) item.tabIndex = item === chosen ? 0 : -1;
    };
    const onKey = (event: KeyboardEvent) => {
      const all = items().filter((item) => !item.hasAttribute('disabled'));
      const at = all.indexOf(document.activeElement as HTMLElement);
      const isOurs = keys === 'all' || event.key.startsWith('Arrow');
      const next = at < 0 || !isOurs ? undefined : all[nextPlace(event.key, at, all.length)];
      if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    };
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !target.matches(selector)) return;
      for (const item of items()) item.tabIndex = item === target ? 0 : -1;
    };
    settle();
    const watch = new MutationObserver(settle);
    watch.observe(group, { childList: true, subtree: true });
    group.addEventListener('keydown', onKey);
    group.addEventListener('focusin', onFocus);
    return () => {
      watch.disconnect();
      group.removeEventListener('keydown', onKey);
      group.removeEventListener('focusin', onFocus);
    };
  };
}

/** Where a key leads from the place it was pressed at, round and round; −1 for a key that leads nowhere. */
export function nextPlace(key: string, at: number, count: number): number {
  if (key === 'ArrowRight' || key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowLeft' || key === 'ArrowUp') return (at - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : -1;
}
