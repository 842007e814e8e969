/** Which thread renders which strips: neighbouring parts of the plan of about the same cost. The sound does not depend on it. */
import type { PlanDevice, PlanStrip, RenderPlan } from '../../src-shared/render/render-plan.ts';

export type Part = { readonly from: number; readonly to: number };

/** Nanoseconds a stereo frame on one core, roughly: only the ratios matter, and only to speed. */
const DEVICE_COSTS: Readonly<Record<string, number>> = {
  masterEq: 3,
  compressor: 5.2,
  busCompressor: 13,
  gate: 9,
  deEsser: 12,
  transientShaper: 12,
  delay: 15,
  reverb: 37,
  limiter: 8,
  saturation: 200,
};
const UNKNOWN_DEVICE_COST = 15;
const EQ_BAND_COST = 1.3;
const CLIP_COST = 3;
const CHANNEL_COST = 1;
const FEED_COST = 0.8;
/** Cutting, measuring, dithering and writing the mix is done by the thread of the last part. */
const OUTPUT_COST = 25;

function costOfDevice({ type, enabled, values }: PlanDevice): number {
  if (!enabled) return 0;
  if (type !== 'eq') return DEVICE_COSTS[type] ?? UNKNOWN_DEVICE_COST;
  const bands = Object.entries(values).filter(([key, value]) => key.endsWith('.enabled') && value === true).length;
  return bands * EQ_BAND_COST;
}

export function costOf({ devices, segments, feeds }: PlanStrip): number {
  const inserts = devices.reduce((sum, device) => sum + costOfDevice(device), 0);
  return inserts + CHANNEL_COST + (segments.length > 0 ? CLIP_COST : 0) + feeds.length * FEED_COST;
}

/** Nanoseconds a frame of all the plan, roughly. */
export function costOfPlan(plan: RenderPlan): number {
  return plan.strips.reduce((sum, strip) => sum + costOf(strip), OUTPUT_COST);
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
