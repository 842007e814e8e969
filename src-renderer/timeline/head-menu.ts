import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { armTrack } from '../recording/input-edits.ts';
import { inputItems, monitorItems } from '../recording/input-menu.ts';
import { inputOf } from '../recording/track-input.ts';
import { edit, sendEdit } from './edit.ts';
import { automationItems } from './lane-menu-items.ts';
import { actionItem, type MenuPlace, TRACK_COLOURS } from './lanes-menu.ts';
import type { Row } from './track-rows.ts';

/** What is recorded on a track, and how that is heard. */
function inputLines({ timeline: { app }, actions }: MenuPlace, trackId: string): MenuItem[] {
  const { session } = app.session;
  return [
    { text: 'Input', items: inputItems(app, trackId) },
    { text: 'Monitor', items: monitorItems(app, trackId) },
    {
      text: 'Armed',
      keys: actions.keyText('track.arm'),
      checked: inputOf(session, trackId)?.armed === true,
      run: () => void app.attempt(() => sendEdit(app, armTrack(session, trackId, app.audio.inputCount))),
    },
  ];
}

/** The context menu of a head. */
export function headMenu(place: MenuPlace, row: Row, rename: () => void): void {
  const { timeline, menu, event } = place;
  const { app } = timeline;
  const { session } = app.session;
  const strip = session.strips[row.stripId];
  if (!strip) return;
  app.selection.selectStrip(row.stripId);
  const action = (id: string) => actionItem(place, id);
  const groups = Object.values(session.strips).filter(({ kind, id }) => kind === 'group' && id !== strip.id);
  const colours = TRACK_COLOURS.map(
    (text, colour): MenuItem => ({
      text,
      colour,
      checked: strip.colour === colour,
      run: () => void timeline.commit(edit({ command: 'setColour', args: { stripId: strip.id, colour } })),
    }),
  );
  const inGroup = (groupId: string | null, text: string): MenuItem => ({
    text,
    checked: strip.groupId === groupId,
    run: () => void timeline.commit(edit({ command: 'setGroup', args: { stripId: strip.id, groupId } })),
  });
  const outputs = Object.values(session.strips).filter(({ kind, id }) => kind !== 'track' && id !== strip.id);
  const mixable = strip.kind !== 'master';
  menu.open(
    event,
    [
      { text: 'Rename', keys: 'F2', run: rename },
      { text: 'Colour', items: colours },
      ...(mixable
        ? [
            { text: 'Group', items: [inGroup(null, 'None'), ...groups.map(({ id, name }) => inGroup(id, name))] },
            {
              text: 'Output',
              items: outputs.map(
                ({ id, name }): MenuItem => ({
                  text: name,
                  checked: strip.outputId === id,
                  run: () =>
                    void timeline.commit(edit({ command: 'setOutput', args: { stripId: strip.id, outputId: id } })),
                }),
              ),
            },
          ]
        : []),
      ...(strip.kind === 'track' ? inputLines(place, strip.id) : []),
      { text: 'Automate', items: automationItems(timeline, strip.id) },
      ...(Object.values(session.lanes).some(({ stripId }) => stripId === strip.id)
        ? [
            {
              text: timeline.opened.has(strip.id) ? 'Hide automation' : 'Show automation',
              run: () => timeline.toggleOpened(strip.id),
            },
          ]
        : []),
      'separator',
      ...action('track.add'),
      ...action('track.addBus'),
      ...action('track.addGroup'),
      ...action('track.remove'),
      'separator',
      ...action('track.armAll'),
      ...action('track.armNone'),
    ],
    strip.name,
  );
}
