/** What a strip's meter shows, behind its fader: peak since it was last looked at, RMS of 0.3 s, short-term loudness. */
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import { kWeightingCoefficients } from '../../../src-shared/dsp/metering/k-weighting.ts';
import { energyToLufs } from '../../../src-shared/dsp/metering/loudness-units.ts';
import { SlidingSum } from '../../../src-shared/dsp/metering/sliding-sum.ts';
import type { StripTap } from '../../../src-shared/render/strip-renderer.ts';
import { gainToDb, powerToDb } from '../../../src-shared/units/decibel.ts';

const HOPS_PER_SECOND = 20;
const RMS_HOPS = 6;
/** BS.1770-5: short-term loudness is that of 3 s. */
const SHORT_TERM_HOPS = 60;
/** Layout of the state: two f32 peaks; then as `levelSums`; then as `kWeightedEnergy` (kernels/loudness.ts). */
const SUMS_OFFSET = 16;
const ENERGY_OFFSET = SUMS_OFFSET + 48;
const STATE_BYTES = ENERGY_OFFSET + 80;
const FRAME_STRIDE = 8;

/** What all strips' meters share. */
export class StripMeterContext {
  readonly kernels: Kernels;
  readonly hopFrames: number;
  readonly coefficients: Pointer;

  constructor(kernels: Kernels, sampleRateHz: number) {
    const coefficients = kWeightingCoefficients(sampleRateHz);
    this.kernels = kernels;
    this.hopFrames = Math.round(sampleRateHz / HOPS_PER_SECOND);
    this.coefficients = kernels.allocate(coefficients.length * 8);
    kernels.f64.set(coefficients, this.coefficients >>> 3);
  }

  release(): void {
    this.kernels.free(this.coefficients);
  }
}

export class StripMeter implements StripTap {
  shortTermLufs = Number.NEGATIVE_INFINITY;
  readonly #context: StripMeterContext;
  readonly #state: Pointer;
  readonly #rms = [new SlidingSum(RMS_HOPS), new SlidingSum(RMS_HOPS)] as const;
  readonly #shortTerm = new SlidingSum(SHORT_TERM_HOPS);
  readonly #rmsDb = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  #framesIntoHop = 0;

  constructor(context: StripMeterContext) {
    this.#context = context;
    this.#state = context.kernels.allocate(STATE_BYTES);
  }

  process(block: Pointer, frames: number): void {
    const { kernels, hopFrames, coefficients } = this.#context;
    const { run } = kernels;
    run.mixPeak(block, frames, this.#state);
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, hopFrames - this.#framesIntoHop);
      const from = block + done * FRAME_STRIDE;
      run.levelSums(this.#state + SUMS_OFFSET, from, count, FRAME_STRIDE, 2);
      run.kWeightedEnergy(coefficients, this.#state + ENERGY_OFFSET, from, count, FRAME_STRIDE, 2);
      this.#framesIntoHop += count;
      if (this.#framesIntoHop === hopFrames) this.#endHop();
      done += count;
    }
  }

  /** The largest magnitude of a side since it was last taken, in dB. */
  takePeakDb(side: 0 | 1): number {
    const { f32 } = this.#context.kernels;
    const at = (this.#state >>> 2) + side;
    const peak = f32[at] as number;
    f32[at] = 0;
    return gainToDb(peak);
  }

  rmsDb(side: 0 | 1): number {
    return this.#rmsDb[side] as number;
  }

  reset(): void {
    this.#context.kernels.u8.fill(0, this.#state, this.#state + STATE_BYTES);
    for (const sum of this.#rms) sum.reset();
    this.#shortTerm.reset();
    this.#rmsDb.fill(Number.NEGATIVE_INFINITY);
    this.shortTermLufs = Number.NEGATIVE_INFINITY;
    this.#framesIntoHop = 0;
  }

  release(): void {
    this.#context.kernels.free(this.#state);
  }

  #endHop(): void {
    const { kernels, hopFrames } = this.#context;
    const { f64 } = kernels;
    const squares = (this.#state + SUMS_OFFSET + 16) >>> 3;
    const energy = (this.#state + ENERGY_OFFSET + 64) >>> 3;
    for (let side = 0; side < 2; side++) {
      const mean = (this.#rms[side] as SlidingSum).push(f64[squares + side] as number) / (RMS_HOPS * hopFrames);
      this.#rmsDb[side] = powerToDb(mean);
    }
    const weighted = (f64[energy] as number) + (f64[energy + 1] as number);
    this.shortTermLufs = energyToLufs(this.#shortTerm.push(weighted) / (SHORT_TERM_HOPS * hopFrames));
    f64.fill(0, (this.#state + SUMS_OFFSET) >>> 3, (this.#state + ENERGY_OFFSET) >>> 3);
    f64[energy] = 0;
    f64[energy + 1] = 0;
    this.#framesIntoHop = 0;
  }
}
