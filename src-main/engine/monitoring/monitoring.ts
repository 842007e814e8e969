/** What a musician hears of themselves: the inputs, measured and heard beside the song, and the monitor section behind it. */
import {
  FIRST_MONITOR_SETTINGS,
  type MonitorChanges,
  type MonitorSettings,
  type MonitorState,
  SAFE_START_DB,
} from '../../../src-shared/protocol/monitoring.ts';
import { HEAD } from '../../../src-shared/protocol/telemetry.ts';
import { InputMeters } from './input-meters.ts';
import { MonitorSection } from './monitor-section.ts';
import { verdictOf } from './round-trip-verdict.ts';

/** The device as monitoring knows it. */
export type MonitoredDevice = {
  readonly name: string;
  readonly inputName: string;
  readonly sampleRateHz: number;
  readonly roundTripFrames: number;
  /** The round trip was measured; else it is what the device says. */
  readonly isCalibrated: boolean;
};

const NO_DEVICE: MonitoredDevice = {
  name: '',
  inputName: '',
  sampleRateHz: 48_000,
  roundTripFrames: 0,
  isCalibrated: false,
};

export class Monitoring {
  readonly #tell: (state: MonitorState) => void;
  readonly #section = new MonitorSection(48_000);
  readonly #meters = new InputMeters(48_000);
  #settings = FIRST_MONITOR_SETTINGS;
  #device = NO_DEVICE;
  /** The level of each output that was ever used, in dB. */
  #levelsDb: Record<string, number> = {};
  #isSafeStart = false;

  /** @param tell is told whenever the state changes. */
  constructor(tell: (state: MonitorState) => void) {
    this.#tell = tell;
  }

  get state(): MonitorState {
    const { inputName, isCalibrated } = this.#device;
    const verdict = inputName ? verdictOf(this.#device) : null;
    return {
      ...this.#settings,
      isSafeStart: this.#isSafeStart,
      heardTrackIds: [],
      steppedAside: [],
      roundTripFrames: verdict ? this.#device.roundTripFrames : null,
      roundTripMs: verdict ? verdict.milliseconds : null,
      isMeasured: isCalibrated,
      verdict: verdict ? verdict.verdict : null,
      sentence: verdict ? verdict.sentence : '',
      isHowlMuted: false,
    };
  }

  /** @param levelsDb the levels of devices that this machine knows. */
  set(changes: MonitorChanges, levelsDb?: Readonly<Record<string, number>>): MonitorState {
    if (levelsDb) this.#levelsDb = { ...levelsDb, ...this.#levelsDb };
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.#settings = { ...this.#settings, ...(Object.fromEntries(given) as Partial<MonitorSettings>) };
    if (changes.outputGainDb !== undefined) {
      this.#isSafeStart = false;
      this.#levelsDb[this.#device.name] = changes.outputGainDb;
    }
    this.#section.set(this.#settings);
    return this.#toldState();
  }

  /** @param channel counted from 1; null clears all. */
  clearClips(channel: number | null): { readonly cleared: boolean } {
    this.#meters.clearClips(channel === null ? null : channel - 1);
    return { cleared: true };
  }

  /** The device in use. One that nobody knows begins softly when a musician chose it, or it took another's place. */
  deviceIs(device: MonitoredDevice, isNew: boolean): void {
    const before = this.#device;
    this.#device = { ...device };
    if (device.sampleRateHz !== before.sampleRateHz || device.inputName !== before.inputName)
      this.#meters.begin(device.sampleRateHz);
    if (device.name !== before.name) {
      const known = this.#levelsDb[device.name];
      this.#isSafeStart = known === undefined && isNew;
      this.#settings = { ...this.#settings, outputGainDb: known ?? (isNew ? SAFE_START_DB : 0) };
      this.#section.set(this.#settings, true);
    }
    this.#toldState();
  }

  /** The device's block: `output` holds the song, and what goes to the device afterwards. It allocates nothing. */
  process(output: Float32Array, input: Float32Array): void {
    this.#meters.process(input, (2 * input.length) / output.length);
    this.#section.process(output);
  }

  /** Nothing sounds and nothing listens any more. */
  silence(): void {
    this.#meters.silence();
  }

  /** Writes its fields of a record for so many strips. */
  write(record: Float32Array, strips: number): void {
    this.#meters.write(record, strips);
    record[HEAD.monitorPeakDb] = Number.NEGATIVE_INFINITY;
    record[HEAD.devicePeakDb] = this.#section.takePeakDb();
  }

  #toldState(): MonitorState {
    const { state } = this;
    this.#tell(state);
    return state;
  }
}
