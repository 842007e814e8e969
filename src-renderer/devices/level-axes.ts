/** The axes of a static curve: level in against level out, dB, the same on both. */
export type LevelAxes = { readonly size: number; readonly lowDb: number; readonly highDb: number };

export function levelToX({ size, lowDb, highDb }: LevelAxes, db: number): number {
  return ((db - lowDb) / (highDb - lowDb)) * size;
}

export function levelToY(axes: LevelAxes, db: number): number {
  return axes.size - levelToX(axes, db);
}

export const LEVEL_MARKS_DB = [-12, -24, -36, -48] as const;

/** How gain reduction hangs from the top: its share of a graph, 12 dB or, where there is more, 24. */
export function reductionScaleDb(mostDb: number): 12 | 24 {
  return mostDb < -11 ? 24 : 12;
}
