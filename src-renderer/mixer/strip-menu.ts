import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { armTrack } from '../recording/input-edits.ts';
import { inputItems, monitorItems } from '../recording/input-menu.ts';
import { inputOf } from '../recording/track-input.ts';
import { sendEdit } from '../timeline/edit.ts';
import type { MixState } from './mix-state.svelte.ts';

/** The names of the track colours, by their index. */
export const COLOUR_NAMES = [
  'Neutral',
  'Brick',
  'Shell',
  'Ochre',
  'Straw',
  'Olive',
  'Lichen',
  'Jade',
  'Foam',
  'Harbour',
  'Haze',
  'Iris',
  'Heather',
] as const;

/** What can be done with a strip; the master has what suits it. */
export function stripMenu(mix: MixState, actions: ActionRegistry, strip: Strip): MenuItem[] {
  const { id: stripId, name } = strip;
  const rename: MenuItem = { text: 'Rename', keys: 'F2', run: () => beginRename(mix, stripId) };
  const colours: MenuItem = {
    text: 'Colour',
    items: COLOUR_NAMES.map((text, colour) => ({
      text,
      colour,
      checked: strip.colour === colour,
      run: () => void mix.run('setColour', { stripId, colour }),
    })),
  };
  if (strip.kind === 'master') return [rename, 'separator', ...channelItems(mix, strip)];
  return [
    rename,
    colours,
    ...(strip.kind === 'track' ? inputLines(mix, actions, strip) : []),
    'separator',
    ...routingItems(mix, strip),
    'separator',
    {
      text: 'Solo-safe',
      checked: strip.soloSafe,
      run: () => void mix.run('setSolo', { stripId, soloSafe: !strip.soloSafe }),
    },
    ...channelItems(mix, strip),
    'separator',
    ...addItems(actions),
    'separator',
    ...placeItems(mix, strip),
    { text: `Remove ${name}`, keys: actions.keyText('track.remove'), run: () => void mix.removeStrip(strip) },
  ];
}

function inputLines({ app }: MixState, actions: ActionRegistry, { id: trackId }: Strip): MenuItem[] {
  const armed = inputOf(app.session.session, trackId)?.armed === true;
  return [
    'separator',
    { text: 'Input', items: inputItems(app, trackId) },
    { text: 'Monitor', items: monitorItems(app, trackId) },
    {
      text: 'Armed',
      keys: actions.keyText('mixer.arm'),
      checked: armed,
      run: () => void app.attempt(() => sendEdit(app, armTrack(app.session.session, trackId, app.audio.inputCount))),
    },
  ];
}

/** Where a new strip begins: on the free ground beside the strips. */
export function addItems(actions: ActionRegistry): MenuItem[] {
  return (['track.add', 'track.addBus', 'track.addGroup'] as const).map((id) => ({
    text: actions.byId(id)?.label ?? id,
    keys: actions.keyText(id),
    run: () => void actions.run(id),
  }));
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

function routingItems(mix: MixState, strip: Strip): MenuItem[] {
  const stripId = strip.id;
  const others = mix.strips.filter(({ id, kind }) => id !== stripId && kind !== 'track');
  const groups = others.filter(({ kind }) => kind === 'group');
  const unsent = others.filter(({ id }) => !mix.sendsOf(strip).some(({ busId }) => busId === id));
  const outputs = [...others, mix.strip('master')];
  return [
    {
      text: 'Output',
      items: outputs.map(({ id: outputId, name, colour }) => ({
        text: name,
        colour,
        checked: strip.outputId === outputId,
        run: () => void mix.run('setOutput', { stripId, outputId }),
      })),
    },
    {
      text: 'Group',
      whyNot: groups.length === 0 ? 'none yet' : undefined,
      items: [null, ...groups].map((group) => ({
        text: group?.name ?? 'None',
        checked: strip.groupId === (group?.id ?? null),
        run: () => void mix.run('setGroup', { stripId, groupId: group?.id ?? null }),
      })),
    },
    {
      text: 'Send to',
      whyNot: unsent.length === 0 ? 'no other bus' : undefined,
      items: unsent.map(({ id: busId, name, colour }) => ({
        text: name,
        colour,
        run: () => void mix.run('addSend', { stripId, busId, gainDb: -12 }),
      })),
    },
  ];
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
