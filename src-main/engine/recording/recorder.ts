/**
 * Records what armed tracks hear. While a track is armed the last minute of its input is held, so that a take can begin
 * before record was pressed; from record on, files grow (roll.ts). `take` is called by the device for every block; all else
 * happens in the event loop's own time.
 */
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import type { PunchRange } from '../../../src-shared/protocol/punch.ts';
import { FIRST_RECORDING, type RecordingState, type TakeBitDepth } from '../../../src-shared/protocol/recording.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { toAudioFileError } from '../../media/file-errors.ts';
import type { PlayedPieces } from '../played-pieces.ts';
import { type ArmedTrack, armedTracks, type TrackInput } from './armed-tracks.ts';
import { DiskRoom } from './disk-room.ts';
import type { InputRing } from './input-ring.ts';
import { InputRings } from './input-rings.ts';
import { LostInput } from './lost-input.ts';
import { Roll } from './roll.ts';
import { type HeldTrack, recordedLater, rollingTracks, tracksWithInput } from './rolling-tracks.ts';
import { Rolls } from './rolls.ts';
import { StreamLog } from './stream-log.ts';

/** How often the state is told while it rolls, and the disk looked at while a track is armed. */
const STATE_MS = 500;
const LOOK_MS = 5_000;

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
  /** The stream frame of the output from which on it is recorded, and the session frame that is to be played there. */
  readonly at: number;
  readonly sessionFrame: number;
  /** It is recorded only once the session has come to this; null at once. */
  readonly waitsFor: number | null;
  readonly punch: PunchRange | null;
};

export class Recorder {
  readonly #parts: RecorderParts;
  readonly #rings = new InputRings();
  readonly #lost = new LostInput();
  readonly #disk = new DiskRoom();
  readonly #rolls: Rolls;
  #session: Session | undefined;
  #folder = '';
  #armed: readonly ArmedTrack[] = [];
  #input: RecordedInput = { inputName: '', inputChannels: 0, roundTripFrames: 0, isCalibrated: false };
  #bitDepth: TakeBitDepth = FIRST_RECORDING.bitDepth;
  /** The last of what begins and closes recordings, one after the other. */
  #turn: Promise<void> = Promise.resolve();
  /** How many wait for their turn, or for their files. */
  #starts = 0;
  /** Of the tracks whose files are being made. */
  #startingRings: readonly InputRing[] = [];
  #lookTimer: NodeJS.Timeout | undefined;
  #toldAtMs = 0;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#rolls = new Rolls({
      tell: parts.tell,
      onWritten: (samples) => this.#disk.spend(samples * this.#sampleBytes),
      onWork: () => this.#watch(),
      onChange: () => {
        this.#keepRings();
        this.#tell();
      },
    });
  }

  /** The device has to go on: a track is armed, or its take is not closed yet. */
  get isAwake(): boolean {
    return this.#armed.length > 0 || this.isRolling;
  }

  /** Files are being made for a recording that was asked for. */
  get isStarting(): boolean {
    return this.#starts > 0;
  }

  /** Takes roll, or are not closed yet. */
  get isRolling(): boolean {
    return !this.#rolls.isEmpty;
  }

  /** The tracks that are recorded now. */
  get recordedTrackIds(): readonly string[] {
    return this.#rolls.recording?.trackIds ?? [];
  }

  get state(): RecordingState {
    return {
      isRecording: this.isRolling,
      takes: this.#rolls.takes(this.#parts.played.streamFrame),
      dropouts: this.#rolls.dropouts,
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
    for (const sentence of recordedLater(armed, this.#armed, this.#rolls.recording)) this.#warn(sentence);
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

  /** The next block is of another device, or of the same anew: nothing of it comes into a take that rolls or a minute that is held. */
  inputEnds(): void {
    this.#rings.endAll();
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

  /** Files begin to grow, once, however often it is asked for. Rejects with an Error whose message is a sentence when none can. */
  async start(start: RecordingStart): Promise<void> {
    this.#starts++;
    try {
      await this.#inTurn(() => this.#start(start));
    } finally {
      this.#starts--;
    }
  }

  /** The punch is another one from a frame of the output on. */
  punch(range: RecordingStart['punch'], at: number): void {
    this.#rolls.recording?.note({ kind: 'punch', at, range: range && { ...range } });
  }

  /** Recorded until a frame of the output; the song may play on. */
  endAt(at: number): void {
    this.#rolls.recording?.note({ kind: 'record', at, on: false });
    this.endWith(at);
  }

  /** The song stops after a frame of the output: what answers it is waited for. */
  endWith(at: number): void {
    this.#rolls.end(Math.max(this.#parts.played.streamFrame, at + this.#input.roundTripFrames));
  }

  /** Ends and closes all that was asked for until now; what was recorded is on the disk when it resolves. */
  finish(): Promise<void> {
    return this.#inTurn(async () => {
      this.#endAtOnce();
      await this.#rolls.finish();
    });
  }

  /** Resolves when what came in is on the disk: for a device that waits for it. */
  async settled(): Promise<void> {
    if (this.isRolling) await this.#rolls.work();
  }

  async close(): Promise<void> {
    await this.finish();
    clearInterval(this.#lookTimer);
    this.#disk.close();
  }

  get #bytesPerSecond(): number {
    const channels = this.#armed.reduce((sum, track) => sum + track.channels.length, 0);
    const sampleRateHz = this.#session?.settings.session.sampleRateHz ?? 0;
    return channels * sampleRateHz * this.#sampleBytes;
  }

  get #sampleBytes(): number {
    return this.#bitDepth === '24' ? 3 : 4;
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #keepRings(): void {
    this.#rings.keep([...this.#rolls.rings, ...this.#startingRings]);
  }

  async #start(start: RecordingStart): Promise<void> {
    if (this.#rolls.recording) return;
    const { tracks, missing } = tracksWithInput(this.#armed, this.#input);
    if (this.#disk.isFull) throw new Error('The disk is full: free some space before you record.');
    for (const sentence of missing) this.#warn(sentence);
    this.#disk.beginWarning();
    this.#warnOfLittleRoom();
    const { at, waitsFor, punch } = start;
    const stream = new StreamLog(this.#parts.played, this.#lost, at);
    // Whatever becomes of them meanwhile, they are recorded as they are now.
    const held = tracks.map((track) => ({ ...track, ring: this.#rings.of(track.trackId) }));
    this.#startingRings = held.map(({ ring }) => ring);
    this.#keepRings();
    try {
      const roll = await this.#makeRoll(held, start);
      if (punch) roll.note({ kind: 'punch', at, range: { ...punch } });
      roll.note({ kind: 'record', at, on: true, ...(waitsFor !== null && { fromFrames: waitsFor }) });
      this.#rolls.add(roll, stream);
    } finally {
      this.#startingRings = [];
      this.#keepRings();
    }
  }

  async #makeRoll(held: readonly HeldTrack[], pressed: RecordingStart): Promise<Roll> {
    const { played, largestRiffBytes } = this.#parts;
    const folder = this.#folder;
    const session = this.#session as Session;
    const { at, sessionFrame } = pressed;
    try {
      const tracks = await rollingTracks(held, this.#rings, { session, folder, nowFrame: played.streamFrame });
      return await Roll.start({
        folder,
        sampleRateHz: session.settings.session.sampleRateHz,
        bitDepth: this.#bitDepth,
        largestRiffBytes,
        roundTripFrames: this.#input.roundTripFrames,
        pressed: { at, sessionFrame: Math.max(0, Math.round(sessionFrame)) },
        tracks,
        warn: (sentence) => this.#warn(sentence),
      });
    } catch (error) {
      throw toAudioFileError(error, folder);
    }
  }

  #endAtOnce(): void {
    this.#rolls.end(this.#parts.played.streamFrame);
  }

  /** A disk that is full, or gone, ends the recording; the song plays on. */
  #watch(): void {
    const { recording } = this.#rolls;
    if (recording) {
      this.#warnOfLittleRoom();
      const why = recording.failure?.message ?? this.#whyNoMore(recording);
      if (why !== undefined) {
        this.#warn(`${why} The recording ended there; what was recorded is kept.`);
        this.#endAtOnce();
        this.#parts.onEnd();
      }
    }
    // A pass that ended and a dropout are told at once.
    if (this.#rolls.hasNews(this.#parts.played.streamFrame)) this.#tell();
    if (performance.now() - this.#toldAtMs >= STATE_MS) void this.#look();
  }

  #whyNoMore(recording: Roll): string | undefined {
    if (this.#disk.isFull) return 'The disk is full.';
    return recording.rings.every(({ isEnded }) => isEnded) ? 'Another interface is in use.' : undefined;
  }

  #warnOfLittleRoom(): void {
    const sentence = this.#disk.warning(this.#bytesPerSecond);
    if (sentence) this.#warn(sentence);
  }

  #warn(sentence: string): void {
    this.#parts.tell({ kind: 'notice', level: 'warning', sentence });
  }

  async #look(): Promise<void> {
    // Asking takes its time: what rolls is told of first, so that this is not asked for again meanwhile.
    this.#toldAtMs = performance.now();
    await this.#disk.look(this.#folder);
    this.#tell();
  }

  #tell(): RecordingState {
    // First what is over, then what goes on.
    for (const passes of this.#rolls.passes(this.#parts.played.streamFrame))
      this.#parts.tell({ kind: 'passes', passes });
    const { state } = this;
    this.#toldAtMs = performance.now();
    this.#parts.tell({ kind: 'recording', state });
    return state;
  }
}
