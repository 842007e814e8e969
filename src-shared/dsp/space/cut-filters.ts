/**
 * The low cut and the high cut of the space processors: second-order Butterworth, trapezoidal (A. Simper, "Linear
 * Trapezoidal Integrated State Variable Filter", 2013), run by kernels/svf.ts.
 */

/** A high cut here is no filter at all. */
export const OPEN_HZ = 20_000;

function prewarped(hz: number, sampleRateHz: number): number {
  return Math.tan((Math.PI * Math.min(hz, 0.49 * sampleRateHz)) / sampleRateHz);
}

/** Simper's 2a₁ − 1, 2a₂ and 2a₃, the same for both cuts; open, their limits for g → ∞. */
export function cutCoefficients(cutoffHz: number, sampleRateHz: number): readonly [c1: number, c2: number, c3: number] {
  if (cutoffHz >= OPEN_HZ) return [-1, 0, 2];
  const g = prewarped(cutoffHz, sampleRateHz);
  const first = 1 / (1 + g * (g + Math.SQRT2));
  return [2 * first - 1, 2 * g * first, 2 * g * g * first];
}

/** What both cuts together leave of a frequency, in dB: exact. */
export function cutsResponseDb(lowCutHz: number, highCutHz: number, hz: number, sampleRateHz: number): number {
  const above = (prewarped(hz, sampleRateHz) / prewarped(lowCutHz, sampleRateHz)) ** 4;
  const below = highCutHz >= OPEN_HZ ? 0 : (prewarped(hz, sampleRateHz) / prewarped(highCutHz, sampleRateHz)) ** 4;
  return 10 * Math.log10(above / (1 + above) / (1 + below));
}
