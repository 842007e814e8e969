import { CONTROL_STEP_FRAMES } from '../dsp/core/control-step.ts';
import type { Kernels, Pointer } from '../dsp/core/kernels.ts';

/** A gain that moves in straight lines from control step to control step. No allocation after construction. */
export class StepRamp {
  /** Two f64 for the kernels: the gain at the next frame, and its change a frame. */
  readonly pointer: Pointer;
  readonly #kernels: Kernels;
  #value: number;
  #target: number;
  #stepsLeft = 0;
  #moves = false;

  constructor(kernels: Kernels, value: number) {
    this.#kernels = kernels;
    this.#value = value;
    this.#target = value;
    this.pointer = kernels.allocate(2 * Float64Array.BYTES_PER_ELEMENT);
  }

  /** The gain at the end of the control step. */
  get value(): number {
    return this.#value;
  }

  /** Where it is going. */
  get target(): number {
    return this.#target;
  }

  /** Goes to `target` in so many control steps from the next one on; 0 jumps there now. */
  glide(target: number, steps: number): void {
    this.#target = target;
    this.#stepsLeft = target === this.#value ? 0 : steps;
    if (steps === 0) {
      this.#value = target;
      this.#moves = false;
    }
  }

  /**
   * Frames from stream frame `at` on, at most `frames`, that one kernel call can do; call it before each.
   * Afterwards `moves` says which kernel: true for the ramp at `pointer`, false for the constant `value`.
   */
  framesInOneGo(at: number, frames: number): number {
    const intoStep = at % CONTROL_STEP_FRAMES;
    if (intoStep === 0) this.#beginStep();
    return this.#moves || this.#stepsLeft > 0 ? Math.min(frames, CONTROL_STEP_FRAMES - intoStep) : frames;
  }

  get moves(): boolean {
    return this.#moves;
  }

  release(): void {
    this.#kernels.free(this.pointer);
  }

  #beginStep(): void {
    this.#moves = this.#stepsLeft > 0;
    if (!this.#moves) return;
    const from = this.#value;
    this.#value = this.#stepsLeft === 1 ? this.#target : from + (this.#target - from) / this.#stepsLeft;
    this.#stepsLeft--;
    const view = this.#kernels.f64;
    view[this.pointer >>> 3] = from;
    view[(this.pointer >>> 3) + 1] = (this.#value - from) / CONTROL_STEP_FRAMES;
  }
}
