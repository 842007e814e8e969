import { fromTravel, type ParameterSpec, type ParameterValue } from '../../src-shared/dsp/core/parameter-spec.ts';
import { laneValueAt } from '../../src-shared/session/automation-curve.ts';
import type { AutomationPoint, Lane } from '../../src-shared/session/records/lane.ts';
import { answerKey } from '../controls/answer-key.ts';
import { stepped } from '../controls/parameter-steps.ts';
import { playheadFrames } from '../state/playhead.ts';
import { edit } from './edit.ts';
import { nextGridFrame, snapBeats } from './grid.ts';
import { handValue } from './lane-name.ts';
import type { TimelineState } from './timeline-state.svelte.ts';

/**
 * A lane by keyboard: ← → choose a point, Alt+← → move it by the grid, Alt+↑ ↓ change its value, Enter puts one at the
 * playhead, Delete takes it away.
 */
export function laneKey(timeline: TimelineState, event: KeyboardEvent, lane: Lane, spec: ParameterSpec): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
  const chosen =
    timeline.point?.laneId === lane.id
      ? lane.points.findIndex(({ atFrames }) => atFrames === timeline.point?.atFrames)
      : -1;
  answerKey(event, actOf(timeline, event, { lane, spec, chosen }));
}

type Chosen = { readonly lane: Lane; readonly spec: ParameterSpec; readonly chosen: number };

function actOf(timeline: TimelineState, event: KeyboardEvent, on: Chosen): (() => void) | undefined {
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key] as 1 | -1 | undefined;
  const upwards = { ArrowDown: -1, ArrowUp: 1 }[event.key] as 1 | -1 | undefined;
  const point = on.lane.points[on.chosen];
  if (sideways && event.altKey) return point && (() => movePoint(timeline, on, point, sideways));
  if (sideways) return () => choosePoint(timeline, on, sideways);
  if (upwards && event.altKey)
    return point && (() => changePoint(timeline, on, point, { steps: upwards, fine: event.shiftKey }));
  if (event.key === 'Enter') return () => addPoint(timeline, on);
  if (event.key === 'Delete' || event.key === 'Backspace') {
    return (
      point &&
      (() =>
        void timeline.commit(edit({ command: 'removePoint', args: { laneId: on.lane.id, atFrames: point.atFrames } })))
    );
  }
  return undefined;
}

function choosePoint(timeline: TimelineState, { lane, chosen }: Chosen, direction: 1 | -1): void {
  const at = chosen < 0 ? (direction > 0 ? 0 : lane.points.length - 1) : chosen + direction;
  const point = lane.points[at];
  if (!point) return;
  timeline.point = { laneId: lane.id, atFrames: point.atFrames };
  timeline.reveal(point.atFrames);
}

function movePoint(timeline: TimelineState, { lane, chosen }: Chosen, point: AutomationPoint, direction: 1 | -1): void {
  const { map, gridStep, view } = timeline;
  const beats = snapBeats(map, gridStep, point.atFrames, view.framesPerPixel);
  const atFrames = nextGridFrame(map, point.atFrames, beats, direction);
  const [before, after] = [lane.points[chosen - 1], lane.points[chosen + 1]];
  if ((before && atFrames <= before.atFrames) || (after && atFrames >= after.atFrames)) return;
  replace(timeline, lane, chosen, { ...point, atFrames });
}

function changePoint(
  timeline: TimelineState,
  { lane, spec, chosen }: Chosen,
  point: AutomationPoint,
  { steps, fine }: { steps: 1 | -1; fine: boolean },
): void {
  let value: ParameterValue = steps > 0;
  if (spec.kind === 'number') value = stepped(spec, point.value as number, steps, fine ? 'fine' : 'normal');
  replace(timeline, lane, chosen, { ...point, value });
}

function replace(timeline: TimelineState, lane: Lane, index: number, point: AutomationPoint): void {
  const points = lane.points.map((other, at) => (at === index ? point : other));
  timeline.point = { laneId: lane.id, atFrames: point.atFrames };
  void timeline.commit(
    { name: 'Move automation point', steps: [{ command: 'setPoints', args: { laneId: lane.id, points } }] },
    timeline.keys.key(),
  );
}

function addPoint(timeline: TimelineState, { lane, spec }: Chosen): void {
  const atFrames = playheadFrames(timeline.app);
  const { session } = timeline.app.session;
  const middle = spec.kind === 'number' ? fromTravel(spec, 0.5) : spec.default;
  const value = laneValueAt(lane.points, spec, atFrames) ?? handValue(session, lane) ?? middle;
  timeline.point = { laneId: lane.id, atFrames };
  void timeline.commit(edit({ command: 'addPoint', args: { laneId: lane.id, point: { atFrames, value } } }));
}
