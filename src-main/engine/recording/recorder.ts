/**
 * Records what armed tracks hear. While a track is armed the last minute of its input is held, so that a take can begin
 * before record was pressed; from record on, files grow (roll.ts). `take` is called by the device for every block; all else
 * happens in the event loop's own time.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import {
  FIRST_RECORDING,
  LITTLE_DISK_SECONDS,
  type RecordingState,
  type TakeBitDepth,
} from '../../../src-shared/protocol/recording.ts';
import type { RecordingLogLine } from '../../../src-shared/session/recording-log.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { nextTakeName } from '../../../src-shared/session/take-names.ts';
import { toAudioFileError } from '../../media/file-errors.ts';
import { freeAudioPath } from '../../media/free-audio-path.ts';
import type { PlayedPieces } from '../played-pieces.ts';
import { type ArmedTrack, armedTracks, missingInput } from './armed-tracks.ts';
import { DiskRoom } from './disk-room.ts';
import { InputRings } from './input-rings.ts';
import { LostInput } from './lost-input.ts';
import { Roll, type RollingTrack } from './roll.ts';

/** How often what came in goes to the disk: a kill costs at most this, and what is under way. */
const WORK_MS = 100;
/** How often the state is told while it rolls, and the disk looked at while a track is armed. */
const STATE_MS = 500;
const LOOK_MS = 5_000;
/** Input that does not come within this after a stop does not come any more. */
const PATIENCE_MS = 1_500;

export type RecorderParts = {
  readonly played: PlayedPieces;
  readonly tell: (message: FromEngine) => void;
  /** The recording ended by itself; why was told. */
  readonly onEnd: () => void;
  /** A larger file is RF64; default what 32 bits hold. Lower only in tests. */
  readonly largestRiffBytes?: number;
};

/** The input of the device in use. */
export type RecordedInput = {
  readonly inputName: string;
  readonly inputChannels: number;
  readonly roundTripFrames: number;
  /** It was measured; else it is what the device says. */
  readonly isCalibrated: boolean;
};

export type RecordingStart = {
  /** The stream frame of the output from which on it is recorded. */
  readonly at: number;
  /** It is recorded only once the session has come to this; null at once. */
  readonly waitsFor: number | null;
  readonly punch: { readonly fromFrames: number; readonly toFrames: number } | null;
};

/** A roll, and how far it has been told what happened. */
type Rolling = { readonly roll: Roll; pieces: number; losses: number; endedAtMs: number };

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #rings = new InputRings();
  readonly #lost = new LostInput();
  readonly #disk = new DiskRoom();
  #session: Session | undefined;
  #folder = '';
  #armed: readonly ArmedTrack[] = [];
  #input: RecordedInput = { inputName: '', inputChannels: 0, roundTripFrames: 0, isCalibrated: false };
  #bitDepth: TakeBitDepth = FIRST_RECORDING.bitDepth;
  /** The last one records as long as it has no end; those before it are being closed. */
  #rolling: readonly Rolling[] = [];
  #isStarting = false;
  #working: Promise<void> | undefined;
  #workTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #toldAtMs = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** The device has to go on: a track is armed, or its take is not closed yet. */
  get isAwake(): boolean {
    return this.#armed.length > 0 || this.#rolling.length > 0;
  }

  get state(): RecordingState {
    const { streamFrame } = this.#parts.played;
    return {
      isRecording: this.#rolling.length > 0,
      takes: this.#rolling.flatMap(({ roll }) => roll.takes(streamFrame)),
      dropouts: this.#rolling.reduce((sum, { roll }) => sum + roll.dropouts, 0),
      diskSecondsLeft: this.#disk.secondsLeft(this.#bytesPerSecond),
      preCaptureSeconds: this.#rings.heldSeconds,
      roundTripFrames: this.#input.roundTripFrames,
      isCalibrated: this.#input.isCalibrated,
      bitDepth: this.#bitDepth,
    };
  }

  /** The session as it is now: its armed tracks are held. */
  follow(session: Session, folder: string): void {
    const before = this.#session;
    this.#session = session;
    this.#folder = folder;
    if (before && before.inputs === session.inputs && before.strips === session.strips) return;
    const armed = armedTracks(session);
    if (JSON.stringify(armed) === JSON.stringify(this.#armed)) return;
    this.#armed = armed;
    this.#rings.follow(armed, session.settings.session.sampleRateHz);
    clearInterval(this.#lookTimer);
    if (armed.length > 0) {
      this.#lookTimer = setInterval(() => void this.#look(), LOOK_MS).unref();
      void this.#look();
    } else this.#tell();
  }

  /** From the next recording on. */
  set({ bitDepth }: { readonly bitDepth: TakeBitDepth }): RecordingState {
    this.#bitDepth = bitDepth;
    return this.#tell();
  }

  /** The input in use, and what placement takes off. */
  inputIs({ inputName, inputChannels, roundTripFrames, isCalibrated }: RecordedInput): void {
    this.#input = { inputName, inputChannels, roundTripFrames, isCalibrated };
    this.#tell();
  }

  /** The device's next block: `input` holds the frames of the stream from `played.streamFrame` on. It allocates nothing. */
  take(input: Float32Array, frames: number, lostFrames: number): void {
    const { streamFrame } = this.#parts.played;
    this.#rings.write(input, input.length / frames, frames, streamFrame);
    if (lostFrames > 0) this.#lost.note(streamFrame, lostFrames);
  }

  /** Files begin to grow. Rejects with an Error whose message is a sentence when none can. */
  async start({ at, waitsFor, punch }: RecordingStart): Promise<void> {
    if (this.#isStarting || this.#isRecording) return;
    this.#isStarting = true;
    try {
      const tracks = this.#ready();
      const { played, largestRiffBytes } = this.#parts;
      const rolling = await this.#open(tracks, at + this.#input.roundTripFrames, largestRiffBytes);
      if (punch) rolling.roll.note({ kind: 'punch', at, range: { ...punch } });
      rolling.roll.note({ kind: 'record', at, on: true, ...(waitsFor !== null && { fromFrames: waitsFor }) });
      while (rolling.pieces > played.oldest && played.at(rolling.pieces) > at) rolling.pieces--;
      this.#rolling = [...this.#rolling, rolling];
      this.#rings.keep(this.#rolling.flatMap(({ roll }) => roll.rings));
      this.#workTimer ??= setInterval(() => void this.work(), WORK_MS);
      this.#tell();
      void this.work();
    } finally {
      this.#isStarting = false;
    }
  }

  /** The punch range is another one from a frame of the output on. */
  punch(range: RecordingStart['punch'], at: number): void {
    this.#recording?.roll.note({ kind: 'punch', at, range: range && { ...range } });
  }

  /** Recorded until a frame of the output; the song may play on. */
  endAt(at: number): void {
    this.#recording?.roll.note({ kind: 'record', at, on: false });
    this.endWith(at);
  }

  /** The song stops after a frame of the output: what answers it is waited for. */
  endWith(at: number): void {
    const { played } = this.#parts;
    this.#end(Math.max(played.streamFrame, at + this.#input.roundTripFrames));
  }

  /** Ends and closes all; what was recorded is on the disk when it resolves. */
  async finish(): Promise<void> {
    if (this.#isRecording) this.#endAtOnce();
    while (this.#rolling.length > 0) await this.work({ isLast: true });
  }

  /** Resolves when what came in is on the disk: for a device that waits for it. */
  async settled(): Promise<void> {
    if (this.#rolling.length > 0) await this.work();
  }

  async close(): Promise<void> {
    await this.finish();
    clearInterval(this.#lookTimer);
  }

  /** Takes to the disk what came in. */
  work({ isLast = false } = {}): Promise<void> {
    this.#working ??= this.#work(isLast).finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  get #recording(): Rolling | undefined {
    const last = this.#rolling[this.#rolling.length - 1];
    return last && last.roll.endFrame === Number.POSITIVE_INFINITY ? last : undefined;
  }

  get #isRecording(): boolean {
    return this.#recording !== undefined;
  }

  get #bytesPerSecond(): number {
    const channels = this.#armed.reduce((sum, track) => sum + track.channels.length, 0);
    const sampleRateHz = this.#session?.settings.session.sampleRateHz ?? 0;
    return channels * sampleRateHz * (this.#bitDepth === '24' ? 3 : 4);
  }

  /** The armed tracks that have an input; the others are told. Throws when there are none, or there is no room. */
  #ready(): ArmedTrack[] {
    if (this.#armed.length === 0) throw new Error('Nothing is armed: arm a track to record it.');
    const missing = this.#armed.flatMap((track) => missingInput(track, this.#input) ?? []);
    if (missing.length === this.#armed.length) throw new Error(missing.join(' '));
    if (this.#disk.isFull) throw new Error('The disk is full: free some space before you record.');
    for (const sentence of missing) this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
    const secondsLeft = this.#disk.secondsLeft(this.#bytesPerSecond);
    if (secondsLeft !== null && secondsLeft < LITTLE_DISK_SECONDS) {
      const sentence = `The disk lasts for ${Math.floor(secondsLeft / 60)} minutes of what is armed.`;
      this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
    }
    return this.#armed.filter((track) => missingInput(track, this.#input) === undefined);
  }

  async #open(armed: readonly ArmedTrack[], liveFrame: number, largestRiffBytes?: number): Promise<Rolling> {
    const { played } = this.#parts;
    const folder = this.#folder;
    const session = this.#session as Session;
    const taken = new Set<string>();
    const tracks: RollingTrack[] = [];
    await mkdir(join(folder, 'audio'), { recursive: true });
    for (const { trackId, trackName } of armed) {
      const takes = Object.values(session.takes).filter((take) => take.trackId === trackId);
      const name = nextTakeName(trackName, takes);
      const path = await freeAudioPath(folder, name, taken);
      taken.add(path);
      const ring = this.#rings.of(trackId);
      if (!ring) continue;
      // Before the first block of a track that was armed a moment ago, its ring is empty.
      const fromFrame = ring.toFrame === played.streamFrame ? this.#rings.firstFrame(ring) : played.streamFrame;
      tracks.push({ trackId, trackName, name, path, ring, fromFrame });
    }
    const pieces = played.count - 1;
    const losses = this.#lost.oldest;
    const roll = await Roll.start({
      folder,
      sampleRateHz: session.settings.session.sampleRateHz,
      bitDepth: this.#bitDepth,
      largestRiffBytes,
      roundTripFrames: this.#input.roundTripFrames,
      liveFrame,
      tracks,
    }).catch((error) => {
      throw toAudioFileError(error, folder);
    });
    return { roll, pieces, losses, endedAtMs: 0 };
  }

  #endAtOnce(): void {
    this.#end(this.#parts.played.streamFrame);
  }

  #end(frame: number): void {
    const recording = this.#recording;
    if (!recording) return;
    recording.roll.endFrame = frame;
    recording.endedAtMs = performance.now();
  }

  async #work(isLast: boolean): Promise<void> {
    for (const rolling of this.#rolling) {
      const { roll } = rolling;
      this.#tellLog(rolling);
      await roll.work();
      if (roll === this.#recording?.roll) this.#watch(roll);
      const isEnded = roll.endFrame < Number.POSITIVE_INFINITY;
      const isLate = performance.now() - rolling.endedAtMs > PATIENCE_MS;
      if (isEnded && (roll.isComplete || isLast || isLate || roll.failure)) await this.#close(rolling);
    }
    for (const { roll } of this.#rolling)
      for (const columns of roll.columns()) this.#parts.tell({ kind: 'columns', columns });
    if (performance.now() - this.#toldAtMs >= STATE_MS) await this.#look();
  }

  /** A disk that is full, or gone, ends the recording; the song plays on. */
  #watch(roll: Roll): void {
    if (!roll.failure && !this.#disk.isFull) return;
    const why = roll.failure?.message ?? 'The disk is full.';
    const sentence = `${why} The recording ended there; what was recorded is kept.`;
    this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
    this.#endAtOnce();
    this.#parts.onEnd();
  }

  async #close(rolling: Rolling): Promise<void> {
    this.#tellLog(rolling);
    await rolling.roll.close();
    this.#rolling = this.#rolling.filter((other) => other !== rolling);
    this.#rings.keep(this.#rolling.flatMap(({ roll }) => roll.rings));
    if (this.#rolling.length === 0) {
      clearInterval(this.#workTimer);
      this.#workTimer = undefined;
    }
    for (const columns of rolling.roll.columns()) this.#parts.tell({ kind: 'columns', columns });
    this.#parts.tell({ kind: 'recorded', log: rolling.roll.logName });
    this.#tell();
  }

  /** What was played and lost since goes into the log. */
  #tellLog(rolling: Rolling): void {
    const { played } = this.#parts;
    for (rolling.pieces = Math.max(rolling.pieces, played.oldest); rolling.pieces < played.count; rolling.pieces++) {
      const session = played.session(rolling.pieces);
      const sessionFrame = Number.isNaN(session) ? null : session;
      rolling.roll.note({ kind: 'plays', at: played.at(rolling.pieces), sessionFrame } satisfies RecordingLogLine);
    }
    for (
      rolling.losses = Math.max(rolling.losses, this.#lost.oldest);
      rolling.losses < this.#lost.count;
      rolling.losses++
    )
      rolling.roll.lose(this.#lost.at(rolling.losses), this.#lost.frames(rolling.losses));
  }

  async #look(): Promise<void> {
    await this.#disk.look(this.#folder);
    this.#tell();
  }

  #tell(): RecordingState {
    const { state } = this;
    this.#toldAtMs = performance.now();
    this.#parts.tell({ kind: 'recording', state });
    return state;
  }
}
