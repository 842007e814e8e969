/**
 * Loudness as ITU-R BS.1770-5 and the EBU mode (Tech 3341, 3342) define it: momentary (0.4 s), short-term (3 s), both
 * renewed every 5 ms or so; integrated, with its two gates; the loudness range; and the largest M and S.
 *
 * Signal: interleaved frames of 1 to 6 channels: mono; L R; L R C; L R Ls Rs; L R C Ls Rs; L R C LFE Ls Rs. Memory is constant in
 * the programme's length. The windows lie on a grid from the first frame on, so results do not depend on blocks.
 * Limits: a mono signal is one channel, so −3 LU against the same signal in two; windows start as filled with silence.
 */
import type { Kernels, Pointer } from '../core/kernels.ts';
import { kWeightingCoefficients } from './k-weighting.ts';
import { LoudnessHistogram } from './loudness-histogram.ts';
import { energyBelow, energyToLufs } from './loudness-units.ts';
import { SlidingSum } from './sliding-sum.ts';

/** Channel weights (BS.1770-5 table 3) by number of channels; the LFE does not count. */
const CHANNEL_WEIGHTS: readonly (readonly number[])[] = [
  [1],
  [1, 1],
  [1, 1, 1],
  [1, 1, 1.41, 1.41],
  [1, 1, 1, 1.41, 1.41],
  [1, 1, 1, 0, 1.41, 1.41],
];

const STEPS_PER_SECOND = 10;
const MOMENTARY_STEPS = 4;
const SHORT_TERM_STEPS = 30;
const RELATIVE_GATE_LU = 10;
const RANGE_GATE_LU = 20;
/** Tech 3342: the range of a live programme means little before this. */
const RANGE_STABLE_STEPS = 600;
const PAIR_STATE_BYTES = 80;
const PAIR_SUM_OFFSET = 64;

/** Hops per 100 ms step: 20 or a little more, so that a step is whole frames (21 at 44.1 kHz: 4.76 ms). */
export function hopsPerStep(sampleRateHz: number): number {
  const stepFrames = Math.round(sampleRateHz / STEPS_PER_SECOND);
  for (let hops = 20; hops < 40; hops++) if (stepFrames % hops === 0) return hops;
  return 20;
}

export type LoudnessMeterOptions = { readonly sampleRateHz: number; readonly channels: number };

export class LoudnessMeter {
  readonly #kernels: Kernels;
  readonly #channels: number;
  readonly #weights: readonly number[];
  readonly #coefficients: Pointer;
  readonly #states: Pointer;
  readonly #hopFrames: number;
  readonly #hopsPerStep: number;
  readonly #momentaryWindow: SlidingSum;
  readonly #shortTermWindow: SlidingSum;
  readonly #gatingBlocks = new LoudnessHistogram();
  readonly #rangeWindows = new LoudnessHistogram();
  #framesIntoHop = 0;
  #hopsIntoStep = 0;
  /** Steps measured in a row since start, reset or continue, and all that were measured since the last reset. */
  #stepsInRow = 0;
  #measuredSteps = 0;
  #momentary = 0;
  #shortTerm = 0;
  #maxMomentary = 0;
  #maxShortTerm = 0;
  #paused = false;

  constructor(kernels: Kernels, { sampleRateHz, channels }: LoudnessMeterOptions) {
    const weights = CHANNEL_WEIGHTS[channels - 1];
    if (!weights) throw new RangeError(`loudness is defined for 1 to 6 channels, not ${channels}`);
    this.#kernels = kernels;
    this.#channels = channels;
    this.#weights = weights;
    this.#hopsPerStep = hopsPerStep(sampleRateHz);
    this.#hopFrames = Math.max(1, Math.round(sampleRateHz / STEPS_PER_SECOND / this.#hopsPerStep));
    this.#momentaryWindow = new SlidingSum(MOMENTARY_STEPS * this.#hopsPerStep);
    this.#shortTermWindow = new SlidingSum(SHORT_TERM_STEPS * this.#hopsPerStep);
    const coefficients = kWeightingCoefficients(sampleRateHz);
    this.#coefficients = kernels.allocate(coefficients.length * 8);
    this.#states = kernels.allocate(Math.ceil(channels / 2) * PAIR_STATE_BYTES);
    kernels.f64.set(coefficients, this.#coefficients >>> 3);
  }

  /** Momentary loudness now, in LUFS; −∞ for silence, as all of these. */
  get momentaryLufs(): number {
    return energyToLufs(this.#momentary);
  }
  get shortTermLufs(): number {
    return energyToLufs(this.#shortTerm);
  }
  get maxMomentaryLufs(): number {
    return energyToLufs(this.#maxMomentary);
  }
  get maxShortTermLufs(): number {
    return energyToLufs(this.#maxShortTerm);
  }

  /** Loudness of all that was measured since the last reset; −∞ before a first 0.4 s above −70 LUFS. */
  get integratedLufs(): number {
    const ungated = this.#gatingBlocks.meanAbove(0);
    return energyToLufs(this.#gatingBlocks.meanAbove(energyBelow(ungated, RELATIVE_GATE_LU)));
  }

  /** Loudness range in LU (Tech 3342): NaN before a first 3 s above −70 LUFS. */
  get loudnessRangeLu(): number {
    const gate = energyBelow(this.#rangeWindows.meanAbove(0), RANGE_GATE_LU);
    return this.#rangeWindows.percentileLufs(0.95, gate) - this.#rangeWindows.percentileLufs(0.1, gate);
  }

  /** False in the first 60 s of a measurement, when a display should say that the range is not stable yet. */
  get loudnessRangeStable(): boolean {
    return this.#measuredSteps >= RANGE_STABLE_STEPS;
  }

  /** How long the integrated measurement has run, in seconds, to 0.1 s. */
  get measuredSeconds(): number {
    return this.#measuredSteps / STEPS_PER_SECOND;
  }

  /** Whether I, LRA and the maxima stand still; M and S always go on. No window spans a pause. */
  get paused(): boolean {
    return this.#paused;
  }
  set paused(paused: boolean) {
    this.#paused = paused;
    if (paused) this.#stepsInRow = 0;
  }

  /** @param block interleaved frames in kernel memory; they stay as they are. */
  process(block: Pointer, frames: number): void {
    const stride = this.#channels * Float32Array.BYTES_PER_ELEMENT;
    let at = block;
    let left = frames;
    while (left > 0) {
      const count = Math.min(left, this.#hopFrames - this.#framesIntoHop);
      for (let channel = 0; channel < this.#channels; channel += 2) {
        const state = this.#states + (channel / 2) * PAIR_STATE_BYTES;
        const pair = Math.min(2, this.#channels - channel);
        this.#kernels.run.kWeightedEnergy(this.#coefficients, state, at + channel * 4, count, stride, pair);
      }
      this.#framesIntoHop += count;
      if (this.#framesIntoHop === this.#hopFrames) this.#endHop();
      at += count * stride;
      left -= count;
    }
  }

  /** Starts I, LRA and the maxima afresh; M and S go on, but no gating window reaches back behind the reset. */
  resetIntegrated(): void {
    this.#gatingBlocks.reset();
    this.#rangeWindows.reset();
    this.#stepsInRow = 0;
    this.#measuredSteps = 0;
    this.#maxMomentary = 0;
    this.#maxShortTerm = 0;
  }

  /** Back to fresh. */
  reset(): void {
    this.resetIntegrated();
    this.#momentaryWindow.reset();
    this.#shortTermWindow.reset();
    this.#kernels.u8.fill(0, this.#states, this.#states + Math.ceil(this.#channels / 2) * PAIR_STATE_BYTES);
    this.#framesIntoHop = 0;
    this.#hopsIntoStep = 0;
    this.#momentary = 0;
    this.#shortTerm = 0;
  }

  release(): void {
    this.#kernels.free(this.#coefficients);
    this.#kernels.free(this.#states);
  }

  #endHop(): void {
    const view = this.#kernels.f64;
    let energy = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const at = (this.#states + (channel >> 1) * PAIR_STATE_BYTES + PAIR_SUM_OFFSET + (channel & 1) * 8) >>> 3;
      energy += (this.#weights[channel] as number) * (view[at] as number);
      view[at] = 0;
    }
    this.#framesIntoHop = 0;
    const stepFrames = this.#hopFrames * this.#hopsPerStep;
    this.#momentary = this.#momentaryWindow.push(energy) / (MOMENTARY_STEPS * stepFrames);
    this.#shortTerm = this.#shortTermWindow.push(energy) / (SHORT_TERM_STEPS * stepFrames);
    if (!this.#paused) {
      this.#maxMomentary = Math.max(this.#maxMomentary, this.#momentary);
      this.#maxShortTerm = Math.max(this.#maxShortTerm, this.#shortTerm);
    }
    if (++this.#hopsIntoStep === this.#hopsPerStep) this.#endStep();
  }

  #endStep(): void {
    this.#hopsIntoStep = 0;
    if (this.#paused) return;
    this.#stepsInRow++;
    this.#measuredSteps++;
    if (this.#stepsInRow >= MOMENTARY_STEPS) this.#gatingBlocks.add(this.#momentary);
    if (this.#stepsInRow >= SHORT_TERM_STEPS) this.#rangeWindows.add(this.#shortTerm);
  }
}
