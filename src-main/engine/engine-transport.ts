/** Play, stop, locate, loop and record: what the studio asks, done to the player and the recorder, and how it stands. */
import { FIRST_TRANSPORT, type TransportState } from '../../src-shared/protocol/answers.ts';
import type { EngineTransportChanges } from '../../src-shared/protocol/engine-messages.ts';
import { punchRange } from '../../src-shared/protocol/punch.ts';
import { dbToGain } from '../../src-shared/units/decibel.ts';
import type { EngineSession } from './engine-session.ts';
import { FADE_FRAMES } from './live-player.ts';
import type { PlayedPieces } from './played-pieces.ts';
import type { Recorder } from './recording/recorder.ts';

/** Longer than this a start does not wait for the disk: what is missing then is silent, and counted. */
const LONGEST_WAIT_MS = 2_000;

export type EngineTransportParts = {
  readonly played: PlayedPieces;
  readonly recorder: Recorder;
  /** Undefined while no session is open. */
  readonly current: () => EngineSession | undefined;
  /** Frames from the player to the ear. */
  readonly latencyFrames: () => number;
  /** Another device is being opened until it resolves: where a take lies is reckoned by the device that records it. */
  readonly changingDevice: () => Promise<unknown> | undefined;
  /** It starts at once: wakes the device, ends what else is heard. */
  readonly onPlay: () => void;
  /** Looks what of the files is heard soon. */
  readonly look: () => void;
  readonly tell: (state: TransportState) => void;
};

export class EngineTransport {
  readonly #parts: EngineTransportParts;
  #state = FIRST_TRANSPORT;
  /** Files are being made, and nobody has thought better of it. */
  #startsRecording = false;

  constructor(parts: EngineTransportParts) {
    this.#parts = parts;
  }

  get state(): TransportState {
    return this.#state;
  }

  /** Another session: stopped at its start; what is a habit of the musician stays. */
  reset(): void {
    const { metronomeOn, metronomeGainDb, countInBars, preRollSeconds } = this.#state;
    this.#change({ ...FIRST_TRANSPORT, metronomeOn, metronomeGainDb, countInBars, preRollSeconds });
    this.#apply();
  }

  play(): TransportState {
    this.#session();
    if (this.#state.playing) return this.#state;
    this.#roll(this.#state.atFrames, 0);
    return this.#change({ playing: true });
  }

  stop(): TransportState {
    const current = this.#parts.current();
    this.#startsRecording = false;
    if (!current || !this.#state.playing) return this.#state;
    const { played, recorder } = this.#parts;
    // Where it was heard to stop: the fade is not waited for.
    const atFrames = Math.max(0, Math.round(this.heardFrames(current)));
    current.player.stop();
    if (this.#state.recording) recorder.endWith(played.streamFrame + FADE_FRAMES);
    return this.#change({ playing: false, recording: false, atFrames });
  }

  locate(atFrames: number): TransportState {
    const current = this.#session();
    current.player.locate(atFrames);
    this.#parts.look();
    if (!current.player.isStopped) void this.#beginWhenRead(current);
    return this.#change({ atFrames });
  }

  set(changes: EngineTransportChanges): TransportState {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const before = JSON.stringify(punchRange(this.#state));
    this.#state = { ...this.#state, ...Object.fromEntries(given) };
    this.#apply();
    this.#parts.look();
    const punch = punchRange(this.#state);
    if (this.#state.recording && JSON.stringify(punch) !== before)
      this.#parts.recorder.punch(punch, this.#parts.played.streamFrame);
    return this.#change({});
  }

  /** After a restart of the engine; what was recorded then is not recorded on. */
  restore(state: TransportState): TransportState {
    this.#state = { ...state, playing: false, recording: false };
    this.#apply();
    this.#parts.current()?.player.locate(state.atFrames);
    return state.playing && this.#parts.current() ? this.play() : this.#change({});
  }

  /** Rejects with a sentence when nothing can be recorded; then it stays as it was. */
  async record(on: boolean): Promise<TransportState> {
    this.#session();
    this.#startsRecording = on;
    if (on === this.#state.recording) return this.#state;
    if (!on) {
      this.#parts.recorder.endAt(this.#heardAt);
      return this.#change({ recording: false });
    }
    for (let wait = this.#obstacle(); wait !== undefined && this.#startsRecording; wait = this.#obstacle()) await wait;
    if (!this.#startsRecording) return this.#state;
    return this.#state.playing ? this.#punchIn() : this.#recordFromStop();
  }

  /** What is recorded ends here; its files are closed when it resolves. */
  async endRecording(): Promise<void> {
    this.#startsRecording = false;
    if (this.#state.recording) this.#change({ recording: false });
    await this.#parts.recorder.finish();
  }

  /** The recording ended by itself: the disk is full, the device is gone. */
  recordingEnded(): void {
    if (this.#state.recording) this.#change({ recording: false });
  }

  heardFrames({ player }: EngineSession): number {
    return player.heardFrames(this.#parts.latencyFrames());
  }

  async #recordFromStop(): Promise<TransportState> {
    const { recorder, played } = this.#parts;
    const { atFrames, preRollSeconds, loop, loopOn } = this.#state;
    const preRollFrames = Math.round(preRollSeconds * this.#session().sampleRateHz);
    const punch = punchRange(this.#state);
    const target = preRollFrames > 0 ? (punch?.fromFrames ?? atFrames) : atFrames;
    // From within a loop that ends before the place it would never come there.
    const leastFrames = loopOn && loop && loop.toFrames <= target ? loop.toFrames : 0;
    const fromFrames = Math.max(leastFrames, target - preRollFrames);
    const waitsFor = fromFrames < target ? target : null;
    await recorder.start({ at: played.streamFrame, sessionFrame: fromFrames, waitsFor, punch });
    if (!this.#startsRecording) {
      recorder.endWith(played.streamFrame);
      return this.#state;
    }
    if (!this.#state.playing) this.#roll(fromFrames, this.#state.countInBars);
    return this.#change({ playing: true, recording: true, atFrames: fromFrames });
  }

  /** From what is heard now: what is held from before now reaches that far back. */
  async #punchIn(): Promise<TransportState> {
    const { recorder, played } = this.#parts;
    const at = this.#heardAt;
    const sessionFrame = played.sessionAt(at) || 0;
    await recorder.start({ at, sessionFrame, waitsFor: null, punch: punchRange(this.#state) });
    if (!this.#startsRecording) {
      // It was stopped while the files were made.
      recorder.endWith(played.streamFrame);
      return this.#state;
    }
    return this.#change({ recording: true });
  }

  /** Another device is being opened, or a stop fades, which is no part of a take; undefined when it can begin. */
  #obstacle(): Promise<unknown> | undefined {
    const isFading = !this.#state.playing && !this.#session().player.isStopped;
    return this.#parts.changingDevice() ?? (isFading ? new Promise((resolve) => setTimeout(resolve, 2)) : undefined);
  }

  /** The frame of the stream that is heard now. */
  get #heardAt(): number {
    return Math.max(0, this.#parts.played.streamFrame - this.#parts.latencyFrames());
  }

  /** @param countInBars nobody waits for one to listen. */
  #roll(atFrames: number, countInBars: number): void {
    const current = this.#session();
    this.#parts.onPlay();
    current.meters.reset();
    current.player.play(atFrames, countInBars);
    this.#parts.look();
    void this.#beginWhenRead(current);
  }

  #apply(): void {
    const current = this.#parts.current();
    if (!current) return;
    const { loop, loopOn, metronomeOn, metronomeGainDb } = this.#state;
    current.player.loop = loopOn ? loop : null;
    current.metronome.isOn = metronomeOn;
    current.metronome.gain = dbToGain(metronomeGainDb);
  }

  #change(changes: Partial<TransportState>): TransportState {
    this.#state = { ...this.#state, ...changes };
    this.#parts.tell(this.#state);
    return this.#state;
  }

  #session(): EngineSession {
    const current = this.#parts.current();
    if (!current) throw new Error('No session is open.');
    return current;
  }

  /** Starts once the files at the place are in memory. */
  async #beginWhenRead(current: EngineSession): Promise<void> {
    const tooLong = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS).unref());
    await Promise.race([current.files.settled(), tooLong]);
    if (current === this.#parts.current()) current.player.begin();
  }
}
