/**
 * The shape of the quantising noise that the ear hears least: the noise follows the threshold in quiet, so it goes where
 * hearing is dull. Gerzon and Craven, "Optimal noise shaping and dither of digital signals" (AES preprint 2822, 1989): the best
 * noise spectrum is parallel to the threshold. Here the FIR error filter of a given order with the least noise power, weighted
 * by the inverse threshold: linear prediction on the weighting's autocorrelation (Levinson and Durbin; compare Verhelst and
 * De Koning, ICASSP 2001). The threshold is Terhardt's (Hearing Research 1, 1979), held to a span that keeps the total modest.
 */

/** Taps of the error filter after its leading 1. */
export const NOISE_SHAPING_ORDER = 9;
/** How far the threshold may rise above its lowest point before it counts as flat, in dB. */
const THRESHOLD_SPAN_DB = 34;
const GRID_POINTS = 2_048;

/** Threshold in quiet, in dB SPL (Terhardt 1979). */
export function thresholdInQuietDb(hz: number): number {
  const khz = Math.max(hz, 20) / 1_000;
  return 3.64 * khz ** -0.8 - 6.5 * Math.exp(-0.6 * (khz - 3.3) ** 2) + 0.001 * khz ** 4;
}

const LOWEST_THRESHOLD_DB = thresholdInQuietDb(3_300);

/** How much a noise power at a frequency counts, 0…1. */
export function audibilityWeight(hz: number): number {
  const above = Math.min(THRESHOLD_SPAN_DB, thresholdInQuietDb(hz) - LOWEST_THRESHOLD_DB);
  return 10 ** (-above / 10);
}

/** Weights of the error filter 1 + Σ w[k]·z^−(k+1), minimum-phase, for a sample rate. */
export function noiseShapingWeights(sampleRateHz: number, order = NOISE_SHAPING_ORDER): number[] {
  const autocorrelation = Array.from({ length: order + 1 }, (_, lag) => {
    let sum = 0;
    for (let point = 0; point < GRID_POINTS; point++) {
      const share = (point + 0.5) / GRID_POINTS;
      sum += audibilityWeight((share * sampleRateHz) / 2) * Math.cos(Math.PI * share * lag);
    }
    return sum;
  });
  let weights: number[] = [];
  let error = autocorrelation[0] as number;
  for (let step = 1; step <= order; step++) {
    let sum = autocorrelation[step] as number;
    weights.forEach((weight, index) => {
      sum += weight * (autocorrelation[step - 1 - index] as number);
    });
    const reflection = -sum / error;
    weights = [
      ...weights.map((weight, index) => weight + reflection * (weights[step - 2 - index] as number)),
      reflection,
    ];
    error *= 1 - reflection * reflection;
  }
  return weights;
}

/** Level of the shaped noise at a frequency against unshaped noise, in dB. */
export function noiseShapingResponseDb(weights: readonly number[], hz: number, sampleRateHz: number): number {
  const angle = (2 * Math.PI * hz) / sampleRateHz;
  let real = 1;
  let imaginary = 0;
  weights.forEach((weight, index) => {
    real += weight * Math.cos(angle * (index + 1));
    imaginary -= weight * Math.sin(angle * (index + 1));
  });
  return 10 * Math.log10(real * real + imaginary * imaginary);
}
