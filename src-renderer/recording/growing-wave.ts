/** The wave of a file that is being recorded: it grows by the columns that the engine sends, and is drawn at any zoom. */
import type { RecordingColumns } from '../../src-shared/protocol/recording.ts';
import { COLUMN_FIELDS } from '../timeline/peak-tiles.ts';
import type { WaveColumns } from '../timeline/wave-columns.ts';

/** So many columns in one where much lies in a pixel. */
const COARSE = 32;

/** All channels in one: lowest, highest and mean square of each column. */
class Columns {
  count = 0;
  #fields = new Float32Array(1024 * COLUMN_FIELDS);

  set(column: number, low: number, high: number, meanSquare: number): void {
    if ((column + 1) * COLUMN_FIELDS > this.#fields.length) {
      const wider = new Float32Array(Math.max(this.#fields.length * 2, (column + 1) * COLUMN_FIELDS));
      wider.set(this.#fields);
      this.#fields = wider;
    }
    this.#fields.set([low, high, meanSquare], column * COLUMN_FIELDS);
    this.count = Math.max(this.count, column + 1);
  }

  low(column: number): number {
    return this.#fields[column * COLUMN_FIELDS] as number;
  }

  high(column: number): number {
    return this.#fields[column * COLUMN_FIELDS + 1] as number;
  }

  meanSquare(column: number): number {
    return this.#fields[column * COLUMN_FIELDS + 2] as number;
  }
}

export class GrowingWave {
  #framesPerColumn = 0;
  readonly #fine = new Columns();
  readonly #coarse = new Columns();

  /** Frames of the file that are known. */
  get lengthFrames(): number {
    return this.#fine.count * this.#framesPerColumn;
  }

  /** Takes newer columns; those that come again take the place of what was there. */
  grow({ fromColumn, framesPerColumn, channels, columns }: RecordingColumns): void {
    this.#framesPerColumn = framesPerColumn;
    const count = columns.length / (channels * COLUMN_FIELDS);
    for (let index = 0; index < count; index++) {
      let [low, high, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
      for (let channel = 0; channel < channels; channel++) {
        const at = (index * channels + channel) * COLUMN_FIELDS;
        low = Math.min(low, columns[at] as number);
        high = Math.max(high, columns[at + 1] as number);
        squares += (columns[at + 2] as number) ** 2;
      }
      this.#fine.set(fromColumn + index, low, high, squares / channels);
    }
    for (let coarse = Math.floor(fromColumn / COARSE); coarse * COARSE < fromColumn + count; coarse++)
      this.#join(coarse);
  }

  #join(coarse: number): void {
    const first = coarse * COARSE;
    const last = Math.min(this.#fine.count, first + COARSE);
    let [low, high, squares] = [0, 0, 0];
    for (let column = first; column < last; column++) {
      low = Math.min(low, this.#fine.low(column));
      high = Math.max(high, this.#fine.high(column));
      squares += this.#fine.meanSquare(column);
    }
    this.#coarse.set(coarse, low, high, squares / Math.max(1, last - first));
  }

  /**
   * Fills a wave from a frame of the file on, broken, a column for so many frames. What is not known yet is NaN; before the file
   * is silence.
   */
  gather(
    wave: WaveColumns,
    { fromFrames, framesPerColumn, columns }: { fromFrames: number; framesPerColumn: number; columns: number },
  ): void {
    wave.begin(columns);
    const isCoarse = framesPerColumn > this.#framesPerColumn * COARSE;
    const source = isCoarse ? this.#coarse : this.#fine;
    const size = this.#framesPerColumn * (isCoarse ? COARSE : 1);
    for (let column = 0; column < columns; column++) {
      const from = fromFrames + column * framesPerColumn;
      const first = Math.floor(from / size);
      const last = Math.max(first + 1, Math.floor((from + framesPerColumn) / size));
      let [low, high, squares, count] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
      for (let at = Math.max(0, first); at < Math.min(last, source.count); at++, count++) {
        low = Math.min(low, source.low(at));
        high = Math.max(high, source.high(at));
        squares += source.meanSquare(at);
      }
      const none = last <= 0 ? 0 : Number.NaN;
      wave.low[column] = count > 0 ? low : none;
      wave.high[column] = count > 0 ? high : none;
      wave.rms[column] = count > 0 ? Math.sqrt(squares / count) : none;
    }
  }
}
