import type { Action } from './action.ts';

/** One of those that are called the same, as mute on a head and on a strip: whichever is found does it to the chosen track. */
export function oncePerName(actions: readonly Action[]): readonly Action[] {
  const named = new Set<string>();
  return actions.filter(({ group, label }) => {
    const name = `${group} ${label}`;
    const isNew = !named.has(name);
    named.add(name);
    return isNew;
  });
}

/** The actions whose label and group have every typed word, those whose label begins with it first; all of them for nothing. */
export function findActions(actions: readonly Action[], query: string): readonly Action[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return actions;
  const scored = actions.flatMap((action) => {
    const label = action.label.toLowerCase();
    const all = `${label} ${action.group.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) return [];
    const starts = words.filter((word) => new RegExp(`(^|\\s)${escapeRegExp(word)}`).test(label)).length;
    return [{ action, score: starts * 2 + (label.startsWith(words[0]!) ? 3 : 0) }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ action }) => action);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
