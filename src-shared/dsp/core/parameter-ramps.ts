/** Straight glides of number parameters, one step of `CONTROL_STEP_FRAMES` at a time. No allocation after construction. */
export class ParameterRamps {
  /** Value of each parameter at the end of the current control step. */
  readonly current: Float64Array;
  readonly #target: Float64Array;
  readonly #stepsLeft: Int32Array;
  #moving = 0;

  constructor(count: number) {
    this.current = new Float64Array(count);
    this.#target = new Float64Array(count);
    this.#stepsLeft = new Int32Array(count);
  }

  /** True when no parameter has a glide ahead of it. */
  get settled(): boolean {
    return this.#moving === 0;
  }

  /** Starts a glide that ends exactly on `target` after `steps` control steps; 0 steps jumps. */
  glide(index: number, target: number, steps: number): void {
    const wasMoving = (this.#stepsLeft[index] as number) > 0;
    this.#target[index] = target;
    const glides = steps > 0 && target !== this.current[index];
    if (!glides) this.current[index] = target;
    this.#stepsLeft[index] = glides ? steps : 0;
    this.#moving += Number(glides) - Number(wasMoving);
  }

  /** Advances every glide by one control step. */
  step(): void {
    for (let index = 0; index < this.current.length; index++) {
      const left = this.#stepsLeft[index] as number;
      if (left === 0) continue;
      const from = this.current[index] as number;
      const to = this.#target[index] as number;
      this.current[index] = left === 1 ? to : from + (to - from) / left;
      this.#stepsLeft[index] = left - 1;
      if (left === 1) this.#moving--;
    }
  }

  /** Puts every parameter at its target at once. */
  finish(): void {
    this.current.set(this.#target);
    this.#stepsLeft.fill(0);
    this.#moving = 0;
  }
}
