import type { Kernels, Pointer } from './kernels.ts';

/** A view of stereo frames in kernel memory for who asks with every block: it is made anew only for another place. */
export class FramesView {
  #view: Float32Array = new Float32Array(0);
  #pointer: Pointer = -1;

  /** Interleaved; valid until the next call, and until memory grows. */
  of(kernels: Kernels, pointer: Pointer, frames: number): Float32Array {
    const isSame = this.#pointer === pointer && this.#view.length === 2 * frames;
    if (isSame && this.#view.buffer === kernels.f32.buffer) return this.#view;
    this.#pointer = pointer;
    this.#view = kernels.frames(pointer, frames);
    return this.#view;
  }
}
