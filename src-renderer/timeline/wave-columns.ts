/**
 * What a wave looks like in columns of the screen: the lowest and highest sample and the RMS of the frames of each
 * column, gathered from tiles of peaks. Column edges are rounded to the level's columns, so it is right at every zoom.
 */
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import { COLUMN_FIELDS, peakLevel, TILE_COLUMNS } from './peak-tiles.ts';

/** Where tiles come from: PeakTiles is one. */
export type TileSource = {
  tile(mediaId: string, level: number, index: number): Peaks | undefined;
  present(mediaId: string, level: number, index: number): Peaks | undefined;
};

export type WaveStretch = {
  readonly mediaId: string;
  /** A channel, or all of them in one. */
  readonly channel: number | 'all';
  /** Of the media, at the left edge of the first column; may be broken, and before the media. */
  readonly fromFrames: number;
  readonly framesPerColumn: number;
  readonly columns: number;
};

/** Columns of a wave. NaN where nothing is known yet, 0 outside the media. */
export class WaveColumns {
  low = new Float32Array(0);
  high = new Float32Array(0);
  rms = new Float32Array(0);
  length = 0;

  /** Takes the columns of a stretch; answers whether all of them are of the best level. */
  gather(source: TileSource, stretch: WaveStretch): boolean {
    this.begin(stretch.columns);
    const level = peakLevel(stretch.framesPerColumn);
    const reader = new TileReader(source, stretch, level);
    let best = true;
    for (let column = 0; column < stretch.columns; column++) {
      const from = stretch.fromFrames + column * stretch.framesPerColumn;
      const first = Math.floor(from / level + 0.5);
      const last = Math.max(first, Math.floor((from + stretch.framesPerColumn) / level + 0.5) - 1);
      const found = reader.read(Math.max(0, first), last);
      best = found && best;
      this.low[column] = reader.low;
      this.high[column] = reader.high;
      this.rms[column] = reader.rms;
    }
    return best;
  }

  /** Makes room for so many columns, whose values are of another look until they are set. */
  begin(columns: number): void {
    this.length = columns;
    if (this.low.length >= columns) return;
    this.low = new Float32Array(columns);
    this.high = new Float32Array(columns);
    this.rms = new Float32Array(columns);
  }
}

/** Coarser levels that stand in while the right one is on its way. */
const STAND_INS = [2, 4, 8, 16, 32, 64] as const;

class TileReader {
  low = 0;
  high = 0;
  rms = 0;
  readonly #source: TileSource;
  readonly #mediaId: string;
  readonly #channel: number | 'all';
  readonly #level: number;
  #index = -1;
  #tile: Peaks | undefined;

  constructor(source: TileSource, { mediaId, channel }: WaveStretch, level: number) {
    this.#source = source;
    this.#mediaId = mediaId;
    this.#channel = channel;
    this.#level = level;
  }

  /** Reads columns `first`…`last` of the level into low, high and rms; answers whether they were there. */
  read(first: number, last: number): boolean {
    this.low = Number.POSITIVE_INFINITY;
    this.high = Number.NEGATIVE_INFINITY;
    let squares = 0;
    let count = 0;
    for (let column = first; column <= last; column++) {
      const tile = this.#tileOf(column);
      if (!tile) return this.#standIn(first, last);
      squares += this.#take(tile, column);
      count++;
    }
    this.rms = count > 0 ? Math.sqrt(squares / count) : 0;
    if (!(this.low <= this.high)) this.low = this.high = 0;
    return true;
  }

  #tileOf(column: number): Peaks | undefined {
    const index = Math.floor(column / TILE_COLUMNS);
    if (index !== this.#index) {
      this.#index = index;
      this.#tile = this.#source.tile(this.#mediaId, this.#level, index);
    }
    return this.#tile;
  }

  /** Widens low and high by a column and answers its mean square; nothing after the end of the media. */
  #take({ channels, columns, fromColumn }: Peaks, column: number): number {
    const at = (column - fromColumn) * channels * COLUMN_FIELDS;
    if (at < 0 || at >= columns.length) {
      this.low = Math.min(this.low, 0);
      this.high = Math.max(this.high, 0);
      return 0;
    }
    const [from, to] = this.#channel === 'all' ? [0, channels] : [this.#channel, this.#channel + 1];
    let squares = 0;
    for (let channel = from; channel < to; channel++) {
      const field = at + Math.min(channel, channels - 1) * COLUMN_FIELDS;
      this.low = Math.min(this.low, columns[field] as number);
      this.high = Math.max(this.high, columns[field + 1] as number);
      squares += (columns[field + 2] as number) ** 2;
    }
    return squares / (to - from);
  }

  #standIn(first: number, last: number): false {
    for (const factor of STAND_INS) {
      const [from, to] = [Math.floor(first / factor), Math.floor(last / factor)];
      const tile = this.#source.present(this.#mediaId, this.#level * factor, Math.floor(from / TILE_COLUMNS));
      if (!tile) continue;
      this.low = Number.POSITIVE_INFINITY;
      this.high = Number.NEGATIVE_INFINITY;
      let squares = 0;
      for (let column = from; column <= to; column++) squares += this.#take(tile, column);
      this.rms = Math.sqrt(squares / (to - from + 1));
      return false;
    }
    this.low = this.high = this.rms = Number.NaN;
    return false;
  }
}
