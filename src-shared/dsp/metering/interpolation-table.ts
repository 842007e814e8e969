/**
 * The filters that find the signal between its samples (kernels/interpolation.ts): half-band steps, each a Kaiser-windowed
 * sinc (Kaiser 1974; Crochiere and Rabiner, Multirate Digital Signal Processing, 1983, §5.4) at half-sample offsets. Sample
 * values themselves stay as they are, so a true peak is never below the sample peak.
 */
import type { Kernels, Pointer } from '../core/kernels.ts';

/** The first step, fs → 2 fs, decides how near to Nyquist the interpolation holds. */
export type Interpolator = {
  /** Pairs of taps. */
  readonly pairs: number;
  /** Kaiser's β: less is steeper, with more ripple. */
  readonly beta: number;
};

/** For a meter at 4 fs: within 0.1 dB to 0.42 fs. */
export const METER_INTERPOLATOR: Interpolator = { pairs: 12, beta: 4.5 };
/** For a meter at 8 fs: within 0.1 dB to 0.46 fs. */
export const FINE_METER_INTERPOLATOR: Interpolator = { pairs: 24, beta: 5 };
/**
 * For a limiter: steeper, with ±0.05 dB of ripple. β is where bursts near Nyquist are judged best: from 2 down and from 32
 * pairs up the window's own ringing hides some of them (tried on 1,400 random bursts of 0.41 to 0.49 fs).
 */
export const CAUTIOUS_INTERPOLATOR: Interpolator = { pairs: 24, beta: 2.5 };

/** What the later steps need: the signal fills a half, then a quarter of their band. */
const QUARTER_STEP = { pairs: 5, beta: 7.9 };
const EIGHTH_STEP = { pairs: 3, beta: 6.5 };

/** Frames before and after a frame that its interpolated peak depends on. */
export function interpolationReachFrames({ pairs }: Interpolator): number {
  return pairs + 3;
}

/** The modified Bessel function of the first kind and order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Weights of the pairs at ±½, ±1½ … samples around a midpoint; twice their sum is 1. */
export function halfBandWeights(pairs: number, beta: number): number[] {
  const middle = besselI0(beta);
  const weights = Array.from({ length: pairs }, (_, index) => {
    const offset = index + 0.5;
    const window = besselI0(beta * Math.sqrt(1 - (offset / pairs) ** 2)) / middle;
    return (window * Math.sin(Math.PI * offset)) / (Math.PI * offset);
  });
  const sum = 2 * weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The three steps' weights in the order of the kernels. */
export function interpolationSteps({ pairs, beta }: Interpolator): readonly [number[], number[], number[]] {
  return [
    halfBandWeights(pairs, beta),
    halfBandWeights(QUARTER_STEP.pairs, QUARTER_STEP.beta),
    halfBandWeights(EIGHTH_STEP.pairs, EIGHTH_STEP.beta),
  ];
}

/** One step of the plain method on a whole signal: twice the rate, zeros beyond the ends. The oracle of the kernels. */
export function doubleRate(signal: ArrayLike<number>, weights: readonly number[]): Float64Array {
  const doubled = new Float64Array(signal.length * 2);
  for (let index = 0; index < signal.length; index++) {
    doubled[2 * index] = signal[index] as number;
    let sum = 0;
    weights.forEach((weight, k) => {
      sum += weight * ((signal[index - k] ?? 0) + (signal[index + 1 + k] ?? 0));
    });
    doubled[2 * index + 1] = sum;
  }
  return doubled;
}

/** The most that steps of interpolation can add to the largest value around: the largest sum of a phase's |taps|. */
function largestPhase(steps: readonly (readonly number[])[]): number {
  const centre = 64;
  let response: ArrayLike<number> = Float64Array.from({ length: 2 * centre }, (_, index) => Number(index === centre));
  for (const weights of steps) response = doubleRate(response, weights);
  const phases = 2 ** steps.length;
  const sums = new Float64Array(phases);
  for (let index = 0; index < response.length; index++) {
    sums[index % phases] = (sums[index % phases] as number) + Math.abs(response[index] as number);
  }
  // The kernels round to single precision; the slack keeps the bound a bound.
  return Math.max(...sums) * (1 + 1e-5);
}

export type InterpolationBounds = { readonly fromSamples: number; readonly fromHalves: number };

/** Each is worked out once. */
const knownBounds = new Map<Interpolator, InterpolationBounds>();

/** How much larger than the samples around it an interpolated value can be, and than the samples and halves around it. */
export function interpolationBounds(interpolator: Interpolator): InterpolationBounds {
  const known = knownBounds.get(interpolator);
  if (known) return known;
  const steps = interpolationSteps(interpolator);
  const bounds = { fromSamples: largestPhase(steps), fromHalves: largestPhase(steps.slice(1)) };
  knownBounds.set(interpolator, bounds);
  return bounds;
}

/** Bytes that `writeInterpolationTable` fills. */
export function interpolationTableBytes({ pairs }: Interpolator): number {
  return (pairs + QUARTER_STEP.pairs + EIGHTH_STEP.pairs) * 16;
}

/** Puts the steps' weights at `table`, each four times over for the four lanes. */
export function writeInterpolationTable(kernels: Kernels, table: Pointer, interpolator: Interpolator): void {
  interpolationSteps(interpolator)
    .flat()
    .forEach((weight, index) => {
      kernels.f32.fill(weight, (table >>> 2) + index * 4, (table >>> 2) + index * 4 + 4);
    });
}
