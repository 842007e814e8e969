/**
 * The value of an automated parameter at a frame. Numbers move along the travel of their control, so that a frequency
 * sweeps in octaves and a fader by its law; switches hold.
 */
import {
  fromTravel,
  type NumberParameter,
  type ParameterSpec,
  type ParameterValue,
  toTravel,
} from '../dsp/core/parameter-spec.ts';
import type { AutomationPoint } from './records/lane.ts';

/** The exponent of a full bend: halfway in time, a full late bend has come 1/256 of the way. */
const FULL_BEND_EXPONENT = 8;

/** Index of the last point at or before `frame`; −1 before the first. */
function pointBefore(points: readonly AutomationPoint[], frame: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as AutomationPoint).atFrames <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * How far between two points, 0…1, after a part `time` (0…1) of the time between them: a power of 8^|bend|, started
 * from the end that moves slowly. `bendCurve(t, −b) = 1 − bendCurve(1 − t, b)`, and no bend is a straight line.
 */
export function bendCurve(time: number, bend: number): number {
  if (bend === 0) return time;
  const exponent = FULL_BEND_EXPONENT ** Math.abs(bend);
  return bend < 0 ? time ** exponent : 1 - (1 - time) ** exponent;
}

/**
 * A lane's value at `frame`: held before the first point and after the last, exact at every point. Undefined when
 * there are no points. Allocates nothing.
 * @param points in order of time, as the lane has them.
 */
export function laneValueAt(
  points: readonly AutomationPoint[],
  spec: ParameterSpec,
  frame: number,
): ParameterValue | undefined {
  const index = pointBefore(points, frame);
  const from = points[Math.max(0, index)];
  const to = points[index + 1];
  if (from === undefined || to === undefined || index < 0) return from?.value;
  if (from.shape === 'hold' || spec.kind !== 'number' || from.value === to.value || from.atFrames === frame)
    return from.value;
  const time = (frame - from.atFrames) / (to.atFrames - from.atFrames);
  return between(
    spec,
    from.value as number,
    to.value as number,
    from.shape === 'curve' ? bendCurve(time, from.bend) : time,
  );
}

function between(spec: NumberParameter, from: number, to: number, part: number): number {
  if (spec.taper === 'linear') return from + (to - from) * part;
  const start = toTravel(spec, from);
  const value = fromTravel(spec, start + (toTravel(spec, to) - start) * part);
  // Rounding may step over an end by one bit: the value stays between its points.
  return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
}
