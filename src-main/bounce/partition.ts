/** Which thread renders which strips: neighbouring parts of the plan of about the same cost. The sound does not depend on it. */
import type { PlanStrip, RenderPlan } from '../../src-shared/render/render-plan.ts';

export type Part = { readonly from: number; readonly to: number };

/** Nanoseconds a stereo frame, measured on one core (docs/performance.md); only their ratios matter. */
const DEVICE_COSTS: Readonly<Record<string, number>> = {
  eq: 6,
  compressor: 10,
};
const UNKNOWN_DEVICE_COST = 15;
const CLIP_COST = 4;
const CHANNEL_COST = 1.5;
const FEED_COST = 0.7;
/** Writing and measuring the file is done by the thread of the last part. */
const OUTPUT_COST = 12;

export function costOf(strip: PlanStrip): number {
  const devices = strip.devices.reduce(
    (sum, { type, enabled }) => sum + (enabled ? (DEVICE_COSTS[type] ?? UNKNOWN_DEVICE_COST) : 0),
    0,
  );
  return devices + CHANNEL_COST + (strip.segments.length > 0 ? CLIP_COST : 0) + strip.feeds.length * FEED_COST;
}

/** Cuts strips `from`…`to` of a plan into at most `count` parts, none empty, so that the costliest is as cheap as can be. */
export function partition({ strips }: RenderPlan, range: Part, count: number): Part[] {
  const costs = strips.slice(range.from, range.to).map(costOf);
  if (range.to === strips.length) costs[costs.length - 1] = (costs.at(-1) as number) + OUTPUT_COST;
  // The least limit under which `count` parts suffice, to a thousandth of the whole.
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  let low = Math.max(0, ...costs);
  let high = total;
  while (high - low > total / 1_000) {
    const middle = (low + high) / 2;
    if (cuts(costs, middle).length < count) high = middle;
    else low = middle;
  }
  const borders = [0, ...cuts(costs, high), costs.length];
  return borders.slice(1).map((to, index) => ({ from: range.from + (borders[index] as number), to: range.from + to }));
}

/** Where parts end that take as many strips as fit under `limit` each; the last end is left out. */
function cuts(costs: readonly number[], limit: number): number[] {
  const places: number[] = [];
  let sum = 0;
  for (const [index, cost] of costs.entries()) {
    if (sum > 0 && sum + cost > limit) {
      places.push(index);
      sum = 0;
    }
    sum += cost;
  }
  return places;
}
