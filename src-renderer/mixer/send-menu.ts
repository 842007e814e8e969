import type { Send } from '../../src-shared/session/records/send.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { MixState } from './mix-state.svelte.ts';

/** What can be done with a send besides its level. */
export function sendMenu(mix: MixState, bus: Strip, { id: sendId, pre, enabled }: Send): MenuItem[] {
  const set = (change: { readonly pre?: boolean; readonly enabled?: boolean; readonly gainDb?: number }) => () =>
    void mix.run('setSend', { sendId, ...change });
  return [
    { text: 'On', checked: enabled, run: set({ enabled: !enabled }) },
    { text: 'Pre-fader', checked: pre, run: set({ pre: !pre }) },
    { text: '0 dB', run: set({ gainDb: 0 }) },
    'separator',
    { text: `Show ${bus.name}`, run: () => mix.select(bus.id) },
    'separator',
    { text: 'Remove send', run: () => void mix.run('removeSend', { sendId }) },
  ];
}
