import { GROWING_COLUMN_FRAMES, type RecordingColumns } from '../../../src-shared/protocol/recording.ts';

const FIELDS = 3;

/** The waveform of a file that grows: lowest and highest sample and RMS, column by column as sound comes in. */
export class GrowingColumns {
  readonly #channels: number;
  /** Whole columns that wait to be told. */
  #columns: number[] = [];
  #fromColumn: number;
  /** Of the column under way: frames in it, and lowest, highest and sum of squares of each channel. */
  #frames = 0;
  readonly #sums: Float64Array;

  /** @param fromColumn the column of the file that begins with the first frame that is added. */
  constructor(channels: number, fromColumn: number) {
    this.#channels = channels;
    this.#fromColumn = fromColumn;
    this.#sums = new Float64Array(channels * FIELDS);
    this.#begin();
  }

  /** @param samples interleaved. */
  add(samples: Float32Array): void {
    const channels = this.#channels;
    for (let at = 0; at < samples.length; at += channels) {
      for (let channel = 0; channel < channels; channel++) {
        const sample = samples[at + channel] as number;
        const place = channel * FIELDS;
        if (sample < (this.#sums[place] as number)) this.#sums[place] = sample;
        if (sample > (this.#sums[place + 1] as number)) this.#sums[place + 1] = sample;
        (this.#sums[place + 2] as number) += sample * sample;
      }
      if (++this.#frames === GROWING_COLUMN_FRAMES) this.#end();
    }
  }

  /** The columns since the last call; undefined when none is whole. */
  take(): Pick<RecordingColumns, 'fromColumn' | 'framesPerColumn' | 'channels' | 'columns'> | undefined {
    if (this.#columns.length === 0) return undefined;
    const columns = new Float32Array(this.#columns);
    const fromColumn = this.#fromColumn;
    this.#fromColumn += columns.length / (FIELDS * this.#channels);
    this.#columns = [];
    return { fromColumn, framesPerColumn: GROWING_COLUMN_FRAMES, channels: this.#channels, columns };
  }

  #begin(): void {
    this.#frames = 0;
    for (let place = 0; place < this.#sums.length; place += FIELDS) {
      this.#sums[place] = Number.POSITIVE_INFINITY;
      this.#sums[place + 1] = Number.NEGATIVE_INFINITY;
      this.#sums[place + 2] = 0;
    }
  }

  #end(): void {
    for (let place = 0; place < this.#sums.length; place += FIELDS) {
      const rms = Math.sqrt((this.#sums[place + 2] as number) / this.#frames);
      this.#columns.push(this.#sums[place] as number, this.#sums[place + 1] as number, rms);
    }
    this.#begin();
  }
}
