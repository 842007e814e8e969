/** Loudness and energy, as BS.1770-5 annex 1 relates them. */

/** Windows below this never count (BS.1770-5 annex 1, equation 6). */
export const ABSOLUTE_GATE_LUFS = -70;

const OFFSET_LU = -0.691;
/** Weighted energy under which a window is silence, far below any converter's noise (−200 LUFS). */
const SILENCE_ENERGY = 1e-20;

/** Loudness of a weighted mean square summed over channels; −∞ for silence. */
export function energyToLufs(energy: number): number {
  return energy > SILENCE_ENERGY ? OFFSET_LU + 10 * Math.log10(energy) : Number.NEGATIVE_INFINITY;
}

/** A relative gate's energy: so many LU under a mean energy. */
export function energyBelow(energy: number, loudnessUnits: number): number {
  return energy * 10 ** (-loudnessUnits / 10);
}
