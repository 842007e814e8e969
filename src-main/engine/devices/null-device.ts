import type { AudioDevice, DeviceSettings, ProcessBlock } from './audio-device.ts';
import { VirtualInput, type VirtualInputOptions } from './virtual-input.ts';

export const NULL_DEVICE_NAME = 'Null device';
/** How far it renders ahead of its clock, so that a timer that comes late costs nothing. */
const AHEAD_SECONDS = 0.03;
const LEAST_TIMER_MS = 5;
/** Later than this, it lost time that a real device would not have waited for. */
const LATE_SECONDS = 0.1;

export type NullDeviceOptions = DeviceSettings & VirtualInputOptions;

/**
 * Plays to nowhere in real time: for machines without a sound card, and for tests. While nothing plays it does nothing. Its
 * input is silence, or what it is given (virtual-input.ts).
 */
export class NullDevice implements AudioDevice {
  readonly name = NULL_DEVICE_NAME;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  dropouts = 0;
  readonly #block: Float32Array;
  readonly #input: VirtualInput;
  #process: ProcessBlock | undefined;
  #timer: NodeJS.Timeout | undefined;
  #startedAtMs = 0;
  #renderedFrames = 0;

  constructor({ sampleRateHz, bufferFrames, ...input }: NullDeviceOptions) {
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.#block = new Float32Array(bufferFrames * 2);
    this.#input = new VirtualInput(input, bufferFrames);
  }

  get inputName(): string {
    return this.inputChannels ? NULL_DEVICE_NAME : '';
  }
  get inputChannels(): number {
    return this.#input.channels;
  }
  get roundTripFrames(): number {
    return this.#input.roundTripFrames;
  }

  get outputLatencyFrames(): number {
    return this.bufferFrames + Math.round(AHEAD_SECONDS * this.sampleRateHz);
  }

  start(process: ProcessBlock): void {
    this.#process = process;
  }

  setAwake(isAwake: boolean): void {
    if (isAwake && !this.#timer) {
      this.#startClock();
      this.#timer = setInterval(
        () => this.#tick(),
        Math.max(LEAST_TIMER_MS, (1000 * this.bufferFrames) / this.sampleRateHz),
      );
      this.#tick();
    } else if (!isAwake) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }

  async close(): Promise<void> {
    this.setAwake(false);
    this.#process = undefined;
  }

  #startClock(): void {
    this.#startedAtMs = performance.now();
    this.#renderedFrames = 0;
  }

  #tick(): void {
    let elapsedFrames = ((performance.now() - this.#startedAtMs) / 1000) * this.sampleRateHz;
    const lateFrames = elapsedFrames - this.#renderedFrames;
    // A machine that was put to sleep and woken elsewhere may have a clock that stands before where it stood.
    if (Math.abs(lateFrames) > LATE_SECONDS * this.sampleRateHz + this.bufferFrames) {
      this.dropouts++;
      this.#startClock();
      elapsedFrames = 0;
    }
    const dueFrames = elapsedFrames + AHEAD_SECONDS * this.sampleRateHz;
    while (this.#timer && this.#renderedFrames + this.bufferFrames <= dueFrames) {
      const input = this.#input.next();
      this.#process?.(this.#block, input, this.#input.lostFrames);
      this.#input.played(this.#block);
      this.#renderedFrames += this.bufferFrames;
    }
  }
}

/** Renders as fast as it is asked to and keeps what was put out: what a test compares with a bounce. Its input is as above. */
export class FreeRunDevice implements AudioDevice {
  readonly name = NULL_DEVICE_NAME;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly outputLatencyFrames = 0;
  dropouts = 0;
  readonly #input: VirtualInput;
  #process: ProcessBlock | undefined;

  constructor({ sampleRateHz, bufferFrames, ...input }: NullDeviceOptions) {
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.#input = new VirtualInput(input, bufferFrames);
  }

  get inputName(): string {
    return this.inputChannels ? NULL_DEVICE_NAME : '';
  }
  get inputChannels(): number {
    return this.#input.channels;
  }
  get roundTripFrames(): number {
    return this.#input.roundTripFrames;
  }

  /** The next `frames` of input do not arrive: one dropout. */
  loseFrames(frames: number): void {
    this.dropouts++;
    this.#input.lose(frames);
  }

  start(process: ProcessBlock): void {
    this.#process = process;
  }

  setAwake(): void {}

  async close(): Promise<void> {
    this.#process = undefined;
  }

  /**
   * Captures the next blocks that hold `frames` frames. @param before is waited for before each block: with the files that are
   * read ahead settled, the result does not depend on the disk.
   */
  async run(frames: number, before: () => Promise<void> = async () => undefined): Promise<Float32Array> {
    const blocks = Math.ceil(frames / this.bufferFrames);
    const captured = new Float32Array(blocks * this.bufferFrames * 2);
    for (let block = 0; block < blocks; block++) {
      await before();
      const at = block * this.bufferFrames * 2;
      const output = captured.subarray(at, at + this.bufferFrames * 2);
      const input = this.#input.next();
      this.#process?.(output, input, this.#input.lostFrames);
      this.#input.played(output);
    }
    return captured.subarray(0, frames * 2);
  }
}
