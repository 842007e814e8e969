import { type ParameterSpec, type ParameterValue, whyInvalid } from '../../dsp/core/parameter-spec.ts';
import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import { draftLaneSpec } from '../lane-spec.ts';
import type { AutomationPoint, Lane } from '../records/lane.ts';
import { sameValue } from '../same-value.ts';
import { command } from './command.ts';

export type Target = Pick<Lane, 'stripId' | 'target' | 'key'>;
/** A point as a command takes it: straight to the next unless told otherwise; on a switch it holds. */
export type NewPoint = {
  readonly atFrames: number;
  readonly value: ParameterValue;
  readonly shape?: AutomationPoint['shape'];
  readonly bend?: number;
};

function specOf(draft: Draft, target: Target): ParameterSpec {
  const spec = draftLaneSpec(draft, target);
  if (!spec) throw new CommandError('missing', `There is no parameter “${target.key}” there to automate.`);
  if (!spec.automatable)
    throw new CommandError(
      'not-possible',
      `${spec.label} cannot be automated: it takes effect only when playback starts.`,
    );
  return spec;
}

function laneOf(draft: Draft, { stripId, target, key }: Target): Lane | undefined {
  return draft
    .all('lanes')
    .find((lane) => lane.stripId === stripId && lane.key === key && sameValue(lane.target, target));
}

function createLane(draft: Draft, { stripId, target, key }: Target): Lane {
  specOf(draft, { stripId, target, key });
  const lane: Lane = { id: draft.newId('lane'), stripId, target, key, enabled: true, points: [] };
  draft.put('lanes', lane);
  return lane;
}

function pointOf(spec: ParameterSpec, { atFrames, value, shape, bend = 0 }: NewPoint): AutomationPoint {
  const why = whyInvalid(spec, value);
  if (why !== undefined) throw new CommandError('invalid-value', `${spec.label} ${why}; ${String(value)} is not.`);
  const isSwitch = spec.kind !== 'number';
  if (isSwitch && shape !== undefined && shape !== 'hold')
    throw new CommandError('invalid-value', `${spec.label} is a switch: its points can only hold.`);
  return { atFrames, value, shape: isSwitch ? 'hold' : (shape ?? 'linear'), bend };
}

/** The points with others laid over them: one at the same frame is replaced. */
function merge(points: readonly AutomationPoint[], added: readonly AutomationPoint[]): AutomationPoint[] {
  const byFrame = new Map([...points, ...added].map((point) => [point.atFrames, point]));
  return [...byFrame.values()].sort((a, b) => a.atFrames - b.atFrames);
}

/** An empty lane for a parameter; throws `not-possible` when it has one. */
export const addLane = command((draft, target: Target) => {
  if (laneOf(draft, target)) throw new CommandError('not-possible', `“${target.key}” has an automation lane already.`);
  createLane(draft, target);
});

/** Lays points over a parameter's lane, which is made when there is none: a point at the same frame is replaced. */
export const automate = command((draft, { points, ...target }: Target & { readonly points: readonly NewPoint[] }) => {
  const spec = specOf(draft, target);
  const lane = laneOf(draft, target) ?? createLane(draft, target);
  draft.update('lanes', lane.id, {
    points: merge(
      lane.points,
      points.map((point) => pointOf(spec, point)),
    ),
  });
});

type OneLane = { readonly laneId: string };

/** Replaces all points of a lane, in any order; of two at one frame the later given stays. */
export const setPoints = command((draft, { laneId, points }: OneLane & { readonly points: readonly NewPoint[] }) => {
  const spec = specOf(draft, draft.get('lanes', laneId));
  draft.update('lanes', laneId, {
    points: merge(
      [],
      points.map((point) => pointOf(spec, point)),
    ),
  });
});

/** Adds a point to a lane, or replaces the one at its frame. */
export const addPoint = command((draft, { laneId, point }: OneLane & { readonly point: NewPoint }) => {
  const lane = draft.get('lanes', laneId);
  draft.update('lanes', laneId, { points: merge(lane.points, [pointOf(specOf(draft, lane), point)]) });
});

export const removePoint = command((draft, { laneId, atFrames }: OneLane & { readonly atFrames: number }) => {
  const { points } = draft.get('lanes', laneId);
  const left = points.filter((point) => point.atFrames !== atFrames);
  if (left.length === points.length)
    throw new CommandError('missing', `There is no automation point at frame ${atFrames}.`);
  draft.update('lanes', laneId, { points: left });
});

/** A lane that is off leaves its parameter to the hand. */
export const setLaneEnabled = command((draft, { laneId, enabled }: OneLane & { readonly enabled: boolean }) => {
  draft.update('lanes', laneId, { enabled });
});

export const removeLane = command((draft, { laneId }: OneLane) => draft.remove('lanes', laneId));
