/** What a musician hears of themselves: the inputs, measured and heard beside the song, and the monitor section behind it. */

import type { TransportState } from '../../../src-shared/protocol/answers.ts';
import {
  FIRST_MONITOR_SETTINGS,
  LISTEN_SECONDS,
  type MonitorChanges,
  type MonitorSettings,
  type MonitorState,
  SAFE_START_DB,
} from '../../../src-shared/protocol/monitoring.ts';
import { HEAD } from '../../../src-shared/protocol/telemetry.ts';
import { dbToGain, gainToDb } from '../../../src-shared/units/decibel.ts';
import { NULL_DEVICE_NAME } from '../devices/virtual-device.ts';
import type { PlayedPieces } from '../played-pieces.ts';
import { InputMeters } from './input-meters.ts';
import type { MonitorPath } from './monitor-path.ts';
import { MonitorSection } from './monitor-section.ts';
import { verdictOf } from './round-trip-verdict.ts';
import type { Tape } from './tape.ts';

/** The device as monitoring knows it. */
export type MonitoredDevice = {
  readonly name: string;
  readonly inputName: string;
  readonly sampleRateHz: number;
  readonly roundTripFrames: number;
  /** The round trip was measured; else it is what the device says. */
  readonly isCalibrated: boolean;
};

/** What of the session is heard of its inputs. */
export type MonitoredSession = { readonly path: MonitorPath; readonly tape: Tape };

const HOWL =
  'A microphone heard its own loudspeaker and howled, so no input is heard. Turn the loudspeaker down or wear headphones, then listen again.';

const NOTHING_HEARD = 'Nothing is heard through the null device: choose an output to hear yourself.';

const NO_DEVICE: MonitoredDevice = {
  name: '',
  inputName: '',
  sampleRateHz: 48_000,
  roundTripFrames: 0,
  isCalibrated: false,
};

export class Monitoring {
  readonly #tell: (state: MonitorState) => void;
  readonly #warn: (sentence: string) => void;
  readonly #section = new MonitorSection(48_000);
  readonly #clickSection = new MonitorSection(48_000);
  readonly #meters = new InputMeters(48_000);
  #settings = FIRST_MONITOR_SETTINGS;
  #device = NO_DEVICE;
  /** The level of each output that was ever used, in dB. */
  #levelsDb: Record<string, number> = {};
  #isSafeStart = false;
  #isChosen = false;
  #session: MonitoredSession | undefined;
  /** Somebody looks at the meters of the inputs until then, by `performance.now()`. */
  #listensUntilMs = 0;
  #listens = false;
  /** What was told last, to see what changed since. */
  #told = '';

  /** @param tell is told whenever the state changes. @param warn is told what a musician must know at once. */
  constructor(tell: (state: MonitorState) => void, warn: (sentence: string) => void) {
    this.#tell = tell;
    this.#warn = warn;
  }

  get state(): MonitorState {
    const { name, inputName, isCalibrated, roundTripFrames, sampleRateHz } = this.#device;
    const isHeard = name !== NULL_DEVICE_NAME;
    const verdict = inputName && isHeard ? verdictOf(this.#device) : null;
    // A test's cable is measured on the null device too: where takes lie is true, and nobody hears it.
    const isTimed = inputName !== '' && (isHeard || isCalibrated);
    const path = this.#session?.path;
    return {
      ...this.#settings,
      isSafeStart: this.#isSafeStart,
      heardTrackIds: path?.heardTrackIds ?? [],
      steppedAside: path?.plan.aside ?? [],
      savedFrames: path?.plan.savedFrames ?? {},
      roundTripFrames: isTimed ? roundTripFrames : null,
      roundTripMs: isTimed ? (1000 * roundTripFrames) / sampleRateHz : null,
      isMeasured: isCalibrated,
      verdict: verdict ? verdict.verdict : null,
      sentence: path?.isHowlMuted ? HOWL : (verdict?.sentence ?? (inputName ? NOTHING_HEARD : '')),
      isHowlMuted: path?.isHowlMuted ?? false,
    };
  }

  /** @param levelsDb the levels of devices that this machine knows. */
  set(changes: MonitorChanges, levelsDb?: Readonly<Record<string, number>>): MonitorState {
    if (levelsDb) this.#knowLevels(levelsDb);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.#settings = { ...this.#settings, ...(Object.fromEntries(given) as Partial<MonitorSettings>) };
    if (changes.outputGainDb !== undefined) {
      this.#isSafeStart = false;
      this.#levelsDb[this.#device.name] = changes.outputGainDb;
    }
    this.#setSections();
    const path = this.#session?.path;
    if (path) path.gain = dbToGain(this.#settings.gainDb);
    if (changes.muted === false) path?.listenAgain();
    return this.#toldState();
  }

  /** A musician chooses a device. */
  choosesDevice(): void {
    this.#isChosen = true;
  }

  /** A device that began softly may turn out to be known. */
  #knowLevels(levelsDb: Readonly<Record<string, number>>): void {
    this.#levelsDb = { ...levelsDb, ...this.#levelsDb };
    const known = this.#levelsDb[this.#device.name];
    if (!this.#isSafeStart || known === undefined) return;
    this.#isSafeStart = false;
    this.#settings = { ...this.#settings, outputGainDb: known };
  }

  /** The session that plays from now on; undefined while there is none. */
  use(session: MonitoredSession | undefined): void {
    this.#session = session;
    if (session) session.path.gain = dbToGain(this.#settings.gainDb);
  }

  /** @param recordedTrackIds the tracks whose input is being recorded. */
  transportIs(state: TransportState, recordedTrackIds: readonly string[]): void {
    this.#session?.tape.transportIs(state, recordedTrackIds);
  }

  /** Some input may be heard or looked at: the device has to go on. */
  get isAwake(): boolean {
    return this.#listens || (this.#session?.path.isAwake ?? false);
  }

  /** Meters the inputs for a while, though no track is armed. */
  listen(): { readonly listening: boolean } {
    this.#listensUntilMs = performance.now() + 1000 * LISTEN_SECONDS;
    this.#listens = this.#device.inputName !== '';
    return { listening: this.#listens };
  }

  /** @param channel counted from 1; null clears all. */
  clearClips(channel: number | null): { readonly cleared: boolean } {
    this.#meters.clearClips(channel === null ? null : channel - 1);
    return { cleared: true };
  }

  /** The device in use. One that nobody knows begins softly, but for the system's own at the start. */
  deviceIs(device: MonitoredDevice): void {
    const before = this.#device;
    const { name, inputName, sampleRateHz, roundTripFrames, isCalibrated } = device;
    this.#device = { name, inputName, sampleRateHz, roundTripFrames, isCalibrated };
    if (device.sampleRateHz !== before.sampleRateHz || device.inputName !== before.inputName)
      this.#meters.begin(device.sampleRateHz);
    if (device.name !== before.name) {
      const isFirst = before.name === '' && !this.#isChosen;
      const known = this.#levelsDb[device.name] ?? (isFirst || device.name === NULL_DEVICE_NAME ? 0 : undefined);
      if (known !== undefined) this.#levelsDb[device.name] = known;
      this.#isSafeStart = known === undefined;
      this.#settings = { ...this.#settings, outputGainDb: known ?? SAFE_START_DB };
      this.#setSections(true);
    }
    this.#toldState();
  }

  /**
   * The device's block: `output` holds the song, which was noted in `played`, and what goes to the device afterwards. It
   * allocates nothing.
   */
  process(output: Float32Array, input: Float32Array, played: PlayedPieces, isStopped: boolean): void {
    this.#meters.process(input, (2 * input.length) / output.length);
    this.#session?.path.process(output, input, played, isStopped);
    this.#section.process(output);
  }

  /** The same for a click that has outputs of its own. */
  processClick(click: Float32Array): void {
    this.#clickSection.process(click);
  }

  /** Writes its fields of a record for so many strips (asleep, nothing comes in); tells what changed by itself since the last one. */
  write(record: Float32Array, strips: number, isAwake: boolean): void {
    const path = this.#session?.path;
    if (performance.now() > this.#listensUntilMs) this.#listens = false;
    if (!isAwake) this.#meters.silence();
    this.#meters.write(record, strips);
    record[HEAD.monitoring] = path?.heardTrackIds.length ? 1 : 0;
    record[HEAD.monitorPeakDb] = gainToDb(path?.takePeak() ?? 0);
    record[HEAD.devicePeakDb] = Math.max(this.#section.takePeakDb(), this.#clickSection.takePeakDb());
    this.#tellChanges();
  }

  /** `atOnce` while nothing sounds. */
  #setSections(atOnce = false): void {
    this.#section.set(this.#settings, atOnce);
    this.#clickSection.set(this.#settings, atOnce);
  }

  /** Who is heard changes with play and stop, what steps aside with the session, and a howl comes unasked. */
  #tellChanges(): void {
    const path = this.#session?.path;
    const now = path ? `${path.isHowlMuted} ${path.heardTrackIds} ${JSON.stringify(path.plan.aside)}` : '';
    if (now === this.#told) return;
    if (path?.isHowlMuted && !this.#told.startsWith('true')) this.#warn(HOWL);
    this.#told = now;
    this.#toldState();
  }

  #toldState(): MonitorState {
    const { state } = this;
    this.#tell(state);
    return state;
  }
}
