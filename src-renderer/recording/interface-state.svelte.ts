import type { DeviceState } from '../../src-shared/protocol/answers.ts';
import type { DeviceChoice, InputNames } from '../../src-shared/protocol/devices.ts';
import {
  type CalibrationState,
  LISTEN_SECONDS,
  type MonitorChanges,
  type MonitorState,
  type SteppedAside,
} from '../../src-shared/protocol/monitoring.ts';
import { HEAD, INPUT, inputOffset } from '../../src-shared/protocol/telemetry.ts';
import type { App } from '../state/app.svelte.ts';
import { stripAsideText } from './aside-text.ts';

/** The sound interface as the screens need it: what it can record, and how loud that is now. */
export class InterfaceState {
  devices: DeviceState | null = $state.raw(null);
  /** Channels of the input in use. */
  readonly inputCount: number = $derived.by(() => this.#app.engine.inputChannels);
  /** Channels, counted from 1, that reached full scale since somebody looked. */
  clipped: ReadonlySet<number> = $state.raw(new Set<number>());
  /** What is heard of the inputs and how late; null before the studio said so. */
  monitor: MonitorState | null = $state.raw(null);
  /** What the musician calls the inputs of each device. */
  inputNames: InputNames = $state.raw({});
  /** Of the input in use, the first channel first. */
  readonly channelNames: readonly string[] = $derived.by(() => this.inputNames[this.#app.engine.inputName] ?? []);
  calibration: CalibrationState | null = $state.raw(null);
  /** What a musician should know of the devices in use, a sentence each. */
  readonly warnings: readonly string[] = $derived.by(() => this.#app.engine.deviceWarnings);
  /** Devices that are left out where a musician hears themselves, and why. */
  readonly aside: ReadonlyMap<string, SteppedAside> = $derived.by(
    () => new Map((this.monitor?.steppedAside ?? []).map((one) => [one.deviceId, one])),
  );
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
    app.client.on('engine/changed', ({ state }) => {
      // One that has failed would be started by the question, only to fail again: play does that.
      if (state !== 'failed') void this.refresh();
    });
    app.client.on('monitor/changed', (monitor) => {
      this.monitor = monitor;
    });
    app.client.on('calibration/changed', (calibration) => {
      this.calibration = calibration;
    });
    app.client.on('inputs/named', (names) => {
      this.inputNames = names;
    });
    void this.refresh();
  }

  /** Which devices stepped aside on a strip, and on the rest of a monitored track's way; empty where none did. */
  asideText(stripId: string): string {
    return this.monitor ? stripAsideText(this.monitor, this.#app.session.session, stripId) : '';
  }

  /** Asks anew which devices there are. */
  async refresh(): Promise<void> {
    // A studio that does not answer says so elsewhere: then what was known stands.
    const { client } = this.#app;
    const [devices, monitor, calibration, inputNames] = await Promise.all([
      client.request('engine/devices', {}).catch(() => null),
      client.request('monitor/state', {}).catch(() => null),
      client.request('calibration/state', {}).catch(() => null),
      client.request('inputs/names', {}).catch(() => null),
    ]);
    this.devices = devices ?? this.devices;
    this.monitor = monitor ?? this.monitor;
    this.calibration = calibration ?? this.calibration;
    this.inputNames = inputNames ?? this.inputNames;
  }

  /** Other devices, or the same in another way. */
  async choose(choice: DeviceChoice): Promise<void> {
    await this.#app.attempt(async () => {
      this.devices = await this.#app.client.request('engine/choose', choice);
    });
  }

  /** Sets what goes to the device: level, dim, mono, mute. */
  async setMonitor(changes: MonitorChanges): Promise<void> {
    await this.#app.attempt(async () => {
      this.monitor = await this.#app.client.request('monitor/set', changes);
    });
  }

  /** Names a channel, counted from 1, of the input in use; empty takes the name away. */
  async nameInput(channel: number, name: string): Promise<void> {
    const { inputName } = this.#app.engine;
    await this.#app.attempt(async () => {
      this.inputNames = await this.#app.client.request('inputs/name', { inputName, channel, name });
    });
  }

  /** Reads what telemetry says of the inputs; before each frame, so only what differs is set. */
  look(): false {
    const count = this.#metered();
    let changed = false;
    for (let channel = 1; channel <= count && !changed; channel++)
      changed = this.#field(channel, 'clips') > 0 !== this.clipped.has(channel);
    if (changed) {
      const channels = Array.from({ length: count }, (_, index) => index + 1);
      this.clipped = new Set(channels.filter((channel) => this.#field(channel, 'clips') > 0));
    }
    return false;
  }

  /** The louder of some channels in dBFS; undefined where nothing is measured. */
  inputPeakDb(channels: readonly number[]): number | undefined {
    return this.#loudest(channels, 'peakDb');
  }

  inputRmsDb(channels: readonly number[]): number | undefined {
    return this.#loudest(channels, 'rmsDb');
  }

  /** Has the inputs metered, armed or not, until the answer is called: while somebody looks at them. */
  watchInputs(): () => void {
    const ask = () => void this.#app.client.request('monitor/listen', {}).catch(() => null);
    ask();
    const timer = setInterval(ask, (1000 * LISTEN_SECONDS) / 2);
    return () => clearInterval(timer);
  }

  /** Puts the clip lights of some channels out. */
  forgetClips(channels: readonly number[]): void {
    for (const channel of channels)
      void this.#app.attempt(() => this.#app.client.request('monitor/clearClips', { channel }));
  }

  #loudest(channels: readonly number[], field: 'peakDb' | 'rmsDb'): number | undefined {
    let loudest: number | undefined;
    for (const channel of channels)
      if (channel <= this.#metered())
        loudest = Math.max(loudest ?? Number.NEGATIVE_INFINITY, this.#field(channel, field));
    return loudest;
  }

  /** Channels that telemetry carries. */
  #metered(): number {
    return this.#app.client.telemetry[HEAD.inputs] ?? 0;
  }

  #field(channel: number, field: keyof typeof INPUT): number {
    const { telemetry } = this.#app.client;
    return telemetry[inputOffset(telemetry[HEAD.strips] ?? 0, channel - 1) + INPUT[field]] ?? Number.NEGATIVE_INFINITY;
  }
}
