/**
 * Where a level stands on a meter: the scale of IEC 60268-18 (digital peak meters), as piecewise straight lines in
 * deflection over dBFS, and the zones at which its colour changes.
 */
const POINTS: readonly (readonly [db: number, share: number])[] = [
  [-70, 0],
  [-60, 0.025],
  [-50, 0.075],
  [-40, 0.15],
  [-30, 0.3],
  [-20, 0.5],
  [0, 1],
];

/** The share 0…1 of a meter's length; 0 dBFS is the end. */
export function meterShare(dbfs: number): number {
  if (!(dbfs > -70)) return 0;
  for (let index = 1; index < POINTS.length; index++) {
    const [low, lowShare] = POINTS[index - 1]!;
    const [high, highShare] = POINTS[index]!;
    if (dbfs <= high) return lowShare + ((dbfs - low) / (high - low)) * (highShare - lowShare);
  }
  return 1;
}

/** A stretch of one colour, up to its level. */
export const METER_ZONES = [
  { toDb: -18, colour: '--m-low' },
  { toDb: -6, colour: '--m-mid' },
  { toDb: -1, colour: '--m-hot' },
  { toDb: Number.POSITIVE_INFINITY, colour: '--m-clip' },
] as const;
export type MeterColour = (typeof METER_ZONES)[number]['colour'];

export function meterColour(dbfs: number): MeterColour {
  return METER_ZONES.find(({ toDb }) => dbfs <= toDb)?.colour ?? '--m-clip';
}

/** The marks of a meter's scale: few beside a strip, more on the mix bus. */
export const STRIP_MARKS_DB = [0, -6, -12, -20, -30, -40, -60] as const;
export const BUS_MARKS_DB = [0, -3, -6, -9, -12, -18, -24, -30, -40, -50, -60] as const;
