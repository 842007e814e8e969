import { actionItem } from '../actions/action-item.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { colourItem, inputLines, routeItems } from '../mixer/strip-items.ts';
import { dropIndex, nextDrop } from './head-order.ts';
import { automationItems } from './lane-menu-items.ts';
import type { MenuPlace } from './lanes-menu.ts';
import { takesOf } from './take-pieces.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import type { Row } from './track-rows.ts';

/** The context menu of a head. */
export function headMenu(place: MenuPlace, row: Row, rename: () => void): void {
  const { timeline, actions, menu, event } = place;
  const { app } = timeline;
  const { session } = app.session;
  const strip = session.strips[row.stripId];
  if (!strip) return;
  app.selection.selectStrip(row.stripId);
  const action = (id: string) => actionItem(actions, app, id);
  const mixable = strip.kind !== 'master';
  menu.open(
    event,
    [
      { text: 'Rename', keys: 'F2', run: rename },
      colourItem(app, strip),
      ...(mixable ? routeItems(app, strip) : []),
      ...(strip.kind === 'track' ? inputLines(app, actions, strip) : []),
      ...(takesOf(session.takes, strip.id).length > 0
        ? [
            {
              text: timeline.takesOpened.has(strip.id) ? 'Hide takes' : 'Show takes',
              keys: actions.keyText('timeline.takes'),
              run: () => timeline.toggleTakes(strip.id),
            },
          ]
        : []),
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
      ...(mixable ? moveItems(timeline, row.stripId) : []),
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

/** To the next place up and down, in and out of groups, as Alt with the arrows. */
function moveItems(timeline: TimelineState, stripId: string): MenuItem[] {
  const item = (text: string, keys: string, end: string, direction: 1 | -1): MenuItem => {
    const next = nextDrop(timeline.rows, timeline.shown, stripId, direction);
    return {
      text,
      keys,
      whyNot: next ? undefined : end,
      run: () => next && void timeline.commit(dropIndex(timeline.shown, stripId, next.drop)),
    };
  };
  return [item('Move up', 'Alt+↑', 'first', -1), item('Move down', 'Alt+↓', 'last', 1)];
}
