/** What devices that are none have in common: they play to nowhere, and hear what they are given (virtual-input.ts). */
import type { AudioDevice, DeviceSettings, ProcessBlock } from './audio-device.ts';
import { VirtualInput, type VirtualInputOptions } from './virtual-input.ts';

export const NULL_DEVICE_NAME = 'Null device';

export type VirtualDeviceOptions = DeviceSettings & VirtualInputOptions;

export abstract class VirtualDevice implements AudioDevice {
  readonly name = NULL_DEVICE_NAME;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  dropouts = 0;
  protected readonly input: VirtualInput;
  #process: ProcessBlock | undefined;

  constructor({ sampleRateHz, bufferFrames, ...input }: VirtualDeviceOptions) {
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.input = new VirtualInput(input, bufferFrames);
  }

  abstract readonly outputLatencyFrames: number;
  abstract setAwake(isAwake: boolean): void;

  get inputName(): string {
    return this.inputChannels ? NULL_DEVICE_NAME : '';
  }
  get inputChannels(): number {
    return this.input.channels;
  }
  get roundTripFrames(): number {
    return this.input.roundTripFrames;
  }

  /** It has somebody to ask for blocks, and is not closed. */
  protected get isStarted(): boolean {
    return this.#process !== undefined;
  }

  start(process: ProcessBlock): void {
    this.#process = process;
  }

  async close(): Promise<void> {
    this.#process = undefined;
  }

  /** The next block: `output` is filled, and what is heard of it comes back by the cable, if there is one. */
  protected processBlock(output: Float32Array): void {
    const input = this.input.next();
    this.#process?.(output, input, this.input.lostFrames);
    this.input.played(output);
  }
}
