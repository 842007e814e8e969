import { whyInvalid } from '../../dsp/core/parameter-spec.ts';
import { laneSpec } from '../lane-spec.ts';
import type { Lane } from '../records/lane.ts';
import type { Session } from '../session.ts';

/** Where a lane does not fit the parameter that it moves. */
export function laneProblems(session: Session): string[] {
  const taken = new Set<string>();
  return Object.values(session.lanes).flatMap((lane) => {
    const parameter = `${lane.stripId} ${JSON.stringify(lane.target)} ${lane.key}`;
    if (taken.has(parameter)) return [`lanes.${lane.id}: must not be a second lane of the same parameter.`];
    taken.add(parameter);
    return problemsOf(session, lane);
  });
}

function problemsOf(session: Session, lane: Lane): string[] {
  const path = `lanes.${lane.id}`;
  if (!Object.hasOwn(session.strips, lane.stripId))
    return [`${path}.stripId: must name one of the strips, and there is no “${lane.stripId}”.`];
  const spec = laneSpec(session, lane);
  if (!spec) return [`${path}.target: must be a parameter of its strip.`];
  if (!spec.automatable) return [`${path}.key: ${spec.label} cannot be automated.`];
  return lane.points.flatMap(({ value, shape }, index) => {
    const why = whyInvalid(spec, value);
    if (why !== undefined) return [`${path}.points.${index}.value: ${why}.`];
    return spec.kind === 'number' || shape === 'hold'
      ? []
      : [`${path}.points.${index}.shape: must be hold, because ${spec.label} is a switch.`];
  });
}
