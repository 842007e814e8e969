/** The devices in use: chosen, opened, lost and found again. Whatever happens there is one, if only the null device. */
import type { EngineState } from '../../../src-shared/protocol/answers.ts';
import { BUFFER_CHOICES, type DeviceState, type RoundTrip } from '../../../src-shared/protocol/devices.ts';
import type { EngineDeviceChoice } from '../../../src-shared/protocol/engine-messages.ts';
import type { AudioDevice, DeviceSettings, ProcessBlock } from './audio-device.ts';
import type { DeviceDriver } from './device-driver.ts';
import { type DeviceNames, hasBluetooth, isThere, outputPairs, wantedPair, waysToOpen } from './device-pairs.ts';
import { deviceWarnings } from './device-warnings.ts';
import { LostDevice } from './lost-device.ts';
import { NullDevice } from './null-device.ts';
import { NULL_DEVICE_NAME, type VirtualDeviceOptions } from './virtual-device.ts';

const DEFAULT_BUFFER_FRAMES = 256;
/** To look for a device may take a second, in which nothing else is done: only while nothing plays. */
const REJOIN_MS = 5_000;
/** One that is there and refuses, as at another rate, is asked ever more seldom, down to this. */
const LONGEST_REJOIN_MS = 60_000;

/** A screen that shows the devices may ask often. */
const LOOK_AGAIN_MS = 8_000;

/** Without a device nothing was wanted, or nothing opened, which the sentence says. */
type Opened = { readonly device: AudioDevice | undefined; readonly sentence: string };

export type MakeNull = (options: VirtualDeviceOptions) => AudioDevice;

export class DeviceHost {
  /** What happened to the chosen devices; empty when they are in use. */
  sentence = '';
  readonly #driver: DeviceDriver;
  readonly #makeNull: MakeNull;
  #device: AudioDevice;
  #settings: DeviceSettings = { sampleRateHz: 48_000, bufferFrames: DEFAULT_BUFFER_FRAMES };
  #choice: EngineDeviceChoice = {};
  #roundTrips: readonly RoundTrip[] = [];
  #isOpen = false;
  #openedAtMs = 0;
  #isAwake = false;
  /** One after the other. */
  #opening: Promise<void> = Promise.resolve();
  #process: ProcessBlock = (output) => output.fill(0);
  #switches: () => void = () => undefined;
  #changed: (sentence: string) => void = () => undefined;
  #learned: (sentence: string) => void = () => undefined;
  #isBusy = (): boolean => this.#isAwake;
  #rejoin: NodeJS.Timeout | undefined;
  /** How long until a device is looked for again. */
  #rejoinMs = REJOIN_MS;
  readonly #lostDevice: LostDevice;
  #earlierDropouts = 0;
  /** Of the devices in use; asking the system takes long. */
  #hasBluetooth = false;

  constructor(driver: DeviceDriver, makeNull: MakeNull = (options) => new NullDevice(options)) {
    this.#driver = driver;
    this.#lostDevice = new LostDevice(driver);
    this.#makeNull = makeNull;
    this.#device = makeNull(this.#settings);
  }

  get name(): string {
    return this.#device.name;
  }
  get inputName(): string {
    return this.#device.inputName;
  }
  get inputChannels(): number {
    return this.#device.inputChannels;
  }
  get sampleRateHz(): number {
    return this.#settings.sampleRateHz;
  }
  get bufferFrames(): number {
    return this.#device.bufferFrames;
  }
  get latencyFrames(): number {
    return this.#device.outputLatencyFrames;
  }
  /** What placement takes off: calibrated, or what the device says. */
  get roundTripFrames(): number {
    return this.#calibration()?.roundTripFrames ?? this.#device.roundTripFrames;
  }
  get isCalibrated(): boolean {
    return this.#calibration() !== undefined;
  }
  get dropouts(): number {
    return this.#earlierDropouts + this.#device.dropouts;
  }

  onProcess(process: ProcessBlock): void {
    this.#process = process;
    this.#start(this.#device);
  }

  /** Whether looking for a device would be heard, or missed from a take; default while the device is awake. */
  whileBusy(isBusy: () => boolean): void {
    this.#isBusy = isBusy;
  }

  /** Called when no more comes from the device in use, before another one follows. */
  onSwitch(switches: () => void): void {
    this.#switches = switches;
  }

  /** Called when a device went or came back, with a sentence that says so. */
  onChange(changed: (sentence: string) => void): void {
    this.#changed = changed;
  }

  /** Called when more is known of the devices that there are, with a sentence where a musician is to know it at once. */
  onLearn(learned: (sentence: string) => void): void {
    this.#learned = learned;
  }

  setAwake(isAwake: boolean): void {
    if (isAwake === this.#isAwake) return;
    this.#isAwake = isAwake;
    if (isAwake) this.#driver.stopExploring();
    this.#device.setAwake(isAwake);
  }

  async setSampleRate(sampleRateHz: number): Promise<void> {
    if (this.#isOpen && sampleRateHz === this.#settings.sampleRateHz) return;
    this.#settings = { ...this.#settings, sampleRateHz };
    await this.#reopen();
  }

  /** What is absent stays. Round trips alone leave the stream running. */
  async choose({ roundTrips, ...choice }: EngineDeviceChoice): Promise<DeviceState> {
    if (roundTrips) this.#roundTrips = roundTrips;
    const changes = Object.entries(choice).filter(([, value]) => value !== undefined);
    const before: Readonly<Record<string, unknown>> = this.#choice;
    const isNew = changes.some(([name, value]) => before[name] !== value);
    this.#choice = { ...this.#choice, ...Object.fromEntries(changes) };
    const { bufferFrames } = this.#choice;
    if (bufferFrames !== undefined) this.#settings = { ...this.#settings, bufferFrames };
    // The first session opens them, at its rate. What is chosen again although it failed is tried again.
    if (this.#isOpen && changes.length > 0 && (isNew || this.sentence !== '')) await this.#reopen();
    return this.state();
  }

  /**
   * As `state`, with what was plugged in meanwhile. A system lists its devices anew only while none is open: the device is
   * closed for it and opened again, unless somebody hears it, or it was done a moment ago.
   */
  async look(): Promise<DeviceState> {
    const isDue = performance.now() - this.#openedAtMs > LOOK_AGAIN_MS;
    if (this.#isOpen && isDue && !this.#isAwake) await this.#reopen();
    if (this.#isOpen && !this.#isAwake) void this.#explore();
    return this.state();
  }

  /** Beside what plays; a device that is wanted now comes first. */
  async #explore(): Promise<void> {
    if (await this.#driver.explore(this.#settings)) this.#learned('');
  }

  state(): DeviceState {
    const { outputName, inputName } = this.#choice;
    const { bufferFrames } = this;
    const outputs = this.#driver.outputs();
    return {
      inputs: this.#driver.inputs(),
      outputs,
      outputName: this.name,
      inputName: this.inputName,
      inputChannels: this.inputChannels,
      outputChannels: outputs.find(({ name }) => name === this.name)?.channels ?? 2,
      ...outputPairs(this.#choice),
      chosenOutput: outputName,
      chosenInput: inputName,
      sampleRateHz: this.sampleRateHz,
      bufferFrames,
      bufferChoices: [...new Set([...BUFFER_CHOICES, bufferFrames])].sort((a, b) => a - b),
      roundTripFrames: this.roundTripFrames,
      isCalibrated: this.isCalibrated,
      warnings: this.#warnings(),
      whyNone: this.#driver.whyNone,
    };
  }

  /** What the engine's state says of the devices. */
  get facts(): Pick<
    EngineState,
    | 'deviceName'
    | 'inputName'
    | 'inputChannels'
    | 'bufferFrames'
    | 'roundTripFrames'
    | 'isCalibrated'
    | 'deviceWarnings'
  > {
    const { name, inputName, inputChannels, bufferFrames, roundTripFrames, isCalibrated } = this;
    const deviceWarnings = this.#warnings();
    return { deviceName: name, inputName, inputChannels, bufferFrames, roundTripFrames, isCalibrated, deviceWarnings };
  }

  async close(): Promise<void> {
    clearTimeout(this.#rejoin);
    await this.#device.close();
  }

  #reopen(): Promise<void> {
    return this.#inTurn(async () => {
      clearTimeout(this.#rejoin);
      this.#earlierDropouts += this.#device.dropouts;
      await letGo(this.#device);
      this.sentence = '';
      const { device, sentence } = await this.#open();
      this.sentence = sentence;
      this.#use(device ?? this.#makeNull(this.#settings));
    });
  }

  /** As `#reopen`, while the null device, which is in nobody’s way, goes on until another one opens. */
  #openBesideNull(): Promise<void> {
    return this.#inTurn(async () => {
      clearTimeout(this.#rejoin);
      const { device, sentence } = await this.#open();
      this.sentence = sentence;
      if (!device) return;
      this.#earlierDropouts += this.#device.dropouts;
      await letGo(this.#device);
      this.#use(device);
    });
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#opening.then(work);
    // What failed is nothing to the next.
    this.#opening = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<Opened> {
    this.#isOpen = true;
    this.#openedAtMs = performance.now();
    this.#hasBluetooth = false;
    const wanted = wantedPair(this.#choice, this.#driver);
    if (wanted.outputName === null && wanted.inputName === null) return { device: undefined, sentence: '' };
    let why = '';
    for (const pair of waysToOpen(wanted)) {
      try {
        const device = await this.#driver.open(pair, this.#settings, (sentence) => this.#lost(sentence));
        this.#hasBluetooth = hasBluetooth(pair, this.#driver);
        if (why && !isThere(wanted, this.#driver)) this.#rejoinLater(wanted);
        else this.#rejoinMs = REJOIN_MS;
        return { device, sentence: why && `${why} It plays without an input.` };
      } catch (error) {
        why ||= error instanceof Error ? error.message : String(error);
      }
    }
    // One that is there may change its mind: another program gives it free, or puts its rate back.
    this.#rejoinLater(wanted);
    return { device: undefined, sentence: `${why} The null device plays in its place.` };
  }

  #use(device: AudioDevice): void {
    this.#switches();
    this.#device = device;
    this.#start(device);
    device.setAwake(this.#isAwake);
  }

  /** One that was let go may have a block under way: nobody hears it any more. */
  #start(device: AudioDevice): void {
    device.start((output, input, lostFrames, click) => {
      if (device === this.#device) return this.#process(output, input, lostFrames, click);
      output.fill(0);
      click?.fill(0);
    });
  }

  /** The music goes on in silence, with as many silent inputs, until the device is back. */
  #lost(sentence: string): void {
    const lost = this.#device;
    const wanted = { outputName: lost.name || null, inputName: lost.inputName || null };
    this.#earlierDropouts += lost.dropouts;
    this.sentence = sentence;
    this.#rejoinMs = REJOIN_MS;
    this.#lostDevice.reset();
    const standIn = this.#makeNull({ ...this.#settings, inputChannels: lost.inputChannels });
    this.#use(standIn);
    this.#changed(sentence);
    lost.close().then(
      () => {
        // Another one may have been chosen meanwhile.
        if (this.#device === standIn) this.#rejoinLater(wanted);
      },
      () => this.#startAnewWhenFree(wanted),
    );
  }

  /** A driver that does not let go blocks every other device too. What plays goes on to its end. */
  #startAnewWhenFree(lost: DeviceNames): void {
    if (!this.#isBusy()) startAnew();
    void this.#askFor(lost);
    this.#rejoin = setTimeout(() => this.#startAnewWhenFree(lost), REJOIN_MS);
  }

  #rejoinLater(missing: DeviceNames): void {
    clearTimeout(this.#rejoin);
    this.#rejoin = setTimeout(() => void this.#tryToRejoin(missing), this.#rejoinMs);
    this.#rejoin.unref();
  }

  async #tryToRejoin(missing: DeviceNames): Promise<void> {
    const isBusy = this.#isBusy();
    if (isBusy) await this.#askFor(missing);
    if (isBusy || !isThere(missing, this.#driver)) return this.#rejoinLater(missing);
    const { sentence } = this;
    this.#rejoinMs = Math.min(2 * this.#rejoinMs, LONGEST_REJOIN_MS);
    await (this.name === NULL_DEVICE_NAME ? this.#openBesideNull() : this.#reopen());
    // Nobody reads the same refusal twice.
    if (this.sentence !== sentence) this.#changed(this.sentence || `“${this.name}” is back.`);
  }

  async #askFor(missing: DeviceNames): Promise<void> {
    const device = this.#device;
    if (device.name !== NULL_DEVICE_NAME) return;
    const sentence = await this.#lostDevice.becameOf({ ...outputPairs(this.#choice), ...missing }, this.#settings);
    if (!sentence || sentence === this.sentence || device !== this.#device) return;
    this.sentence = sentence;
    this.#learned(sentence);
  }

  #calibration(): RoundTrip | undefined {
    return this.#roundTrips.find(
      ({ inputName, outputName, sampleRateHz, bufferFrames }) =>
        inputName === this.inputName &&
        outputName === this.name &&
        sampleRateHz === this.sampleRateHz &&
        bufferFrames === this.bufferFrames,
    );
  }

  #warnings(): readonly string[] {
    const { name: outputName, inputName, sampleRateHz, bufferFrames } = this.#device;
    const { isCalibrated } = this;
    const hasBluetooth = this.#hasBluetooth;
    return deviceWarnings({ outputName, inputName, sampleRateHz, bufferFrames, isCalibrated, hasBluetooth });
  }
}

/** For a device that is to make room for another at once. */
async function letGo(device: AudioDevice): Promise<void> {
  try {
    await device.close();
  } catch {
    startAnew();
  }
}

/** The studio starts this process again (studio/engine-supervisor.ts). At a usual exit it would wait for the driver. */
function startAnew(): void {
  process.kill(process.pid, 'SIGKILL');
}
