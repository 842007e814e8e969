import type { Peaks } from '../../src-shared/protocol/answers.ts';
import type { RecordingColumns } from '../../src-shared/protocol/recording.ts';
import { CHUNK_COLUMNS, GrowingWave } from './growing-wave.ts';

/** Of all files together: an hour of some ten tracks. What was not looked at for longest goes, and is asked for when it is. */
const LIMIT_BYTES = 64 * 2 ** 20;
/** What the studio could not answer is not asked for again before. */
const PATIENCE_MS = 1000;

type Chunk = { readonly path: string; readonly chunk: number };
/** Columns of a file from one on: `record/peaks`. */
type Fetch = (wanted: { path: string; fromColumn: number; columns: number }) => Promise<Peaks>;

/** The waves of all files that are being recorded, in bounded memory; what of them is not here is asked of the studio. */
export class GrowingWaves {
  readonly #fetch: Fetch;
  readonly #limitBytes: number;
  readonly #waves = new Map<string, GrowingWave>();
  /** In order of use, the longest unused first. */
  readonly #used = new Map<string, Chunk & { readonly bytes: number }>();
  #bytes = 0;
  /** The newest wish; one at a time, for the disk has takes to write. */
  #wanted: Chunk | undefined;
  #isAsking = false;
  readonly #askedMs = new Map<string, number>();
  /** Is called when what was asked for came. */
  onArrival: () => void = () => undefined;

  constructor(fetch: Fetch, limitBytes = LIMIT_BYTES) {
    this.#fetch = fetch;
    this.#limitBytes = limitBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(path: string): boolean {
    return this.#waves.has(path);
  }

  /** Frames of a file that are known to be there. */
  lengthFrames(path: string): number {
    return this.#waves.get(path)?.lengthFrames ?? 0;
  }

  grow({ path, channels, ...columns }: Pick<RecordingColumns, 'path' | 'channels' | 'fromColumn' | 'columns'>): void {
    const wave = this.#waves.get(path) ?? new GrowingWave(channels);
    this.#waves.set(path, wave);
    for (const chunk of wave.grow(columns)) this.#use({ path, chunk });
    for (const [key, oldest] of this.#used) {
      if (this.#bytes <= this.#limitBytes) break;
      this.#used.delete(key);
      this.#bytes -= oldest.bytes;
      this.#waves.get(oldest.path)?.drop(oldest.chunk);
    }
  }

  /** A tile of a file; undefined where it is not known, or not yet. */
  tile(path: string, level: number, index: number): Peaks | undefined {
    return this.#waves.get(path)?.tile(level, index, {
      onUse: (chunk) => this.#use({ path, chunk }),
      onMissing: (chunk) => this.#want({ path, chunk }),
    });
  }

  /** Lets go of all other files. */
  keep(paths: ReadonlySet<string>): void {
    for (const path of this.#waves.keys()) if (!paths.has(path)) this.#waves.delete(path);
    for (const [key, { path, bytes }] of this.#used) {
      if (paths.has(path)) continue;
      this.#used.delete(key);
      this.#bytes -= bytes;
    }
    this.#askedMs.clear();
  }

  #use({ path, chunk }: Chunk): void {
    const key = `${path}/${chunk}`;
    const known = this.#used.get(key);
    const bytes = this.#waves.get(path)?.chunkBytes ?? 0;
    if (known) this.#used.delete(key);
    else this.#bytes += bytes;
    this.#used.set(key, { path, chunk, bytes });
  }

  #want(wanted: Chunk): void {
    const askedMs = this.#askedMs.get(`${wanted.path}/${wanted.chunk}`);
    if (askedMs !== undefined && performance.now() - askedMs < PATIENCE_MS) return;
    this.#wanted = wanted;
    if (!this.#isAsking) void this.#ask();
  }

  async #ask(): Promise<void> {
    this.#isAsking = true;
    for (let wanted = this.#wanted; wanted; wanted = this.#wanted) {
      this.#wanted = undefined;
      const { path, chunk } = wanted;
      this.#askedMs.set(`${path}/${chunk}`, performance.now());
      const asked = { path, fromColumn: chunk * CHUNK_COLUMNS, columns: CHUNK_COLUMNS };
      // What cannot be had now is asked for again when it is looked at.
      const peaks = await this.#fetch(asked).catch(() => undefined);
      if (peaks && this.#waves.has(path)) this.#arrived(path, peaks);
    }
    this.#isAsking = false;
  }

  #arrived(path: string, { channels, fromColumn, columns }: Peaks): void {
    const fields = 3 * channels;
    const isWhole = columns.length === CHUNK_COLUMNS * fields;
    // The last column of a file that grows is not whole.
    this.grow({ path, channels, fromColumn, columns: isWhole ? columns : columns.subarray(0, -fields) });
    this.onArrival();
  }
}
