/** The wave of a file that is being recorded: it grows by the columns that the engine sends, and is seen as tiles of peaks at any zoom. */
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import { GROWING_COLUMN_FRAMES, type RecordingColumns } from '../../src-shared/protocol/recording.ts';
import { COLUMN_FIELDS, TILE_COLUMNS } from '../timeline/peak-tiles.ts';

/** Columns that come and go together: as many as are asked for at once. */
export const CHUNK_COLUMNS = 4096;
/** So many columns in one, which are kept for as long as the file grows: a quarter of a megabyte an hour. */
const COARSE = 32;
/** Tiles that are kept: those that were not looked at for longest go. */
const MOST_TILES = 32;

type Tile = { readonly columns: Float32Array; done: number };
type Found = { low: number; high: number; squares: number; count: number };

export class GrowingWave {
  readonly channels: number;
  /** Columns of the file that there are; before this client came, too. */
  count = 0;
  /** By number; NaN where nothing is known. */
  readonly #chunks = new Map<number, Float32Array>();
  #coarse = new Float32Array(0);
  readonly #tiles = new Map<string, Tile>();

  constructor(channels: number) {
    this.channels = channels;
  }

  /** Frames of the file that there are. */
  get lengthFrames(): number {
    return this.count * GROWING_COLUMN_FRAMES;
  }

  get chunkBytes(): number {
    return CHUNK_COLUMNS * this.#fields * Float32Array.BYTES_PER_ELEMENT;
  }

  /** Takes columns of the file; those that come again take the place of what was there. The chunks that they are in. */
  grow({ fromColumn, columns }: Pick<RecordingColumns, 'fromColumn' | 'columns'>): ReadonlySet<number> {
    const count = columns.length / this.#fields;
    const chunks = new Set<number>();
    for (let index = 0; index < count; index++) {
      const column = fromColumn + index;
      const number = Math.floor(column / CHUNK_COLUMNS);
      chunks.add(number);
      const at = (column - number * CHUNK_COLUMNS) * this.#fields;
      this.#chunk(number).set(columns.subarray(index * this.#fields, (index + 1) * this.#fields), at);
    }
    if (fromColumn < this.count) this.#tiles.clear();
    this.count = Math.max(this.count, fromColumn + count);
    for (let coarse = Math.floor(fromColumn / COARSE); coarse * COARSE < fromColumn + count; coarse++)
      this.#join(coarse);
    return chunks;
  }

  /** Lets go of columns; their coarse ones stay. */
  drop(chunk: number): void {
    this.#chunks.delete(chunk);
  }

  /**
   * A tile of a level, as far as the file has come; undefined where some of it is not known.
   * @param onMissing is told which chunk has to be asked for. @param onUse is told which is looked at.
   */
  tile(
    level: number,
    index: number,
    { onMissing, onUse }: { onMissing: (chunk: number) => void; onUse: (chunk: number) => void },
  ): Peaks | undefined {
    const key = `${level}/${index}`;
    const tile = this.#tiles.get(key) ?? {
      columns: new Float32Array(TILE_COLUMNS * this.#fields),
      done: 0,
    };
    this.#tiles.delete(key);
    this.#tiles.set(key, tile);
    const fromColumn = index * TILE_COLUMNS;
    const count = Math.max(0, Math.min(TILE_COLUMNS, Math.ceil(this.lengthFrames / level) - fromColumn));
    const missing = this.#fill(tile, { level, fromColumn, count, onUse });
    if (missing !== undefined) {
      onMissing(missing);
      return undefined;
    }
    for (const oldest of this.#tiles.keys()) {
      if (this.#tiles.size <= MOST_TILES) break;
      this.#tiles.delete(oldest);
    }
    const columns = tile.columns.subarray(0, count * this.#fields);
    return { channels: this.channels, framesPerColumn: level, fromColumn, columns };
  }

  get #fields(): number {
    return this.channels * COLUMN_FIELDS;
  }

  /** Makes the columns of a tile that are not made yet; the chunk that is missing for it. */
  #fill(
    tile: Tile,
    wanted: { level: number; fromColumn: number; count: number; onUse: (chunk: number) => void },
  ): number | undefined {
    const { level, fromColumn, count, onUse } = wanted;
    let used = -1;
    for (let column = tile.done; column < count; column++) {
      const from = ((fromColumn + column) * level) / GROWING_COLUMN_FRAMES;
      const to = Math.min(this.count, from + level / GROWING_COLUMN_FRAMES);
      const chunk = Math.floor(from / CHUNK_COLUMNS);
      if (chunk !== used && this.#chunks.has(chunk)) onUse(chunk);
      used = chunk;
      for (let channel = 0; channel < this.channels; channel++) {
        const missing = this.#sum(channel, { from, to, isCoarse: level >= COARSE * GROWING_COLUMN_FRAMES });
        if (missing !== undefined) return missing;
        const at = column * this.#fields + channel * COLUMN_FIELDS;
        tile.columns.set([sum.low, sum.high, Math.sqrt(sum.squares / Math.max(1, sum.count))], at);
      }
      // The last may still become another.
      if (to === from + level / GROWING_COLUMN_FRAMES) tile.done = column + 1;
    }
    return undefined;
  }

  /** Adds up columns between two places, which may be broken, by coarse ones where those will do; the chunk that is missing for it. */
  #sum(channel: number, { from, to, isCoarse }: { from: number; to: number; isCoarse: boolean }): number | undefined {
    Object.assign(sum, { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, squares: 0, count: 0 });
    const step = isCoarse ? COARSE : 1;
    for (let column = Math.floor(from); column < to; column += step) {
      const number = Math.floor(column / CHUNK_COLUMNS);
      const fields = isCoarse ? this.#coarse : this.#chunks.get(number);
      const place = isCoarse ? column / COARSE : column - number * CHUNK_COLUMNS;
      const at = place * this.#fields + channel * COLUMN_FIELDS;
      const low = fields?.[at] ?? Number.NaN;
      if (!fields || Number.isNaN(low)) return number;
      sum.low = Math.min(sum.low, low);
      sum.high = Math.max(sum.high, fields[at + 1] as number);
      sum.squares += (fields[at + 2] as number) ** 2;
      sum.count++;
    }
    return undefined;
  }

  #chunk(number: number): Float32Array {
    const known = this.#chunks.get(number);
    if (known) return known;
    const chunk = new Float32Array(CHUNK_COLUMNS * this.#fields).fill(Number.NaN);
    this.#chunks.set(number, chunk);
    return chunk;
  }

  #join(coarse: number): void {
    const at = coarse * this.#fields;
    if (at + this.#fields > this.#coarse.length) {
      const wider = new Float32Array(Math.max(1024 * this.#fields, this.#coarse.length * 2, at + this.#fields));
      wider.fill(Number.NaN).set(this.#coarse);
      this.#coarse = wider;
    }
    const first = coarse * COARSE;
    const last = Math.min(this.count, first + COARSE);
    const number = Math.floor(first / CHUNK_COLUMNS);
    const chunk = this.#chunks.get(number);
    for (let channel = 0; channel < this.channels; channel++) {
      const found: Found = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY, squares: 0, count: 0 };
      for (let column = first; column < last; column++) {
        const place = (column - number * CHUNK_COLUMNS) * this.#fields + channel * COLUMN_FIELDS;
        found.low = Math.min(found.low, chunk?.[place] ?? Number.NaN);
        found.high = Math.max(found.high, chunk?.[place + 1] ?? Number.NaN);
        found.squares += (chunk?.[place + 2] ?? Number.NaN) ** 2;
        found.count++;
      }
      const rms = Math.sqrt(found.squares / found.count);
      this.#coarse.set([found.low, found.high, rms], at + channel * COLUMN_FIELDS);
    }
  }
}

/** What `#sum` found: one for all, for it is asked for every column of every tile. */
const sum: Found = { low: 0, high: 0, squares: 0, count: 0 };
