/**
 * Every figure of a finished programme in one pass: what `mixdown analyse` prints and what a bounce is judged by.
 * Signal: interleaved frames of 1 to 16 channels, in pieces of any size; the pieces do not change the figures.
 */

import { gainToDb } from '../../units/decibel.ts';
import type { Kernels, Pointer } from '../core/kernels.ts';
import { LevelMeter } from './level-meter.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { TruePeakMeter } from './true-peak-meter.ts';

/** Figures of a programme; null where one is undefined, as the loudness of silence is. */
export type ProgramFigures = {
  readonly integratedLufs: number | null;
  readonly loudnessRangeLu: number | null;
  readonly maxMomentaryLufs: number | null;
  readonly maxShortTermLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  /** Frames in which a channel reached 16-bit full scale. */
  readonly clippedFrames: number;
  /** The mean of the channel whose mean is farthest from 0, linear and signed. */
  readonly dcOffset: number | null;
  /** Of left and right, −1…1; null for mono and where a side is silent. */
  readonly correlation: number | null;
};

export type ProgramMeterOptions = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly truePeakOversampling?: 4 | 8;
};

const PIECE_FRAMES = 2_048;
/** Loudness is defined for these. */
const LOUDNESS_CHANNELS = 6;
/** The kernels look up to this far past the frames they are given, and change nothing there. */
const SLACK_BYTES = 64;

export class ProgramMeter {
  readonly #kernels: Kernels;
  readonly #channels: number;
  readonly #loudness: LoudnessMeter | undefined;
  readonly #truePeak: TruePeakMeter;
  readonly #level: LevelMeter;
  readonly #piece: Pointer;

  constructor(kernels: Kernels, { sampleRateHz, channels, truePeakOversampling = 4 }: ProgramMeterOptions) {
    this.#kernels = kernels;
    this.#channels = channels;
    this.#loudness = channels <= LOUDNESS_CHANNELS ? new LoudnessMeter(kernels, { sampleRateHz, channels }) : undefined;
    this.#truePeak = new TruePeakMeter(kernels, { channels, oversampling: truePeakOversampling });
    this.#level = new LevelMeter(kernels, channels);
    this.#piece = kernels.allocate(PIECE_FRAMES * channels * Float32Array.BYTES_PER_ELEMENT + SLACK_BYTES);
  }

  /** Frames measured so far. */
  get frames(): number {
    return this.#level.frames;
  }

  /** Measures whole interleaved frames. */
  measure(samples: Float32Array): void {
    const pieceSamples = PIECE_FRAMES * this.#channels;
    for (let at = 0; at < samples.length; at += pieceSamples) {
      const part = samples.subarray(at, Math.min(at + pieceSamples, samples.length));
      this.#kernels.f32.set(part, this.#piece >>> 2);
      this.process(this.#piece, part.length / this.#channels);
    }
  }

  /** Measures interleaved frames that stand in kernel memory. */
  process(block: Pointer, frames: number): void {
    this.#loudness?.process(block, frames);
    this.#truePeak.process(block, frames);
    this.#level.process(block, frames);
  }

  /** The figures of the whole programme, which ends here. */
  finish(): ProgramFigures {
    this.#truePeak.finish();
    const loudness = this.#loudness;
    return {
      integratedLufs: finiteOrNull(loudness?.integratedLufs),
      loudnessRangeLu: finiteOrNull(loudness?.loudnessRangeLu),
      maxMomentaryLufs: finiteOrNull(loudness?.maxMomentaryLufs),
      maxShortTermLufs: finiteOrNull(loudness?.maxShortTermLufs),
      truePeakDbtp: finiteOrNull(gainToDb(this.#truePeak.truePeak)),
      samplePeakDbfs: finiteOrNull(gainToDb(this.#level.samplePeak)),
      clippedFrames: this.#level.clippedFrames,
      dcOffset: this.#level.frames === 0 ? null : this.#largestDcOffset(),
      correlation: finiteOrNull(this.#level.correlation),
    };
  }

  reset(): void {
    this.#loudness?.reset();
    this.#truePeak.reset();
    this.#level.reset();
  }

  release(): void {
    this.#loudness?.release();
    this.#truePeak.release();
    this.#level.release();
    this.#kernels.free(this.#piece);
  }

  #largestDcOffset(): number {
    let largest = 0;
    for (let channel = 0; channel < this.#channels; channel++) {
      const offset = this.#level.dcOffset(channel);
      if (Math.abs(offset) > Math.abs(largest)) largest = offset;
    }
    return largest;
  }
}

function finiteOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
