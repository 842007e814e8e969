/** The device in use: chosen, opened, lost and found again. Whatever happens there is one, if only the null device. */
import type { DeviceState } from '../../../src-shared/protocol/answers.ts';
import type { EngineDeviceChoice } from '../../../src-shared/protocol/engine-messages.ts';
import type { AudioDevice, DeviceLost, DeviceSettings, ProcessBlock } from './audio-device.ts';
import { NullDevice } from './null-device.ts';

/** Real devices, as far as this machine has them; in tests a stand-in. */
export interface DeviceDriver {
  /** Why there are none; empty when there may be. */
  readonly whyNone: string;
  outputs(): DeviceState['outputs'];
  /** The output that the system names as its own; undefined where there is none. */
  defaultOutput(): string | undefined;
  /** Throws with a sentence for a musician. */
  open(outputName: string, settings: DeviceSettings, onLost: DeviceLost): AudioDevice;
}

const DEFAULT_BUFFER_FRAMES = 256;
/** To look for a device may take a second, in which nothing else is done: only while nothing plays. */
const REJOIN_MS = 5_000;

export class OutputHost {
  /** What a musician should know of the device; empty when all is well. */
  sentence = '';
  readonly #driver: DeviceDriver;
  readonly #makeNull: (settings: DeviceSettings) => AudioDevice;
  #device: AudioDevice;
  #settings: DeviceSettings = { sampleRateHz: 48_000, bufferFrames: DEFAULT_BUFFER_FRAMES };
  /** Null is the null device; undefined the system's own output, as long as nobody chose. */
  #wanted: string | null | undefined;
  #isOpen = false;
  #isAwake = false;
  #process: ProcessBlock = (output) => output.fill(0);
  #changed: (sentence: string) => void = () => undefined;
  #rejoin: NodeJS.Timeout | undefined;
  #earlierDropouts = 0;

  constructor(driver: DeviceDriver, makeNull = (settings: DeviceSettings): AudioDevice => new NullDevice(settings)) {
    this.#driver = driver;
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
  get roundTripFrames(): number {
    return this.#device.roundTripFrames;
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
  get dropouts(): number {
    return this.#earlierDropouts + this.#device.dropouts;
  }

  onProcess(process: ProcessBlock): void {
    this.#process = process;
    this.#device.start(process);
  }

  /** Called when a device went or came back, with a sentence that says so. */
  onChange(changed: (sentence: string) => void): void {
    this.#changed = changed;
  }

  setAwake(isAwake: boolean): void {
    if (isAwake === this.#isAwake) return;
    this.#isAwake = isAwake;
    this.#device.setAwake(isAwake);
  }

  async setSampleRate(sampleRateHz: number): Promise<void> {
    if (this.#isOpen && sampleRateHz === this.#settings.sampleRateHz) return;
    this.#settings = { ...this.#settings, sampleRateHz };
    await this.#reopen();
  }

  async choose({ outputName, bufferFrames }: EngineDeviceChoice): Promise<DeviceState> {
    this.#wanted = outputName;
    if (bufferFrames !== undefined) this.#settings = { ...this.#settings, bufferFrames };
    await this.#reopen();
    return this.state();
  }

  state(): DeviceState {
    const { whyNone } = this.#driver;
    return { outputs: this.#driver.outputs(), outputName: this.name, bufferFrames: this.bufferFrames, whyNone };
  }

  async close(): Promise<void> {
    clearTimeout(this.#rejoin);
    await this.#device.close();
  }

  async #reopen(): Promise<void> {
    clearTimeout(this.#rejoin);
    this.#earlierDropouts += this.#device.dropouts;
    await this.#device.close();
    this.sentence = '';
    this.#use(this.#open());
  }

  #open(): AudioDevice {
    this.#isOpen = true;
    const wanted = this.#wanted === undefined ? this.#driver.defaultOutput() : this.#wanted;
    if (wanted === null || wanted === undefined) return this.#makeNull(this.#settings);
    try {
      return this.#driver.open(wanted, this.#settings, (sentence) => this.#lost(sentence));
    } catch (error) {
      this.sentence = error instanceof Error ? error.message : String(error);
      // One that is there and refuses will not change its mind.
      if (!this.#has(wanted)) this.#rejoinLater(wanted);
      return this.#makeNull(this.#settings);
    }
  }

  #use(device: AudioDevice): void {
    this.#device = device;
    device.start(this.#process);
    device.setAwake(this.#isAwake);
  }

  /** The music goes on in silence until the device is back. */
  #lost(sentence: string): void {
    const lost = this.#device;
    this.#earlierDropouts += lost.dropouts;
    this.sentence = sentence;
    this.#use(this.#makeNull(this.#settings));
    this.#changed(sentence);
    lost.close().then(
      () => this.#rejoinLater(lost.name),
      // A driver that does not let go blocks every other device too: a new process is the way out.
      () => process.exit(1),
    );
  }

  #has(wanted: string): boolean {
    return this.#driver.outputs().some(({ name }) => name === wanted);
  }

  #rejoinLater(missing: string): void {
    clearTimeout(this.#rejoin);
    this.#rejoin = setTimeout(() => void this.#tryToRejoin(missing), REJOIN_MS);
    this.#rejoin.unref();
  }

  async #tryToRejoin(missing: string): Promise<void> {
    if (this.#isAwake || !this.#has(missing)) return this.#rejoinLater(missing);
    await this.#reopen();
    this.#changed(this.sentence || `“${this.name}” is back.`);
  }
}
