/**
 * One roll of the tape: a file for each armed track and the log beside them, from record until stop. What comes in waits
 * in the tracks' rings, and goes to the disk from there in the event loop's own time, so that no block waits for a disk.
 *
 * What comes in from now on goes first; what was held from before follows from its oldest frame on, before it is
 * overtaken. So a kill costs the moment that no write has taken yet, and of nothing older.
 */
import { join } from 'node:path';
import type { RecordingColumns, RollingTake, TakeBitDepth } from '../../../src-shared/protocol/recording.ts';
import { GROWING_COLUMN_FRAMES } from '../../../src-shared/protocol/recording.ts';
import { type RecordingLogLine, recordedOf } from '../../../src-shared/session/recording-log.ts';
import { TakeFile } from '../../media/take-file.ts';
import { GrowingColumns } from './growing-columns.ts';
import type { InputRing } from './input-ring.ts';
import { LogFile } from './log-file.ts';

/** How often each file is forced to the disk, at the latest. */
const KEEP_MS = 500;
/** Of what was held from before, at most so much is written before what comes in is looked at again. */
const BACKLOG_FRAMES = 1 << 18;

export type RollingTrack = {
  readonly trackId: string;
  readonly trackName: string;
  /** What the first take will be called. */
  readonly name: string;
  /** Relative to the session's folder. */
  readonly path: string;
  readonly ring: InputRing;
  /** The first stream frame of the file, which the ring holds. */
  readonly fromFrame: number;
};

export type RollOptions = {
  readonly folder: string;
  readonly sampleRateHz: number;
  readonly bitDepth: TakeBitDepth;
  readonly largestRiffBytes: number | undefined;
  readonly roundTripFrames: number;
  /** What comes in from this stream frame on goes to the disk first. */
  readonly liveFrame: number;
  readonly tracks: readonly RollingTrack[];
};

/** How far a track is on the disk, in stream frames. */
type Writing = RollingTrack & {
  readonly file: TakeFile;
  readonly columns: GrowingColumns;
  /** The live part begins here, where a column of the waveform does. */
  readonly liveFrom: number;
  liveTo: number;
  backlogTo: number;
};

export class Roll {
  readonly #log: LogFile;
  readonly #tracks: readonly Writing[];
  readonly #lines: RecordingLogLine[];
  #unwritten: RecordingLogLine[] = [];
  #working: Promise<void> | undefined;
  #keeping: Promise<void> | undefined;
  #keptAtMs = 0;
  #failure: Error | undefined;
  /** The stream frame of the input behind the last that is wanted; Infinity while it rolls. */
  endFrame = Number.POSITIVE_INFINITY;
  dropouts = 0;
  /** Samples of all tracks that went to the disk. */
  writtenSamples = 0;

  private constructor(options: RollOptions, log: LogFile, files: readonly TakeFile[], start: RecordingLogLine) {
    this.#log = log;
    this.#lines = [start];
    this.#tracks = options.tracks.map((track, index) => {
      const { fromFrame, ring } = track;
      const liveFrame = Math.min(options.liveFrame, ring.toFrame);
      const liveColumn = Math.max(0, Math.floor((liveFrame - fromFrame) / GROWING_COLUMN_FRAMES));
      const liveFrom = fromFrame + liveColumn * GROWING_COLUMN_FRAMES;
      const columns = new GrowingColumns(ring.channels.length, liveColumn);
      return { ...track, file: files[index] as TakeFile, columns, liveFrom, liveTo: liveFrom, backlogTo: fromFrame };
    });
  }

  /** Starts log and files. Rejects with an Error whose message is a sentence; then no file is left behind. */
  static async start(options: RollOptions): Promise<Roll> {
    const { folder, sampleRateHz, bitDepth, largestRiffBytes, roundTripFrames, tracks } = options;
    const files: TakeFile[] = [];
    const start: RecordingLogLine = {
      kind: 'start',
      version: 1,
      sampleRateHz,
      bitDepth,
      roundTripFrames,
      tracks: tracks.map(({ trackId, trackName, path, ring, fromFrame }) => ({
        trackId,
        trackName,
        path,
        channels: ring.channels.length,
        at: fromFrame,
      })),
    };
    const log = await LogFile.create(folder, start);
    try {
      for (const { path, ring } of tracks) {
        const spec = { sampleRateHz, bitDepth, channels: ring.channels.length };
        files.push(
          await TakeFile.create(join(folder, path), {
            ...spec,
            ...(largestRiffBytes !== undefined && { largestRiffBytes }),
          }),
        );
      }
    } catch (error) {
      await Promise.allSettled(files.map((file) => file.remove()));
      await log.remove();
      throw error;
    }
    return new Roll(options, log, files, start);
  }

  get logName(): string {
    return this.#log.name;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  get rings(): readonly InputRing[] {
    return this.#tracks.map(({ ring }) => ring);
  }

  /** Keeps a line; it goes to the disk with the next writing. */
  note(line: RecordingLogLine): void {
    this.#lines.push(line);
    this.#unwritten.push(line);
  }

  /** Input did not arrive: silence stands for it. What lies before every file is nothing to this roll. */
  lose(at: number, lengthFrames: number): void {
    if (this.#tracks.every(({ fromFrame }) => at + lengthFrames <= fromFrame)) return;
    this.note({ kind: 'lost', at, lengthFrames });
    this.dropouts++;
  }

  /** How the takes stand that roll. @param nowFrame the stream frame behind the newest input. */
  takes(nowFrame: number): RollingTake[] {
    const toFrame = Math.min(nowFrame, this.endFrame);
    const lengths = new Map(this.#tracks.map(({ path, fromFrame }) => [path, Math.max(0, toFrame - fromFrame)]));
    const recorded = recordedOf(this.#lines, lengths);
    return this.#tracks.map(({ trackId, name, path, ring }) => {
      const stretch = recorded.find((one) => one.path === path)?.stretches.at(-1);
      return {
        trackId,
        name,
        path,
        channels: ring.channels.length,
        startFrames: stretch?.startFrames ?? null,
        offsetFrames: stretch?.offsetFrames ?? 0,
        lengthFrames: stretch?.lengthFrames ?? 0,
      };
    });
  }

  /** The columns that came in since the last call. */
  columns(): RecordingColumns[] {
    return this.#tracks.flatMap(({ trackId, path, columns }) => {
      const taken = columns.take();
      return taken ? [{ trackId, path, ...taken }] : [];
    });
  }

  /** All that is wanted has come in. */
  get isComplete(): boolean {
    return this.#tracks.every(({ ring }) => ring.toFrame >= this.endFrame);
  }

  /** Writes what came in. One at a time; a failure is kept in `failure`. */
  work(): Promise<void> {
    this.#working ??= this.#write()
      .catch((error: Error) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#working = undefined;
      });
    return this.#working;
  }

  /** Writes the rest and closes all files, whatever fails; what is on the disk is valid. */
  async close(): Promise<void> {
    await this.work();
    while (this.#failure === undefined && this.#tracks.some((track) => this.#isBehind(track))) await this.work();
    await this.#keeping;
    this.note({ kind: 'end', at: Math.max(...this.#tracks.map(({ liveTo }) => liveTo)) });
    const closed = await Promise.allSettled([
      ...this.#tracks.map((track) => track.file.close(track.liveTo - track.fromFrame)),
      this.#writeLog(),
    ]);
    const failed = closed.find((one) => one.status === 'rejected');
    if (failed) this.#failure ??= failed.reason as Error;
    await this.#log.close().catch(() => undefined);
  }

  #wantedTo({ ring }: Writing): number {
    return Math.min(ring.toFrame, this.endFrame);
  }

  #isBehind(track: Writing): boolean {
    return track.liveTo < this.#wantedTo(track) || track.backlogTo < track.liveFrom;
  }

  async #write(): Promise<void> {
    await this.#writeLog();
    for (const track of this.#tracks) await this.#writeLive(track);
    for (const track of this.#tracks) await this.#writeBacklog(track);
    // Forcing to the disk may take long: what comes in meanwhile is written all the same.
    if (this.#keeping || performance.now() - this.#keptAtMs < KEEP_MS) return;
    this.#keptAtMs = performance.now();
    this.#keeping = this.#keep()
      .catch((error: Error) => {
        this.#failure ??= error;
      })
      .finally(() => {
        this.#keeping = undefined;
      });
  }

  async #writeLog(): Promise<void> {
    const lines = this.#unwritten;
    this.#unwritten = [];
    await this.#log.append(lines);
  }

  async #writeLive(track: Writing): Promise<void> {
    const { ring, file, columns } = track;
    if (ring.fromFrame > track.liveTo) this.#skip(track, ring.fromFrame);
    for (let wanted = this.#wantedTo(track); track.liveTo < wanted; wanted = Math.min(wanted, this.#wantedTo(track))) {
      const samples = ring.slice(track.liveTo, wanted);
      await file.write(track.liveTo - track.fromFrame, samples);
      this.writtenSamples += samples.length;
      columns.add(samples);
      track.liveTo += samples.length / ring.channels.length;
    }
  }

  /** The disk did not take it in time, or the input was taken away: silence stands there, and a mark. */
  #skip(track: Writing, toFrame: number): void {
    const lengthFrames = toFrame - track.liveTo;
    this.lose(track.liveTo, lengthFrames);
    track.columns.add(new Float32Array(lengthFrames * track.ring.channels.length));
    track.liveTo = toFrame;
  }

  async #writeBacklog(track: Writing): Promise<void> {
    const { ring, file } = track;
    if (track.backlogTo >= track.liveFrom) return;
    track.backlogTo = Math.min(track.liveFrom, Math.max(track.backlogTo, ring.fromFrame));
    const to = Math.min(track.liveFrom, track.backlogTo + BACKLOG_FRAMES);
    while (track.backlogTo < to) {
      const samples = ring.slice(track.backlogTo, to);
      await file.write(track.backlogTo - track.fromFrame, samples);
      this.writtenSamples += samples.length;
      track.backlogTo += samples.length / ring.channels.length;
    }
  }

  /** One file after another: reading and the sound card need Node's threads too. */
  async #keep(): Promise<void> {
    for (const track of this.#tracks) await track.file.keep(track.liveTo - track.fromFrame);
  }
}
