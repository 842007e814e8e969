import type { Settings } from '../records/settings.ts';
import { command } from './command.ts';

export const renameSession = command((draft, { name }: { readonly name: string }) => {
  draft.update('settings', 'session', { name: name.trim() });
});

export type SetTags = { readonly [Tag in keyof Settings['tags']]?: Settings['tags'][Tag] | null };

/** Sets tags that bounced files carry; null takes one away, an absent one stays. */
export const setTags = command((draft, given: SetTags) => {
  const all = { ...draft.get('settings', 'session').tags, ...given };
  const tags = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined));
  draft.update('settings', 'session', { tags });
});
