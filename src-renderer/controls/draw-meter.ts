import type { ThemeColours } from '../theme/theme-colours.ts';
import type { MeterNeedle } from './meter-needle.ts';
import { METER_ZONES, meterColour, meterShare } from './meter-scale.ts';

/** The peak stands behind the RMS, so much paler. */
const PEAK_ALPHA = 0.42;

export type MeterBox = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/**
 * What can be seen of a needle on a meter of so many device pixels, as a number: two that look the same have the same, and
 * one that stands in silence has 0.
 */
export function meterLook({ peakDb, rmsDb, holdDb }: MeterNeedle, length: number): number {
  const pixels = (db: number) => Math.round(meterShare(db) * length);
  const hold = pixels(holdDb);
  const zone = hold > 0 ? METER_ZONES.findIndex(({ toDb }) => holdDb <= toDb) : 0;
  return ((pixels(peakDb) * (length + 1) + pixels(rmsDb)) * (length + 1) + hold) * METER_ZONES.length + zone;
}

/** Draws one channel into a box of device pixels, upright or lying; the zones change at real levels. */
export function drawMeter(
  context: CanvasRenderingContext2D,
  box: MeterBox,
  needle: MeterNeedle,
  {
    colours,
    lying = false,
    line = 1,
  }: { readonly colours: ThemeColours; readonly lying?: boolean; readonly line?: number },
): void {
  const length = lying ? box.width : box.height;
  const fill = (from: number, to: number) => {
    if (lying) context.fillRect(box.x + from, box.y, to - from, box.height);
    else context.fillRect(box.x, box.y + box.height - to, box.width, to - from);
  };
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(box.x, box.y, box.width, box.height);
  for (const [levelDb, alpha] of [
    [needle.peakDb, PEAK_ALPHA],
    [needle.rmsDb, 1],
  ] as const) {
    context.globalAlpha = alpha;
    let from = 0;
    for (const { toDb, colour } of METER_ZONES) {
      const to = Math.round(meterShare(Math.min(toDb, levelDb)) * length);
      context.fillStyle = colours.get(colour);
      if (to > from) fill(from, to);
      from = Math.max(from, to);
    }
  }
  context.globalAlpha = 1;
  const hold = Math.round(meterShare(needle.holdDb) * length);
  if (hold <= 0) return;
  context.fillStyle = colours.get(meterColour(needle.holdDb));
  fill(Math.max(0, hold - line), hold);
}
