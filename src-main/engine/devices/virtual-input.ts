/**
 * The input of a device that is none: what a test or a file gives, and what was put out, as if by a cable. It depends on
 * nothing but the number of the frame.
 */
import { NO_INPUT } from './audio-device.ts';

/** A cable from output to input. */
export type Loopback = {
  /** A frame that was put out in the stream's frame n comes back in frame n + this; at least one block. */
  readonly roundTripFrames: number;
  /** Which side of the output each input channel hears: 0 left, 1 right, null none; default left, right, left … */
  readonly channels?: readonly (0 | 1 | null)[];
};

export type VirtualInputOptions = {
  /** Default 2 where there is `input` or `loopback`, else 0. */
  readonly inputChannels?: number | undefined;
  /** Gives the next `frames` frames, interleaved, `inputChannels` wide. `fromFrame` counts from the start of the stream. */
  readonly input?: ((frames: number, fromFrame: number) => Float32Array) | undefined;
  /** Is added to `input`. */
  readonly loopback?: Loopback | undefined;
  /** What the device says of its round trip; default the truth. A calibration finds the difference. */
  readonly reportedRoundTripFrames?: number | undefined;
};

export class VirtualInput {
  readonly channels: number;
  readonly roundTripFrames: number;
  /** How many frames at the start of the last block were lost. */
  lostFrames = 0;
  readonly #options: VirtualInputOptions;
  readonly #block: Float32Array;
  /** The last output, stereo, a ring as long as the cable. */
  readonly #cable: Float32Array;
  #frame = 0;
  #toLoseFrames = 0;

  constructor(options: VirtualInputOptions, bufferFrames: number) {
    const { input, loopback, reportedRoundTripFrames } = options;
    const roundTripFrames = loopback?.roundTripFrames ?? 0;
    if (loopback && roundTripFrames < bufferFrames)
      throw new Error('nothing comes back within the block that it is in');
    this.#options = options;
    this.channels = options.inputChannels ?? (input || loopback ? 2 : 0);
    this.roundTripFrames = reportedRoundTripFrames ?? roundTripFrames;
    this.#block = this.channels ? new Float32Array(this.channels * bufferFrames) : NO_INPUT;
    this.#cable = new Float32Array(2 * roundTripFrames);
  }

  /** The next `frames` of input did not arrive. */
  lose(frames: number): void {
    this.#toLoseFrames += frames;
  }

  /** The input of the next block; valid until the next call. */
  next(): Float32Array {
    if (!this.channels) return NO_INPUT;
    const { input, loopback } = this.#options;
    const frames = this.#block.length / this.channels;
    if (input) this.#block.set(input(frames, this.#frame).subarray(0, this.#block.length));
    else this.#block.fill(0);
    if (loopback) this.#addCable(loopback);
    this.lostFrames = Math.min(frames, this.#toLoseFrames);
    this.#toLoseFrames -= this.lostFrames;
    this.#block.fill(0, 0, this.lostFrames * this.channels);
    return this.#block;
  }

  /** What was put out in that block. */
  played(output: Float32Array): void {
    const { length } = this.#cable;
    for (let sample = 0; sample < output.length && length > 0; sample++)
      this.#cable[(2 * this.#frame + sample) % length] = output[sample] as number;
    this.#frame += output.length / 2;
  }

  #addCable({ channels, roundTripFrames }: Loopback): void {
    for (let sample = 0; sample < this.#block.length; sample++) {
      const channel = sample % this.channels;
      const side = channels ? channels[channel] : channel % 2;
      if (side === null || side === undefined) continue;
      const frame = this.#frame + Math.floor(sample / this.channels);
      (this.#block[sample] as number) += this.#cable[2 * (frame % roundTripFrames) + side] as number;
    }
  }
}
