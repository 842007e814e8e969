/** What one track hears, on its way from its ring to its file: what comes in, and what was held from before. */
import { join } from 'node:path';
import { GROWING_COLUMN_FRAMES } from '../../../src-shared/protocol/recording.ts';
import { TakeFile, type TakeFileSpec } from '../../media/take-file.ts';
import { GrowingColumns } from './growing-columns.ts';
import type { InputRing } from './input-ring.ts';

/** Written at once of what was held from before: little, so that what comes in waits for no more. */
const BACKLOG_FRAMES = 1 << 15;
/** Silence that is written at once. */
const SILENCE = new Float32Array(1 << 16);

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

/** All stream frames. */
export type TakeWriterOptions = {
  readonly folder: string;
  readonly spec: Omit<TakeFileSpec, 'channels'>;
  /** What comes in from this stream frame on is written by `writeLive`. */
  readonly liveFrame: number;
  /** The disk did not take frames of this track in time: silence stands there. */
  readonly onLost: (track: RollingTrack, at: number, lengthFrames: number) => void;
};

export class TakeWriter {
  readonly track: RollingTrack;
  readonly columns: GrowingColumns;
  /** Samples that went to the disk. */
  writtenSamples = 0;
  /** The stream frame behind the newest that is on the disk. */
  liveTo: number;
  readonly #file: TakeFile;
  readonly #onLost: TakeWriterOptions['onLost'];
  /** The live part begins here, where a column of the waveform does. */
  readonly #liveFrom: number;
  #backlogTo: number;

  private constructor(track: RollingTrack, file: TakeFile, { liveFrame, onLost }: TakeWriterOptions) {
    const { fromFrame, ring } = track;
    const beforeLive = Math.min(liveFrame, ring.toFrame) - fromFrame;
    const liveColumn = Math.max(0, Math.floor(beforeLive / GROWING_COLUMN_FRAMES));
    this.track = track;
    this.columns = new GrowingColumns(ring.channels.length, liveColumn);
    this.#file = file;
    this.#onLost = onLost;
    this.#liveFrom = fromFrame + liveColumn * GROWING_COLUMN_FRAMES;
    this.liveTo = this.#liveFrom;
    this.#backlogTo = fromFrame;
  }

  /** Starts the track's file. Rejects with AudioFileError; then nothing of it is left. */
  static async create(track: RollingTrack, options: TakeWriterOptions): Promise<TakeWriter> {
    const spec = { ...options.spec, channels: track.ring.channels.length };
    return new TakeWriter(track, await TakeFile.create(join(options.folder, track.path), spec), options);
  }

  /** What comes in before `endFrame` is not all on the disk, or what was held from before is not. */
  isBehind(endFrame: number): boolean {
    return this.liveTo < this.#wantedTo(endFrame) || this.hasBacklog;
  }

  /** Not all that was held from before is on the disk. */
  get hasBacklog(): boolean {
    return this.#backlogTo < this.#liveFrom;
  }

  /** How many frames may come in before something of the backlog is overtaken. */
  get spareFrames(): number {
    const { ring } = this.track;
    return this.#backlogTo + ring.capacityFrames - ring.toFrame;
  }

  /** Writes all that came in before `endFrame`. Rejects with AudioFileError. */
  async writeLive(endFrame: number): Promise<void> {
    for (const wanted = this.#wantedTo(endFrame); this.liveTo < wanted; )
      this.liveTo = await this.#write(this.liveTo, wanted, this.columns);
  }

  /** Writes a piece of what was held from before, from its oldest frame on. Rejects with AudioFileError. */
  async writeBacklog(): Promise<void> {
    const to = Math.min(this.#liveFrom, this.#backlogTo + BACKLOG_FRAMES);
    while (this.#backlogTo < to) this.#backlogTo = await this.#write(this.#backlogTo, to);
  }

  /** Makes the header true and asks the disk to keep all. Rejects with AudioFileError. */
  keep(): Promise<void> {
    return this.#file.keep(this.#frames);
  }

  /** Ends the file; it is closed even when it rejects. */
  close(): Promise<void> {
    return this.#file.close(this.#frames);
  }

  /** Closes the file and leaves nothing of it. */
  remove(): Promise<void> {
    return this.#file.remove();
  }

  get #frames(): number {
    return this.liveTo - this.track.fromFrame;
  }

  #wantedTo(endFrame: number): number {
    return Math.min(this.track.ring.toFrame, endFrame);
  }

  /** Writes frames that lie together in the ring, at most until `to`; the frame behind them. */
  async #write(from: number, to: number, columns?: GrowingColumns): Promise<number> {
    const { ring, fromFrame } = this.track;
    if (ring.fromFrame <= from) {
      const samples = ring.slice(from, to);
      await this.#file.write(from - fromFrame, samples);
      // Overtaken while the disk took it, it may hold what came in later.
      if (ring.fromFrame <= from) {
        this.writtenSamples += samples.length;
        columns?.add(samples);
        return from + samples.length / ring.channels.length;
      }
    }
    const lostTo = Math.min(to, ring.fromFrame);
    await this.#writeSilence(from, lostTo, columns);
    this.#onLost(this.track, from, lostTo - from);
    return lostTo;
  }

  async #writeSilence(from: number, to: number, columns?: GrowingColumns): Promise<void> {
    const { ring, fromFrame } = this.track;
    const channels = ring.channels.length;
    for (let at = from; at < to; ) {
      const silence = SILENCE.subarray(0, (to - at) * channels);
      await this.#file.write(at - fromFrame, silence);
      this.writtenSamples += silence.length;
      columns?.add(silence);
      at += silence.length / channels;
    }
  }
}
