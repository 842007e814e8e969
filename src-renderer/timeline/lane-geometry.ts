/** Automation on its row: heights follow the control's own law, as the value does between points. */
import {
  fromTravel,
  type ParameterSpec,
  type ParameterValue,
  toTravel,
} from '../../src-shared/dsp/core/parameter-spec.ts';
import { laneValueAt } from '../../src-shared/session/automation-curve.ts';
import type { AutomationPoint } from '../../src-shared/session/records/lane.ts';
import type { Row } from './track-rows.ts';
import { type Viewport, xAt } from './viewport.ts';

/** Room above and below the travel, so that points at the ends are whole. */
const PAD_TOP = 7;
const PAD_BOTTOM = 8;
export const POINT_RADIUS = 3.5;
const POINT_REACH = 7;
const CURVE_REACH = 6;

/** The share of its control's travel that a value has, 0…1. */
export function shareOf(spec: ParameterSpec, value: ParameterValue): number {
  if (spec.kind === 'number') return toTravel(spec, value as number);
  if (spec.kind === 'boolean') return value === true ? 1 : 0;
  return Math.max(0, spec.choices.indexOf(value as string)) / Math.max(1, spec.choices.length - 1);
}

export function valueOfShare(spec: ParameterSpec, share: number): ParameterValue {
  const within = Math.min(1, Math.max(0, share));
  if (spec.kind === 'number') return fromTravel(spec, within);
  if (spec.kind === 'boolean') return within >= 0.5;
  return spec.choices[Math.round(within * (spec.choices.length - 1))] as string;
}

export function yOfShare({ top, height }: Pick<Row, 'top' | 'height'>, share: number): number {
  return top + PAD_TOP + (1 - share) * (height - PAD_TOP - PAD_BOTTOM);
}

export function shareOfY({ top, height }: Pick<Row, 'top' | 'height'>, y: number): number {
  return 1 - (y - top - PAD_TOP) / (height - PAD_TOP - PAD_BOTTOM);
}

/** The height of the curve at a frame; undefined without points. */
export function curveShare(points: readonly AutomationPoint[], spec: ParameterSpec, frame: number): number | undefined {
  const value = laneValueAt(points, spec, frame);
  return value === undefined ? undefined : shareOf(spec, value);
}

export type LanePart =
  | { readonly kind: 'point'; readonly index: number }
  /** Between a point and the next: where a new point goes, and where Alt bends. */
  | { readonly kind: 'curve'; readonly index: number }
  | { readonly kind: 'empty' };

/** What of a lane is at a place: a point, the curve near by, or nothing. */
export function lanePartAt(
  view: Viewport,
  row: Row,
  { points, spec }: { readonly points: readonly AutomationPoint[]; readonly spec: ParameterSpec },
  { x, y }: { readonly x: number; readonly y: number },
): LanePart {
  let nearest = -1;
  let least = POINT_REACH;
  for (const [index, { atFrames, value }] of points.entries()) {
    const away = Math.hypot(xAt(view, atFrames) - x, yOfShare(row, shareOf(spec, value)) - y);
    if (away > least) continue;
    nearest = index;
    least = away;
  }
  if (nearest >= 0) return { kind: 'point', index: nearest };
  const frame = view.fromFrames + x * view.framesPerPixel;
  const share = curveShare(points, spec, frame);
  if (share === undefined || Math.abs(yOfShare(row, share) - y) > CURVE_REACH) return { kind: 'empty' };
  return { kind: 'curve', index: points.filter(({ atFrames }) => atFrames <= frame).length - 1 };
}

/** The bend that lets a curve between two shares pass through `share` halfway; within −1…1. */
export function bendThrough(from: number, to: number, share: number): number {
  if (from === to) return 0;
  const part = Math.min(0.996, Math.max(0.004, (share - from) / (to - from)));
  // Halfway, a curve has come 0.5^(8^|bend|) of the way from its slow end (automation-curve.ts).
  const slow = Math.min(part, 1 - part);
  const bend = Math.min(1, Math.log(Math.log(slow) / Math.log(0.5)) / Math.log(8));
  return part < 0.5 ? -bend : bend;
}

/** The share that a curve is filled from, for what goes both ways from 0; null from below. */
export function fillFloor(spec: ParameterSpec): number | null {
  if (spec.kind !== 'number' || spec.taper !== 'linear' || spec.minimum >= 0 || spec.maximum <= 0) return null;
  return toTravel(spec, 0);
}

/** Marks of a lane's scale that are worth a line. */
export function laneMarks(spec: ParameterSpec): readonly { readonly share: number; readonly text: string }[] {
  if (spec.kind !== 'number') return [];
  const mark = (value: number, text = String(value).replace('-', '−')) => ({ share: toTravel(spec, value), text });
  if (spec.taper === 'fader') return [mark(0), mark(-6), mark(-12), mark(-24)];
  if (spec.unit === 'Hz')
    return [100, 1000, 10_000]
      .filter((hz) => hz > spec.minimum && hz < spec.maximum)
      .map((hz) => mark(hz, hz < 1000 ? `${hz}` : `${hz / 1000}k`));
  if (spec.minimum < 0 && spec.maximum > 0) return [mark(0, spec.unit === 'none' ? 'C' : '0')];
  return [mark(spec.minimum + (spec.maximum - spec.minimum) / 2)];
}
