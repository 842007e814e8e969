import { readSync } from 'node:fs';
import type { AudioReader } from '../../../src-shared/audio-file/audio-reader.ts';
import type { Peaks } from '../../../src-shared/protocol/answers.ts';
import { FINEST_FRAMES, HEAD_BYTES, PEAK_FIELDS, type PeakLevel } from './peak-levels.ts';

export type ColumnsWanted = {
  readonly framesPerColumn: number;
  readonly fromColumn: number;
  readonly columns: number;
};

/** A sound file, and its peak file where there is one. */
export type PeakInput = {
  readonly reader: AudioReader;
  readonly lengthFrames: number;
  readonly levels: readonly PeakLevel[];
  /** Of the peak file; undefined reads samples alone. */
  readonly file: number | undefined;
};

const WINDOW_FRAMES = 1024;
const PAGE_FLOATS = 1 << 13;
const PAGES = 64;

/**
 * Columns of any width, exact: each is put together from the widest stored columns that lie in it, and from samples
 * where it begins or ends between two of the finest. Columns past the end are left out.
 */
export function readColumns(input: PeakInput, { framesPerColumn, fromColumn, columns }: ColumnsWanted): Peaks {
  const { channels } = input.reader.format;
  const last = Math.ceil(input.lengthFrames / framesPerColumn);
  const count = Math.max(0, Math.min(columns, last - fromColumn));
  const into = new Float32Array(count * channels * PEAK_FIELDS);
  const sum = new ColumnSum(input, channels);
  for (let column = 0; column < count; column++) {
    const from = (fromColumn + column) * framesPerColumn;
    sum.cover(from, Math.min(from + framesPerColumn, input.lengthFrames));
    sum.write(into, column * channels * PEAK_FIELDS);
  }
  return { channels, framesPerColumn, fromColumn, columns: into };
}

class ColumnSum {
  readonly #input: PeakInput;
  readonly #channels: number;
  readonly #sums: Float64Array;
  readonly #window: Float32Array;
  #windowStart = -1;
  readonly #pages = new Map<number, Float32Array>();
  #page: Float32Array | undefined;
  #pageNumber = -1;
  #frames = 0;

  constructor(input: PeakInput, channels: number) {
    this.#input = input;
    this.#channels = channels;
    this.#sums = new Float64Array(channels * PEAK_FIELDS);
    this.#window = new Float32Array(WINDOW_FRAMES * channels);
  }

  /** Everything from one frame to another, and nothing else. */
  cover(from: number, to: number): void {
    this.#frames = to - from;
    for (let at = 0; at < this.#sums.length; at += PEAK_FIELDS)
      this.#sums.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0], at);
    for (let at = from; at < to; ) at = this.#add(at, to);
  }

  write(into: Float32Array, at: number): void {
    for (let index = 0; index < this.#sums.length; index++) {
      const value = this.#sums[index]!;
      into[at + index] = index % PEAK_FIELDS === 2 ? Math.sqrt(value / this.#frames) : value;
    }
  }

  /** Adds the widest piece that begins at `at`; where it ends. */
  #add(at: number, to: number): number {
    const { levels, file, lengthFrames } = this.#input;
    for (let index = levels.length - 1; index >= 0 && file !== undefined; index--) {
      const level = levels[index]!;
      const end = Math.min(at + level.framesPerColumn, lengthFrames);
      if (at % level.framesPerColumn !== 0 || end > to) continue;
      this.#addStored(level, at / level.framesPerColumn, end - at);
      return end;
    }
    const end = Math.min(to, file === undefined ? to : (Math.floor(at / FINEST_FRAMES) + 1) * FINEST_FRAMES);
    this.#addSamples(at, end);
    return end;
  }

  #addStored(level: PeakLevel, column: number, frames: number): void {
    const first = level.atFloats + column * this.#sums.length;
    for (let index = 0; index < this.#sums.length; index += PEAK_FIELDS) {
      this.#include(index, this.#float(first + index), this.#float(first + index + 1));
      const rms = this.#float(first + index + 2);
      this.#sums[index + 2]! += rms * rms * frames;
    }
  }

  #addSamples(from: number, to: number): void {
    for (let at = from; at < to; at++) {
      const start = Math.floor(at / WINDOW_FRAMES) * WINDOW_FRAMES;
      if (start !== this.#windowStart) this.#loadWindow(start);
      for (let channel = 0; channel < this.#channels; channel++) {
        const sample = this.#window[(at - start) * this.#channels + channel]!;
        this.#include(channel * PEAK_FIELDS, sample, sample);
        this.#sums[channel * PEAK_FIELDS + 2]! += sample * sample;
      }
    }
  }

  #include(index: number, low: number, high: number): void {
    if (low < this.#sums[index]!) this.#sums[index] = low;
    if (high > this.#sums[index + 1]!) this.#sums[index + 1] = high;
  }

  #loadWindow(start: number): void {
    const frames = this.#input.reader.read(start, WINDOW_FRAMES, this.#window);
    this.#window.fill(0, frames * this.#channels);
    this.#windowStart = start;
  }

  #float(index: number): number {
    const number = Math.floor(index / PAGE_FLOATS);
    if (number !== this.#pageNumber) {
      this.#page = this.#pages.get(number) ?? this.#loadPage(number);
      this.#pageNumber = number;
    }
    return this.#page![index - number * PAGE_FLOATS]!;
  }

  #loadPage(number: number): Float32Array {
    const page = new Float32Array(PAGE_FLOATS);
    const bytes = new Uint8Array(page.buffer);
    readSync(this.#input.file as number, bytes, 0, bytes.length, HEAD_BYTES + number * bytes.length);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size >= PAGES && oldest !== undefined) this.#pages.delete(oldest);
    this.#pages.set(number, page);
    return page;
  }
}
