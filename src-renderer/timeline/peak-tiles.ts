/**
 * Peaks of sound files, fetched in tiles and kept while they are in use: the newest look wins, what was not drawn for
 * longest goes first. A tile is a fixed number of columns of one level; a level is a power of two of frames a column.
 */
import type { Peaks } from '../../src-shared/protocol/answers.ts';

export const TILE_COLUMNS = 2048;
/** Fields of a channel's column: lowest and highest sample, RMS. */
export const COLUMN_FIELDS = 3;
/** The coarsest level: one column for so many frames. */
const COARSEST = 2 ** 16;
const AT_ONCE = 6;
const DEFAULT_BYTES = 64 * 2 ** 20;

export type PeakRequest = {
  readonly mediaId: string;
  readonly framesPerColumn: number;
  readonly fromColumn: number;
  readonly columns: number;
};
type Wanted = PeakRequest & { readonly key: string };

/** The level to draw from: at least one of its columns to a column on screen. */
export function peakLevel(framesPerPixelColumn: number): number {
  if (framesPerPixelColumn <= 1) return 1;
  return Math.min(COARSEST, 2 ** Math.floor(Math.log2(framesPerPixelColumn)));
}

export class PeakTiles {
  readonly #fetch: (request: PeakRequest) => Promise<Peaks>;
  readonly #limitBytes: number;
  /** In order of use, the longest unused first. */
  readonly #tiles = new Map<string, Peaks>();
  /** Requested or waiting, the newest last. */
  readonly #wanted = new Map<string, Wanted>();
  readonly #failed = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #bytes = 0;
  #underWay = 0;

  constructor(fetch: (request: PeakRequest) => Promise<Peaks>, limitBytes = DEFAULT_BYTES) {
    this.#fetch = fetch;
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Calls after a tile came; returns what ends it. */
  onArrival(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The tile; undefined while it is on its way, or where it cannot be had. */
  tile(mediaId: string, level: number, index: number): Peaks | undefined {
    const key = `${mediaId}/${level}/${index}`;
    const tile = this.#tiles.get(key);
    if (tile) {
      this.#tiles.delete(key);
      this.#tiles.set(key, tile);
      return tile;
    }
    if (this.#failed.has(key)) return undefined;
    const request = { key, mediaId, framesPerColumn: level, fromColumn: index * TILE_COLUMNS, columns: TILE_COLUMNS };
    // A wish that is repeated goes to the front: it is what is looked at now.
    this.#wanted.delete(key);
    this.#wanted.set(key, request);
    queueMicrotask(() => this.#next());
    return undefined;
  }

  /** The tile if it is here, without asking for it: for a picture until a better one comes. */
  present(mediaId: string, level: number, index: number): Peaks | undefined {
    return this.#tiles.get(`${mediaId}/${level}/${index}`);
  }

  /** Lets go of all of a sound file, such as after it was found again; null of everything. */
  forget(mediaId: string | null): void {
    for (const [key, tile] of this.#tiles) {
      if (mediaId !== null && !key.startsWith(`${mediaId}/`)) continue;
      this.#tiles.delete(key);
      this.#bytes -= tile.columns.byteLength;
    }
    this.#failed.clear();
    this.#wanted.clear();
  }

  #next(): void {
    while (this.#underWay < AT_ONCE && this.#wanted.size > 0) {
      const newest = [...this.#wanted.values()].pop() as Wanted;
      this.#wanted.delete(newest.key);
      if (this.#requested.has(newest.key)) continue;
      void this.#request(newest);
    }
  }

  readonly #requested = new Set<string>();

  async #request({ key, ...request }: Wanted): Promise<void> {
    this.#underWay++;
    this.#requested.add(key);
    try {
      this.#keep(key, await this.#fetch(request));
    } catch {
      this.#failed.add(key);
    }
    this.#requested.delete(key);
    this.#underWay--;
    for (const listener of this.#listeners) listener();
    this.#next();
  }

  #keep(key: string, tile: Peaks): void {
    this.#tiles.set(key, tile);
    this.#bytes += tile.columns.byteLength;
    for (const [oldest, { columns }] of this.#tiles) {
      if (this.#bytes <= this.#limitBytes || oldest === key) break;
      this.#tiles.delete(oldest);
      this.#bytes -= columns.byteLength;
    }
  }
}
