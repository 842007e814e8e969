/**
 * Plain figures of a signal since the last reset: sample peak, clipped frames, DC, RMS, and of stereo correlation and balance.
 * Signal: interleaved frames of any number of channels.
 */
import type { Kernels, Pointer } from '../core/kernels.ts';

/**
 * A sample counts as clipped from here on: full scale of 16 bits, the largest value that a converter of that depth can
 * write upwards (32767/32768, −0.0003 dBFS).
 */
export const CLIPPED_FROM = 32_767 / 32_768;

const PAIR_STATE_BYTES = 48;

export class LevelMeter {
  readonly #kernels: Kernels;
  readonly #channels: number;
  readonly #sums: Pointer;
  readonly #peaks: Pointer;
  #frames = 0;
  #clippedFrames = 0;

  constructor(kernels: Kernels, channels: number) {
    this.#kernels = kernels;
    this.#channels = channels;
    this.#sums = kernels.allocate(Math.ceil(channels / 2) * PAIR_STATE_BYTES);
    this.#peaks = kernels.allocate(16);
  }

  /** @param block interleaved frames in kernel memory. */
  process(block: Pointer, frames: number): void {
    const { run } = this.#kernels;
    const stride = this.#channels * Float32Array.BYTES_PER_ELEMENT;
    for (let channel = 0; channel < this.#channels; channel += 2) {
      const state = this.#sums + (channel / 2) * PAIR_STATE_BYTES;
      run.levelSums(state, block + channel * 4, frames, stride, Math.min(2, this.#channels - channel));
    }
    run.samplePeakUpdate(block, frames, this.#channels, this.#peaks);
    this.#clippedFrames += run.countClippedFrames(block, frames, this.#channels, CLIPPED_FROM);
    this.#frames += frames;
  }

  get frames(): number {
    return this.#frames;
  }

  /** Frames in which any channel reached full scale (`CLIPPED_FROM`). */
  get clippedFrames(): number {
    return this.#clippedFrames;
  }

  /** The largest sample's magnitude, of all channels; linear. */
  get samplePeak(): number {
    return Math.max(this.channelSamplePeak(0), this.channelSamplePeak(1));
  }

  /** Of a stereo signal, one channel's; of any other, the largest of all. */
  channelSamplePeak(channel: 0 | 1): number {
    return this.#kernels.f32[(this.#peaks >>> 2) + channel] as number;
  }

  /** The mean of a channel's samples; 0 before the first. */
  dcOffset(channel: number): number {
    return this.#frames === 0 ? 0 : this.#sum(0, channel) / this.#frames;
  }

  /** The root of a channel's mean square, linear. */
  rms(channel: number): number {
    return this.#frames === 0 ? 0 : Math.sqrt(this.#sum(1, channel) / this.#frames);
  }

  /** Of the first two channels: 1 the same, 0 unrelated, −1 opposite; NaN where a side is silent or missing. */
  get correlation(): number {
    return this.#channels < 2 ? Number.NaN : correlationOf(this.#sum(1, 0), this.#sum(1, 1), this.#sum(2, 0));
  }

  /** How much louder the right channel is than the left, in dB; NaN where both are silent or there is one. */
  get balanceDb(): number {
    return this.#channels < 2 ? Number.NaN : 10 * Math.log10(this.#sum(1, 1) / this.#sum(1, 0));
  }

  reset(): void {
    this.#kernels.u8.fill(0, this.#sums, this.#sums + Math.ceil(this.#channels / 2) * PAIR_STATE_BYTES);
    this.#kernels.u8.fill(0, this.#peaks, this.#peaks + 16);
    this.#frames = 0;
    this.#clippedFrames = 0;
  }

  release(): void {
    this.#kernels.free(this.#sums);
    this.#kernels.free(this.#peaks);
  }

  /** @param which 0 samples, 1 squares, 2 products of a pair. */
  #sum(which: 0 | 1 | 2, channel: number): number {
    const at = this.#sums + (channel >> 1) * PAIR_STATE_BYTES + which * 16 + (channel & 1) * 8;
    return this.#kernels.f64[at >>> 3] as number;
  }
}

/** Correlation of two signals from their energies and the sum of their products; NaN where one is silent. */
export function correlationOf(leftEnergy: number, rightEnergy: number, product: number): number {
  const scale = Math.sqrt(leftEnergy * rightEnergy);
  // Rounding may carry it past ±1 by a hair.
  return scale > 0 ? Math.min(1, Math.max(-1, product / scale)) : Number.NaN;
}
