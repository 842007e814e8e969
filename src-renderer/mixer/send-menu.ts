import type { Send } from '../../src-shared/session/records/send.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';

/** What can be done with a send besides its level. */
export function sendMenu(app: App, bus: Strip, { id: sendId, pre, enabled }: Send): MenuItem[] {
  const run = (command: string, args: object) => () =>
    void app.attempt(() => app.session.run(command, { sendId, ...args }));
  return [
    { text: 'On', checked: enabled, run: run('setSend', { enabled: !enabled }) },
    { text: 'Pre-fader', checked: pre, run: run('setSend', { pre: !pre }) },
    { text: '0 dB', run: run('setSend', { gainDb: 0 }) },
    'separator',
    { text: `Show ${bus.name}`, run: () => app.selection.selectStrip(bus.id) },
    'separator',
    { text: 'Remove send', run: run('removeSend', {}) },
  ];
}
