import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';

/** A constant delay of at least one frame, for delay compensation. */
export class DelayLine {
  readonly frames: number;
  readonly #kernels: Kernels;
  readonly #ring: Pointer;
  #position = 0;

  constructor(kernels: Kernels, frames: number) {
    this.#kernels = kernels;
    this.frames = frames;
    this.#ring = kernels.allocateFrames(frames);
  }

  /** Delays `frames` frames of `from` to `into`, which may be the same block. */
  process(from: Pointer, into: Pointer, frames: number): void {
    this.#position = this.#kernels.run.delayCompensate(this.#ring, this.frames, this.#position, from, into, frames);
  }

  reset(): void {
    this.#kernels.u8.fill(0, this.#ring, this.#ring + this.frames * FRAME_BYTES);
    this.#position = 0;
  }

  release(): void {
    this.#kernels.free(this.#ring);
  }
}

/** A delay line, or undefined where there is nothing to delay. */
export function delayLine(kernels: Kernels, frames: number): DelayLine | undefined {
  return frames > 0 ? new DelayLine(kernels, frames) : undefined;
}
