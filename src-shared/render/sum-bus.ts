import type { Kernels, Pointer } from '../dsp/core/kernels.ts';

/** Bytes of a stereo frame in double precision. */
export const SUM_FRAME_BYTES = 16;

/**
 * The sum at a strip's input, in double precision. Feeds are added one after the other in the order of the plan, so the
 * result is the same to the last bit however blocks are cut and wherever each strip is rendered.
 */
export class SumBus {
  readonly pointer: Pointer;
  readonly #kernels: Kernels;
  /** True once something was added in this block; before, the memory holds the last block. */
  started = false;

  constructor(kernels: Kernels, maxBlockFrames: number) {
    this.#kernels = kernels;
    this.pointer = kernels.allocate(maxBlockFrames * SUM_FRAME_BYTES);
  }

  /** Makes the sum silence where nothing was added. */
  fillIfEmpty(frames: number): void {
    if (!this.started) this.#kernels.u8.fill(0, this.pointer, this.pointer + frames * SUM_FRAME_BYTES);
    this.started = true;
  }

  release(): void {
    this.#kernels.free(this.pointer);
  }
}
