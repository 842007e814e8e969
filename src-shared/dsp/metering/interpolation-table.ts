/**
 * The filters that find the signal between its samples (kernels/interpolation.ts): half-band steps, each a Kaiser-windowed
 * sinc (Kaiser 1974; Crochiere and Rabiner, Multirate Digital Signal Processing, 1983, §5.4) at half-sample offsets. Sample
 * values themselves stay as they are, so a true peak is never below the sample peak.
 */
import type { Kernels, Pointer } from '../core/kernels.ts';

/** Pairs of taps of the first step, fs → 2 fs: 12 holds to 0.42 fs, 24 to 0.46 fs (−0.1 dB). */
export type InterpolationPairs = 12 | 24;

/** What the later steps need: the signal fills a half, then a quarter of their band. */
const QUARTER_STEP = { pairs: 5, beta: 7.9 };
const EIGHTH_STEP = { pairs: 3, beta: 6.5 };
const FIRST_STEP_BETA = { 12: 4.5, 24: 5 } as const;

/** Frames before and after a frame that its interpolated peak depends on. */
export function interpolationReachFrames(pairs: InterpolationPairs): number {
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
  const weights = Array.from({ length: pairs }, (_, index) => {
    const offset = index + 0.5;
    const window = besselI0(beta * Math.sqrt(1 - (offset / pairs) ** 2)) / besselI0(beta);
    return (window * Math.sin(Math.PI * offset)) / (Math.PI * offset);
  });
  const sum = 2 * weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The three steps' weights in the order of the kernels. */
export function interpolationSteps(pairs: InterpolationPairs): readonly [number[], number[], number[]] {
  return [
    halfBandWeights(pairs, FIRST_STEP_BETA[pairs]),
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

/** The most that an interpolated value can exceed the largest sample around it: the largest sum of a phase's |taps|. */
export function interpolationBound(pairs: InterpolationPairs): number {
  const centre = 64;
  let response: ArrayLike<number> = Float64Array.from({ length: 2 * centre }, (_, index) => Number(index === centre));
  for (const weights of interpolationSteps(pairs)) response = doubleRate(response, weights);
  const sums = new Float64Array(8);
  for (let index = 0; index < response.length; index++) {
    sums[index % 8] = (sums[index % 8] as number) + Math.abs(response[index] as number);
  }
  // The kernels round to single precision; the slack keeps the bound a bound.
  return Math.max(...sums) * (1 + 1e-5);
}

/** Bytes that `writeInterpolationTable` fills. */
export function interpolationTableBytes(pairs: InterpolationPairs): number {
  return (pairs + QUARTER_STEP.pairs + EIGHTH_STEP.pairs) * 16;
}

/** Puts the steps' weights at `table`, each four times over for the four lanes. */
export function writeInterpolationTable(kernels: Kernels, table: Pointer, pairs: InterpolationPairs): void {
  interpolationSteps(pairs)
    .flat()
    .forEach((weight, index) => {
      kernels.f32.fill(weight, (table >>> 2) + index * 4, (table >>> 2) + index * 4 + 4);
    });
}
