import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { AudioReader } from '../../../src-shared/audio-file/audio-reader.ts';
import { HEAD_BYTES, PEAK_FIELDS, type PeakLevel, type PeakSource, peakLevels, writeHead } from './peak-levels.ts';

/** Read at once: a few milliseconds of work, so that whoever waits is served in between. */
const CHUNK_FRAMES = 1 << 16;
/** Columns of a level that are written at once. */
const WRITE_COLUMNS = 4096;

/** Makes the peak file of a sound file: streaming, in bounded memory. Yields after each chunk; it appears when it is whole. */
export async function buildPeaks(reader: AudioReader, source: PeakSource, path: string): Promise<void> {
  const making = `${path}.${process.pid}.tmp`;
  const file = openSync(making, 'w');
  try {
    const levels = peakLevels(source).map((level) => new LevelWriter(file, level, source.channels));
    const chunk = new Float32Array(CHUNK_FRAMES * source.channels);
    for (let at = 0; at < source.lengthFrames; at += CHUNK_FRAMES) {
      const frames = reader.read(at, Math.min(CHUNK_FRAMES, source.lengthFrames - at), chunk);
      // A file that ends before its length is silent there.
      chunk.fill(0, frames * source.channels);
      addChunk(levels, chunk, Math.min(CHUNK_FRAMES, source.lengthFrames - at));
      await new Promise((next) => setImmediate(next));
    }
    for (const level of levels) level.finish();
    writeSync(file, writeHead(source), 0, HEAD_BYTES, 0);
  } catch (error) {
    closeSync(file);
    rmSync(making, { force: true });
    throw error;
  }
  closeSync(file);
  renameSync(making, path);
}

/** A chunk begins at a column of every level that is shorter than it, so columns never straddle in the finest. */
function addChunk(levels: readonly LevelWriter[], chunk: Float32Array, frames: number): void {
  const [finest, ...coarser] = levels;
  if (!finest) return;
  const step = finest.level.framesPerColumn;
  for (let at = 0; at < frames; at += step) {
    const count = Math.min(step, frames - at);
    const sums = finest.addSamples(chunk, at, count);
    for (const level of coarser) level.add(sums, count);
  }
}

/** Lowest, highest and sum of squares of each channel. */
type Sums = Float64Array;

class LevelWriter {
  readonly level: PeakLevel;
  readonly #file: number;
  readonly #channels: number;
  readonly #sums: Sums;
  readonly #out: Float32Array;
  #frames = 0;
  #columns = 0;
  #written = 0;

  constructor(file: number, level: PeakLevel, channels: number) {
    this.level = level;
    this.#file = file;
    this.#channels = channels;
    this.#sums = new Float64Array(channels * PEAK_FIELDS);
    this.#out = new Float32Array(WRITE_COLUMNS * channels * PEAK_FIELDS);
    this.#clear();
  }

  /** One column from samples; what it came to, valid until the next call. */
  addSamples(chunk: Float32Array, at: number, frames: number): Sums {
    const channels = this.#channels;
    this.#clear();
    for (let channel = 0; channel < channels; channel++) {
      let low = Number.POSITIVE_INFINITY;
      let high = Number.NEGATIVE_INFINITY;
      let squares = 0;
      for (let index = at * channels + channel; index < (at + frames) * channels; index += channels) {
        const sample = chunk[index]!;
        if (sample < low) low = sample;
        if (sample > high) high = sample;
        squares += sample * sample;
      }
      this.#sums.set([low, high, squares], channel * PEAK_FIELDS);
    }
    this.#frames = frames;
    this.#put();
    return this.#sums;
  }

  /** Adds a finer column. */
  add(sums: Sums, frames: number): void {
    if (this.#frames === this.level.framesPerColumn) this.#clear();
    for (let at = 0; at < sums.length; at += PEAK_FIELDS) {
      this.#sums[at] = Math.min(this.#sums[at]!, sums[at]!);
      this.#sums[at + 1] = Math.max(this.#sums[at + 1]!, sums[at + 1]!);
      this.#sums[at + 2]! += sums[at + 2]!;
    }
    this.#frames += frames;
    if (this.#frames === this.level.framesPerColumn) this.#put();
  }

  finish(): void {
    if (this.#columns + this.#written < this.level.columns) this.#put();
    this.#write();
  }

  #clear(): void {
    this.#frames = 0;
    for (let at = 0; at < this.#sums.length; at += PEAK_FIELDS)
      this.#sums.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0], at);
  }

  #put(): void {
    const at = this.#columns * this.#sums.length;
    for (let index = 0; index < this.#sums.length; index++) {
      const value = this.#sums[index]!;
      this.#out[at + index] = index % PEAK_FIELDS === 2 ? Math.sqrt(value / this.#frames) : value;
    }
    if (++this.#columns === WRITE_COLUMNS) this.#write();
  }

  #write(): void {
    const floats = this.#out.subarray(0, this.#columns * this.#sums.length);
    const at = HEAD_BYTES + 4 * (this.level.atFloats + this.#written * this.#sums.length);
    const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
    for (let done = 0; done < bytes.length; )
      done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    this.#written += this.#columns;
    this.#columns = 0;
  }
}
