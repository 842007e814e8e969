import { processors } from '../../src-shared/dsp/processors.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { edit } from './edit.ts';
import { type LaneChoice, laneChoices } from './lane-name.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import type { Row } from './track-rows.ts';

/** What can be automated on a strip, its devices and sends in menus of their own; choosing makes the lane and shows it. */
export function automationItems(timeline: TimelineState, stripId: string): MenuItem[] {
  const { session } = timeline.app.session;
  const choices = laneChoices(session, stripId);
  const has = ({ target, key }: LaneChoice) =>
    Object.values(session.lanes).some(
      (lane) => lane.stripId === stripId && lane.key === key && JSON.stringify(lane.target) === JSON.stringify(target),
    );
  const item = (choice: LaneChoice, text: string): MenuItem => ({
    text,
    checked: has(choice),
    run: () => {
      timeline.open(stripId);
      if (!has(choice))
        void timeline.commit(edit({ command: 'addLane', args: { stripId, target: choice.target, key: choice.key } }));
    },
  });
  const items = choices.filter(({ target }) => target.kind !== 'device').map((choice) => item(choice, choice.name));
  for (const deviceId of session.strips[stripId]?.deviceIds ?? []) {
    const type = session.devices[deviceId]?.type ?? '';
    const own = choices.filter(({ group }) => group === deviceId);
    const text = (choice: LaneChoice) => choice.name.split(' · ').slice(1).join(' · ');
    if (own.length > 0)
      items.push({ text: processors[type]?.label ?? type, items: own.map((choice) => item(choice, text(choice))) });
  }
  return items;
}

/** What can be done to a lane. */
export function laneMenuItems(timeline: TimelineState, { laneId, stripId }: Row): MenuItem[] {
  const lane = timeline.app.session.session.lanes[laneId ?? ''];
  if (!lane) return [];
  return [
    {
      text: 'Read automation',
      checked: lane.enabled,
      run: () =>
        void timeline.commit(edit({ command: 'setLaneEnabled', args: { laneId: lane.id, enabled: !lane.enabled } })),
    },
    { text: 'Automate another parameter', items: automationItems(timeline, stripId) },
    'separator',
    { text: 'Hide automation', run: () => timeline.toggleOpened(stripId) },
    {
      text: 'Remove this lane',
      run: () => void timeline.commit(edit({ command: 'removeLane', args: { laneId: lane.id } })),
    },
  ];
}
