import type { Peaks } from '../../src-shared/protocol/answers.ts';
import type { GrowingWaves } from '../recording/growing-waves.ts';
import type { PeakTiles } from './peak-tiles.ts';
import type { TileSource } from './wave-columns.ts';

/**
 * What lanes are drawn from: peaks of the session's sound files, and the waves of what is being recorded, whose files are
 * named by their path. After a stop these stand in until the peaks of the file have been made, so that nothing goes dark.
 */
export class LaneTiles implements TileSource {
  readonly #peaks: PeakTiles;
  readonly #growing: GrowingWaves;
  readonly #pathOf: (mediaId: string) => string | undefined;

  constructor(peaks: PeakTiles, growing: GrowingWaves, pathOf: (mediaId: string) => string | undefined) {
    this.#peaks = peaks;
    this.#growing = growing;
    this.#pathOf = pathOf;
  }

  tile(mediaId: string, level: number, index: number): Peaks | undefined {
    if (this.#growing.has(mediaId)) return this.#growing.tile(mediaId, level, index);
    return this.#peaks.tile(mediaId, level, index);
  }

  present(mediaId: string, level: number, index: number): Peaks | undefined {
    const tile = this.#peaks.present(mediaId, level, index);
    const path = tile ? undefined : this.#pathOf(mediaId);
    return tile ?? (path === undefined ? undefined : this.#growing.tile(path, level, index));
  }
}
