import type { Strip } from '../../src-shared/session/records/strip.ts';
import { actionItem } from '../actions/action-item.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';
import type { MixState } from './mix-state.svelte.ts';
import { colourItem, inputLines, routeItems } from './strip-items.ts';

/** What can be done with a strip; the master has what suits it. */
export function stripMenu(mix: MixState, actions: ActionRegistry, strip: Strip): MenuItem[] {
  const { id: stripId, name } = strip;
  const rename: MenuItem = { text: 'Rename', keys: 'F2', run: () => beginRename(mix, stripId) };
  if (strip.kind === 'master') return [rename, 'separator', ...channelItems(mix, strip)];
  return [
    rename,
    colourItem(mix.app, strip),
    ...(strip.kind === 'track' ? (['separator', ...inputLines(mix.app, actions, strip)] as const) : []),
    'separator',
    ...routeItems(mix.app, strip),
    sendItem(mix, strip),
    'separator',
    {
      text: 'Solo-safe',
      checked: strip.soloSafe,
      run: () => void mix.run('setSolo', { stripId, soloSafe: !strip.soloSafe }),
    },
    ...channelItems(mix, strip),
    'separator',
    ...addItems(mix.app, actions),
    'separator',
    ...placeItems(mix, strip),
    { text: `Remove ${name}`, keys: actions.keyText('track.remove'), run: () => void mix.removeStrip(strip) },
  ];
}

/** Where a new strip begins: on the free ground beside the strips. */
export function addItems(app: App, actions: ActionRegistry): MenuItem[] {
  return ['track.add', 'track.addBus', 'track.addGroup'].flatMap((id) => actionItem(actions, app, id));
}

function beginRename(mix: MixState, stripId: string): void {
  mix.renamingId = stripId;
}

function channelItems(mix: MixState, { id: stripId, channel }: Strip): MenuItem[] {
  const polarity = channel['polarity'] === true;
  return [
    {
      text: 'Polarity turned',
      checked: polarity,
      run: () => void mix.run('setChannelValue', { stripId, key: 'polarity', value: !polarity }),
    },
  ];
}

function sendItem(mix: MixState, strip: Strip): MenuItem {
  const unsent = mix.strips.filter(
    ({ id, kind }) => id !== strip.id && kind !== 'track' && !mix.sendsOf(strip).some(({ busId }) => busId === id),
  );
  return {
    text: 'Send to',
    whyNot: unsent.length === 0 ? 'no other bus' : undefined,
    items: unsent.map(({ id: busId, name, colour }) => ({
      text: name,
      colour,
      run: () => void mix.run('addSend', { stripId: strip.id, busId, gainDb: -12 }),
    })),
  };
}

function placeItems(mix: MixState, { id: stripId }: Strip): MenuItem[] {
  const index = mix.strips.findIndex(({ id }) => id === stripId);
  const move = (to: number) => () => void mix.run('moveStrip', { stripId, index: to });
  return [
    { text: 'Move left', keys: 'Alt+←', whyNot: index === 0 ? 'first' : undefined, run: move(index - 1) },
    {
      text: 'Move right',
      keys: 'Alt+→',
      whyNot: index === mix.strips.length - 1 ? 'last' : undefined,
      run: move(index + 1),
    },
  ];
}
