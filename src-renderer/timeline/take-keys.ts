import type { Take } from '../../src-shared/session/records/take.ts';
import { answerKey } from '../controls/answer-key.ts';
import { alignTake, compTake, compWholeTake, removeTake } from './take-edits.ts';
import type { TimelineState } from './timeline-state.svelte.ts';

/**
 * A take by keyboard, from its head: Enter plays all of it, Shift+Enter the marked stretch, F2 renames, F3 types its offset,
 * Alt+← → moves it by a millisecond, with Shift by a frame, Delete removes it.
 */
export function takeKey(timeline: TimelineState, event: KeyboardEvent, take: Take): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
  answerKey(event, actOf(timeline, event, take));
}

/** The comp plays a take in the marked stretch; it says why where it cannot. */
export function compMarked(timeline: TimelineState, take: Take): void {
  const { app } = timeline;
  const { range } = app.selection;
  const change = range && compTake(app.session.session, take.id, range);
  if (!change) app.notify('Mark a stretch in the ruler first.', 'warning');
  else if (change.steps.length === 0) app.notify(`“${take.name}” has nothing there, or plays there already.`);
  else void timeline.commit(change);
}

function actOf(timeline: TimelineState, event: KeyboardEvent, take: Take): (() => void) | undefined {
  const { app, sampleRateHz } = timeline;
  const { session } = app.session;
  const sideways = { ArrowLeft: 1, ArrowRight: -1 }[event.key];
  if (sideways && event.altKey) {
    const frames = event.shiftKey ? 1 : Math.round(sampleRateHz / 1000);
    const now = timeline.shown.takes[take.id]?.roundTripFrames ?? take.roundTripFrames;
    return () => void timeline.commit(alignTake(take.id, now + sideways * frames), timeline.keys.key());
  }
  if (event.key === 'Enter' && event.shiftKey) return () => compMarked(timeline, take);
  const acts: { readonly [key: string]: () => void } = {
    Enter: () => void timeline.commit(compWholeTake(session, take.id)),
    F2: () => {
      timeline.typedTake = { takeId: take.id, field: 'name' };
    },
    F3: () => {
      timeline.typedTake = { takeId: take.id, field: 'offset' };
    },
    Delete: () => void timeline.commit(removeTake(take.id)),
  };
  return acts[event.key];
}
