import type { Take } from '../../src-shared/session/records/take.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { toggleAudition } from '../recording/audition.ts';
import { compWholeTake, removeTake } from './take-edits.ts';
import { compMarked } from './take-keys.ts';
import type { TimelineState } from './timeline-state.svelte.ts';

/** What can be done to a take. */
export function takeMenuItems(timeline: TimelineState, take: Take): MenuItem[] {
  const { app } = timeline;
  const { range } = app.selection;
  const { session } = app.session;
  return [
    {
      text: 'Play all of it',
      keys: 'Enter',
      run: () => void timeline.commit(compWholeTake(session, take.id)),
    },
    {
      text: 'Play it in the marked stretch',
      keys: 'Shift+Enter',
      whyNot: range ? undefined : 'mark one in the ruler',
      run: () => compMarked(timeline, take),
    },
    {
      text: 'Hear it alone',
      keys: 'S',
      checked: app.engine.auditionedTakeId === take.id,
      run: () => void app.attempt(() => toggleAudition(app, take.id)),
    },
    'separator',
    { text: 'Rename', keys: 'F2', run: () => (timeline.typedTake = { takeId: take.id, field: 'name' }) },
    { text: 'Align…', keys: 'F3', run: () => (timeline.typedTake = { takeId: take.id, field: 'offset' }) },
    'separator',
    { text: 'Hide the takes', run: () => timeline.toggleTakes(take.trackId) },
    { text: 'Remove this take', keys: 'Del', run: () => void timeline.commit(removeTake(take.id)) },
  ];
}
