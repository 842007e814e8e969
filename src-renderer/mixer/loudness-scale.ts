/** The axis of a loudness bar: linear in LU, as EBU Tech 3341 asks. */
const LOW_LUFS = -41;
const HIGH_LUFS = -5;

export const LOUDNESS_MARKS_LUFS = [-9, -14, -18, -23, -30, -36] as const;

/** The share 0…1 of the bar's length. */
export function loudnessShare(lufs: number): number {
  if (!(lufs > LOW_LUFS)) return 0;
  return Math.min(1, (lufs - LOW_LUFS) / (HIGH_LUFS - LOW_LUFS));
}
