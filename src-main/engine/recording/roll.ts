/**
 * One roll of the tape: a file for each armed track and the log beside them, from record until stop. What comes in waits
 * in the tracks' rings, and goes to the disk from there in the event loop's own time, so that no block waits for a disk.
 *
 * What comes in from now on goes first; what was held from before follows from its oldest frame on, before it is
 * overtaken. So a kill costs the moment that no write has taken yet, and of nothing older.
 */
import { join } from 'node:path';
import type {
  RecordingColumns,
  RolledPasses,
  RollingTake,
  TakeBitDepth,
} from '../../../src-shared/protocol/recording.ts';
import type { RecordingLogLine } from '../../../src-shared/session/recording-log.ts';
import { toAudioFileError } from '../../media/file-errors.ts';
import { syncFolder } from '../../media/sync-folder.ts';
import type { InputRing } from './input-ring.ts';
import { LogFile } from './log-file.ts';
import { RollProgress } from './roll-progress.ts';
import { type RollingTrack, TakeWriter } from './take-writer.ts';

/** How often each file is forced to the disk, at the latest. */
const KEEP_MS = 500;
/** So long what was held from before is written, before what came in meanwhile is. */
const BACKLOG_MS = 40;

export type RollOptions = {
  readonly folder: string;
  readonly sampleRateHz: number;
  readonly bitDepth: TakeBitDepth;
  readonly largestRiffBytes: number | undefined;
  readonly roundTripFrames: number;
  /** The stream frame of the output at which record was pressed, and the session frame that was to be played there. */
  readonly pressed: { readonly at: number; readonly sessionFrame: number };
  readonly tracks: readonly RollingTrack[];
  /** Is told once, with a sentence, when the log cannot be written: the recording goes on. */
  readonly warn: (sentence: string) => void;
};

export class Roll {
  readonly #options: RollOptions;
  readonly #log: LogFile;
  readonly #lines: RecordingLogLine[] = [];
  readonly #progress = new RollProgress(this.#lines);
  #writers: readonly TakeWriter[] = [];
  #working: Promise<void> | undefined;
  #keeping: Promise<void> | undefined;
  #keptAtMs = 0;
  #failure: Error | undefined;
  #logFailure: Error | undefined;
  #isLogWarned = false;
  /** The stream frame of the input behind the last that is wanted; Infinity while it rolls. */
  endFrame = Number.POSITIVE_INFINITY;
  /** Times that input was lost since record was pressed. */
  dropouts = 0;
  /** The stream frame behind the last that was counted as lost. */
  #lostTo = Number.NEGATIVE_INFINITY;

  private constructor(options: RollOptions, log: LogFile, start: RecordingLogLine) {
    this.#options = options;
    this.#log = log;
    this.#lines.push(start);
  }

  /** Starts log and files. Rejects with the disk's error; then no file is left behind. */
  static async start(options: RollOptions): Promise<Roll> {
    const { folder, tracks } = options;
    const start = startLine(options);
    const roll = new Roll(options, await LogFile.create(folder, [start]), start);
    try {
      for (const track of tracks) await roll.#add(track);
      // A network disk may not be able to; then it keeps names by itself.
      await syncFolder(join(folder, 'audio')).catch(() => undefined);
      return roll;
    } catch (error) {
      for (const writer of roll.#writers) await writer.remove();
      await roll.#log.remove();
      throw error;
    }
  }

  get logName(): string {
    return this.#log.name;
  }

  get failure(): Error | undefined {
    return this.#failure;
  }

  get rings(): readonly InputRing[] {
    return this.#options.tracks.map(({ ring }) => ring);
  }

  get trackIds(): readonly string[] {
    return this.#options.tracks.map(({ trackId }) => trackId);
  }

  /** Samples of all tracks that went to the disk. */
  get writtenSamples(): number {
    return this.#writers.reduce((sum, writer) => sum + writer.writtenSamples, 0);
  }

  /** Keeps a line; it goes to the disk with the next writing. */
  note(line: RecordingLogLine): void {
    this.#lines.push(line);
    this.#log.add(line);
  }

  /**
   * Input was lost: silence stands for it. What lies before every file is nothing to this roll.
   * @param trackId the disk did not take it in time for this track; absent, it did not arrive.
   */
  lose(at: number, lengthFrames: number, trackId?: string): void {
    const to = at + lengthFrames;
    if (this.#options.tracks.every(({ fromFrame }) => to <= fromFrame)) return;
    this.note({ kind: 'lost', at, lengthFrames, ...(trackId !== undefined && { trackId }) });
    // Of what was held from before it is marked, but it is no dropout of this recording.
    if (to <= Math.max(this.#lostTo, this.#liveFrame)) return;
    // What is lost on and on, block after block, is one.
    if (at > this.#lostTo) this.dropouts++;
    this.#lostTo = to;
  }

  /** A pass ended or sound was lost, and nobody was told. @param nowFrame the stream frame behind the newest input. */
  hasNews(nowFrame: number): boolean {
    return this.#progress.hasNews(Math.min(nowFrame, this.endFrame));
  }

  /** The passes that are over since the last call; undefined when none is. @param nowFrame the stream frame behind the newest input. */
  passes(nowFrame: number): RolledPasses | undefined {
    return this.#progress.news(this.logName, Math.min(nowFrame, this.endFrame));
  }

  /** How the takes stand that roll. @param nowFrame the stream frame behind the newest input. */
  takes(nowFrame: number): RollingTake[] {
    const tracks = this.#options.tracks.map(({ trackId, path, ring, fromFrame }) => ({
      trackId,
      path,
      channels: ring.channels.length,
      fromFrame,
    }));
    return this.#progress.takes(this.logName, Math.min(nowFrame, this.endFrame), tracks);
  }

  /** The columns that came in since the last call. */
  columns(): RecordingColumns[] {
    return this.#writers.flatMap(({ track: { trackId, path }, columns }) => {
      const taken = columns.take();
      return taken ? [{ trackId, path, ...taken }] : [];
    });
  }

  /** All that is wanted has come in, or no more does. */
  get isComplete(): boolean {
    return this.rings.every((ring) => ring.isEnded || ring.toFrame >= this.endFrame);
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
    do await this.work();
    while (this.#failure === undefined && this.#writers.some((writer) => writer.isBehind(this.endFrame)));
    await this.#keeping;
    this.note({ kind: 'end', at: Math.max(...this.#writers.map(({ liveTo }) => liveTo)) });
    const closed = await Promise.allSettled(this.#writers.map((writer) => writer.close()));
    const failed = closed.find((one) => one.status === 'rejected');
    if (failed) this.#failure ??= failed.reason as Error;
    await this.#writeLog();
    this.#warnOfLog();
    await this.#log.close().catch(() => undefined);
  }

  /** What comes in from this stream frame on answers what was played from record on. */
  get #liveFrame(): number {
    return this.#options.pressed.at + this.#options.roundTripFrames;
  }

  async #add(track: RollingTrack): Promise<void> {
    const { folder, sampleRateHz, bitDepth, largestRiffBytes } = this.#options;
    const spec = { sampleRateHz, bitDepth, ...(largestRiffBytes !== undefined && { largestRiffBytes }) };
    const onLost = ({ trackId }: RollingTrack, at: number, lengthFrames: number) =>
      this.lose(at, lengthFrames, trackId);
    const writer = await TakeWriter.create(track, { folder, spec, liveFrame: this.#liveFrame, onLost });
    this.#writers = [...this.#writers, writer];
  }

  async #write(): Promise<void> {
    await this.#writeLog();
    for (const writer of this.#writers) await writer.writeLive(this.endFrame);
    this.#warnOfLog();
    await this.#writeBacklog();
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

  /** A log that cannot be written is tried again with the next writing. The sound goes to the disk all the same. */
  async #writeLog(): Promise<void> {
    try {
      await this.#log.write();
    } catch (error) {
      this.#logFailure ??= toAudioFileError(error, this.#log.name);
    }
  }

  /** Once the sound is on the disk: a disk that takes neither says so by itself. */
  #warnOfLog(): void {
    if (!this.#logFailure || this.#isLogWarned || this.#failure) return;
    this.#isLogWarned = true;
    this.#options.warn(
      `${this.#logFailure.message} The sound is recorded; look afterwards whether its takes are in time.`,
    );
  }

  /** What was held from before, what is overtaken soonest first; what came in meanwhile waits for no longer than this. */
  async #writeBacklog(): Promise<void> {
    const untilMs = performance.now() + BACKLOG_MS;
    do {
      const behind = this.#writers.filter(({ hasBacklog }) => hasBacklog);
      const [first] = behind;
      if (!first) return;
      await behind.reduce((one, other) => (other.spareFrames < one.spareFrames ? other : one), first).writeBacklog();
    } while (performance.now() < untilMs);
  }

  /** One file after another: reading and the sound card need Node's threads too. */
  async #keep(): Promise<void> {
    for (const writer of this.#writers) await writer.keep();
  }
}

function startLine({ sampleRateHz, bitDepth, roundTripFrames, pressed, tracks }: RollOptions): RecordingLogLine {
  return {
    kind: 'start',
    version: 1,
    sampleRateHz,
    bitDepth,
    roundTripFrames,
    pressed,
    tracks: tracks.map(({ trackId, trackName, path, ring, fromFrame }) => ({
      trackId,
      trackName,
      path,
      channels: ring.channels.length,
      at: fromFrame,
    })),
  };
}
