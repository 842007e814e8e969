/**
 * Records what armed tracks hear. While a track is armed the last minute of its input is held, so that a take can begin
 * before record was pressed; from record on, files grow (roll.ts). `take` is called by the device for every block; all else
 * happens in the event loop's own time.
 */
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import {
  FIRST_RECORDING,
  LITTLE_DISK_SECONDS,
  type RecordingState,
  type TakeBitDepth,
} from '../../../src-shared/protocol/recording.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { toAudioFileError } from '../../media/file-errors.ts';
import type { PlayedPieces } from '../played-pieces.ts';
import { type ArmedTrack, armedTracks, type TrackInput } from './armed-tracks.ts';
import { DiskRoom } from './disk-room.ts';
import { InputRings } from './input-rings.ts';
import { LostInput } from './lost-input.ts';
import { Roll } from './roll.ts';
import { rollingTracks, tracksWithInput } from './rolling-tracks.ts';
import { StreamLog } from './stream-log.ts';

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
export type RecordedInput = TrackInput & {
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

/** A roll, and what tells it what happens. */
type Rolling = { readonly roll: Roll; readonly stream: StreamLog; endedAtMs: number };

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
  #starting: Promise<void> | undefined;
  #working: Promise<void> | undefined;
  #workTimer: NodeJS.Timeout | undefined;
  #lookTimer: NodeJS.Timeout | undefined;
  #toldAtMs = 0;
  /** Of a disk that does not last long, once in a recording. */
  #isWarned = false;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** The device has to go on: a track is armed, or its take is not closed yet. */
  get isAwake(): boolean {
    return this.#armed.length > 0 || this.#rolling.length > 0;
  }

  /** Files are being made for a recording that was asked for. */
  get isStarting(): boolean {
    return this.#starting !== undefined;
  }

  /** Takes roll, or are not closed yet. */
  get isRolling(): boolean {
    return this.#rolling.length > 0;
  }

  get state(): RecordingState {
    const { streamFrame } = this.#parts.played;
    return {
      isRecording: this.isRolling,
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
    const { sampleRateHz } = session.settings.session;
    const isSameRate = before?.settings.session.sampleRateHz === sampleRateHz;
    if (isSameRate && JSON.stringify(armed) === JSON.stringify(this.#armed)) return;
    this.#armed = armed;
    this.#rings.follow(armed, sampleRateHz);
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
  async start(start: RecordingStart): Promise<void> {
    // Pressed twice, it starts once, and fails for both.
    if (this.#starting !== undefined) return this.#starting;
    if (this.#isRecording) return;
    this.#starting = this.#start(start);
    try {
      await this.#starting;
    } finally {
      this.#starting = undefined;
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
    // Files that are being made are closed too.
    await this.#starting?.catch(() => undefined);
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
    return channels * sampleRateHz * this.#sampleBytes;
  }

  get #sampleBytes(): number {
    return this.#bitDepth === '24' ? 3 : 4;
  }

  /** Tells of what is not there. Throws an Error whose message is a sentence when nothing can roll. */
  #ready(): readonly ArmedTrack[] {
    const { tracks, missing } = tracksWithInput(this.#armed, this.#input);
    if (this.#disk.isFull) throw new Error('The disk is full: free some space before you record.');
    for (const sentence of missing) this.#notice(sentence);
    this.#isWarned = false;
    this.#warnOfLittleRoom();
    return tracks;
  }

  async #start({ at, waitsFor, punch }: RecordingStart): Promise<void> {
    const tracks = this.#ready();
    const stream = new StreamLog(this.#parts.played, this.#lost, at);
    const roll = await this.#open(tracks, at + this.#input.roundTripFrames);
    if (punch) roll.note({ kind: 'punch', at, range: { ...punch } });
    roll.note({ kind: 'record', at, on: true, ...(waitsFor !== null && { fromFrames: waitsFor }) });
    this.#rolling = [...this.#rolling, { roll, stream, endedAtMs: 0 }];
    this.#rings.keep(this.#rolling.flatMap((one) => one.roll.rings));
    this.#workTimer ??= setInterval(() => void this.work(), WORK_MS);
    this.#tell();
    void this.work();
  }

  async #open(armed: readonly ArmedTrack[], liveFrame: number): Promise<Roll> {
    const { played, largestRiffBytes } = this.#parts;
    const folder = this.#folder;
    const session = this.#session as Session;
    try {
      const tracks = await rollingTracks(armed, this.#rings, { session, folder, nowFrame: played.streamFrame });
      const { sampleRateHz } = session.settings.session;
      const { roundTripFrames } = this.#input;
      const bitDepth = this.#bitDepth;
      return await Roll.start({
        folder,
        sampleRateHz,
        bitDepth,
        largestRiffBytes,
        roundTripFrames,
        liveFrame,
        tracks,
      });
    } catch (error) {
      throw toAudioFileError(error, folder);
    }
  }

  #warnOfLittleRoom(): void {
    const secondsLeft = this.#disk.secondsLeft(this.#bytesPerSecond);
    if (this.#isWarned || secondsLeft === null || secondsLeft >= LITTLE_DISK_SECONDS) return;
    this.#isWarned = true;
    const minutes = Math.floor(secondsLeft / 60);
    this.#notice(`The disk lasts for ${minutes === 1 ? 'one minute' : `${minutes} minutes`} of what is armed.`);
  }

  #notice(sentence: string): void {
    this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
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
      rolling.stream.tell(roll);
      const written = roll.writtenSamples;
      await roll.work();
      this.#disk.spend((roll.writtenSamples - written) * this.#sampleBytes);
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
    this.#warnOfLittleRoom();
    if (!roll.failure && !this.#disk.isFull) return;
    const why = roll.failure?.message ?? 'The disk is full.';
    this.#notice(`${why} The recording ended there; what was recorded is kept.`);
    this.#endAtOnce();
    this.#parts.onEnd();
  }

  async #close(rolling: Rolling): Promise<void> {
    const { roll, stream } = rolling;
    stream.tell(roll);
    const { failure: toldOf } = roll;
    await roll.close();
    const { failure } = roll;
    if (failure && !toldOf) this.#notice(`${failure.message} What was recorded until then is kept.`);
    this.#rolling = this.#rolling.filter((other) => other !== rolling);
    this.#rings.keep(this.#rolling.flatMap((one) => one.roll.rings));
    if (this.#rolling.length === 0) {
      clearInterval(this.#workTimer);
      this.#workTimer = undefined;
    }
    for (const columns of roll.columns()) this.#parts.tell({ kind: 'columns', columns });
    this.#parts.tell({ kind: 'recorded', log: roll.logName });
    this.#tell();
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
