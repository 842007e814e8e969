/**
 * The last step before a file of 16 or 24 bits: rounds every sample to the file's steps, with noise that turns the rounding's
 * distortion into an even hiss. `tpdf`: triangular noise of ±1 step, white: total noise 4.77 dB over plain rounding's, its
 * power independent of the signal (Lipshitz, Wannamaker, Vanderkooy, JAES 40 (5), 1992). `shaped`: the same, its noise moved to
 * where the ear is dull (noise-shaping.ts). `off`: nothing; the writer rounds.
 *
 * The rule for depth: what already is whole steps passes bit for bit. Dither begins with the first frame that is not, and
 * then goes on to the end: a 16-bit recording copied to 16 bits stays as it is, silence before the first sound stays silent,
 * and noise never pumps. Signal: interleaved frames of any number of channels, in file order. Latency 0.
 */
import type { Kernels, Pointer } from '../core/kernels.ts';
import { NOISE_SHAPING_ORDER, noiseShapingWeights } from './noise-shaping.ts';

export const DITHER_KINDS = ['off', 'tpdf', 'shaped'] as const;
export type DitherKind = (typeof DITHER_KINDS)[number];

export type DitherOptions = {
  readonly kind: DitherKind;
  readonly bitDepth: 16 | 24;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Another number, another noise; the same, the same file. */
  readonly seed?: number;
};

const ERROR_BYTES = NOISE_SHAPING_ORDER * Float64Array.BYTES_PER_ELEMENT;

export class Dither {
  readonly #kernels: Kernels;
  readonly #kind: DitherKind;
  readonly #channels: number;
  /** Steps from 0 to full scale. */
  readonly #scale: number;
  readonly #seed: number;
  readonly #weights: Pointer;
  /** The latest errors of each channel. */
  readonly #errors: Pointer;
  #frame = 0;
  #begun = false;

  constructor(kernels: Kernels, { kind, bitDepth, channels, sampleRateHz, seed = 1 }: DitherOptions) {
    this.#kernels = kernels;
    this.#kind = kind;
    this.#channels = channels;
    this.#scale = 2 ** (bitDepth - 1);
    this.#seed = seed;
    this.#weights = kernels.allocate(ERROR_BYTES);
    this.#errors = kernels.allocate(ERROR_BYTES * channels);
    if (kind === 'shaped') kernels.f64.set(noiseShapingWeights(sampleRateHz), this.#weights >>> 3);
  }

  /** True once a frame was dithered. */
  get begun(): boolean {
    return this.#begun;
  }

  /** @param block the file's next frames, interleaved in kernel memory; each sample becomes k / 2^(bitDepth−1), which the writer keeps exactly. */
  process(block: Pointer, frames: number): void {
    if (this.#kind !== 'off') {
      const untouched = this.#begun ? 0 : this.#framesOnGrid(block, frames);
      if (untouched < frames) {
        this.#begun = true;
        this.#dither(block + untouched * this.#channels * 4, frames - untouched, this.#frame + untouched);
      }
    }
    this.#frame += frames;
  }

  /** Back to the file's first frame. */
  reset(): void {
    this.#frame = 0;
    this.#begun = false;
    this.#kernels.u8.fill(0, this.#errors, this.#errors + ERROR_BYTES * this.#channels);
  }

  release(): void {
    this.#kernels.free(this.#weights);
    this.#kernels.free(this.#errors);
  }

  #framesOnGrid(block: Pointer, frames: number): number {
    const samples = this.#kernels.run.firstOffGrid(block, frames * this.#channels, this.#scale);
    return Math.floor(samples / this.#channels);
  }

  /** Splits where the 32-bit number of a sample wraps (a day of stereo): from there on, another key. */
  #dither(block: Pointer, frames: number, firstFrame: number): void {
    const channels = this.#channels;
    const framesPerKey = Math.floor(2 ** 32 / channels);
    let done = 0;
    while (done < frames) {
      const frame = firstFrame + done;
      const keyIndex = Math.floor(frame / framesPerKey);
      const count = Math.min(frames - done, (keyIndex + 1) * framesPerKey - frame);
      const first = (frame - keyIndex * framesPerKey) * channels;
      this.#run(block + done * channels * 4, count, first, (Math.imul(this.#seed, 0x9e3779b1) + keyIndex) >>> 0);
      done += count;
    }
  }

  #run(block: Pointer, frames: number, first: number, key: number): void {
    const { run } = this.#kernels;
    if (this.#kind === 'tpdf') {
      run.ditherTriangular(block, frames * this.#channels, first, key, this.#scale);
      return;
    }
    for (let channel = 0; channel < this.#channels; channel++) {
      const errors = this.#errors + channel * ERROR_BYTES;
      run.ditherShaped(
        block + channel * 4,
        frames,
        this.#channels,
        first + channel,
        key,
        this.#scale,
        this.#weights,
        NOISE_SHAPING_ORDER,
        errors,
      );
    }
  }
}
