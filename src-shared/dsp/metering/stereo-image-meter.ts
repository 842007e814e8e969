/**
 * Correlation and balance of the last 0.3 s, for a display. A window of 30 hops of 10 ms on a grid from the first frame
 * on, so that blocks do not matter. Signal: interleaved stereo.
 */
import { FRAME_BYTES, type Kernels, type Pointer } from '../core/kernels.ts';
import { correlationOf } from './level-meter.ts';
import { SlidingSum } from './sliding-sum.ts';

const HOPS_PER_SECOND = 100;
const WINDOW_HOPS = 30;
/** Mean square under which a side counts as silent (−120 dBFS). */
const SILENT_POWER = 1e-12;

export class StereoImageMeter {
  readonly #kernels: Kernels;
  readonly #hopFrames: number;
  readonly #sums: Pointer;
  readonly #windows = [new SlidingSum(WINDOW_HOPS), new SlidingSum(WINDOW_HOPS), new SlidingSum(WINDOW_HOPS)] as const;
  #framesIntoHop = 0;
  #left = 0;
  #right = 0;
  #product = 0;

  constructor(kernels: Kernels, sampleRateHz: number) {
    this.#kernels = kernels;
    this.#hopFrames = Math.round(sampleRateHz / HOPS_PER_SECOND);
    this.#sums = kernels.allocate(48);
  }

  /** 1 mono, 0 unrelated, −1 opposite (it vanishes in mono); NaN where a side is silent. */
  get correlation(): number {
    return this.#audible(this.#left) && this.#audible(this.#right)
      ? correlationOf(this.#left, this.#right, this.#product)
      : Number.NaN;
  }

  /** −1 all left, 0 even, 1 all right, by energy; 0 in silence. */
  get balance(): number {
    const total = this.#left + this.#right;
    return this.#audible(total) ? (this.#right - this.#left) / total : 0;
  }

  process(block: Pointer, frames: number): void {
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, this.#hopFrames - this.#framesIntoHop);
      this.#kernels.run.levelSums(this.#sums, block + done * FRAME_BYTES, count, FRAME_BYTES, 2);
      this.#framesIntoHop += count;
      if (this.#framesIntoHop === this.#hopFrames) this.#endHop();
      done += count;
    }
  }

  reset(): void {
    for (const window of this.#windows) window.reset();
    this.#kernels.f64.fill(0, this.#sums >>> 3, (this.#sums >>> 3) + 6);
    this.#framesIntoHop = 0;
    this.#left = this.#right = this.#product = 0;
  }

  release(): void {
    this.#kernels.free(this.#sums);
  }

  #endHop(): void {
    const at = this.#sums >>> 3;
    const { f64 } = this.#kernels;
    const [left, right, product] = this.#windows;
    this.#left = left.push(f64[at + 2] as number);
    this.#right = right.push(f64[at + 3] as number);
    this.#product = product.push(f64[at + 4] as number);
    f64.fill(0, at, at + 6);
    this.#framesIntoHop = 0;
  }

  #audible(energy: number): boolean {
    return energy > SILENT_POWER * WINDOW_HOPS * this.#hopFrames;
  }
}
