/**
 * Glides of number parameters, one step of `CONTROL_STEP_FRAMES` at a time: by differences, or by ratios where the ear
 * or the control counts in ratios (Hz, s). A glide leaves slowly and arrives slowly: a filter's corner that starts or
 * stops at once clicks 10 to 20 dB louder. No allocation after construction.
 */
export class ParameterRamps {
  /** Value of each parameter at the end of the current control step. */
  readonly current: Float64Array;
  readonly #from: Float64Array;
  readonly #target: Float64Array;
  readonly #steps: Int32Array;
  readonly #stepsLeft: Int32Array;
  readonly #byRatio: readonly boolean[];
  #moving = 0;

  /** @param byRatio for each parameter whether it glides by equal ratios; its values are then above zero. */
  constructor(byRatio: readonly boolean[]) {
    const count = byRatio.length;
    this.#byRatio = byRatio;
    this.current = new Float64Array(count);
    this.#from = new Float64Array(count);
    this.#target = new Float64Array(count);
    this.#steps = new Int32Array(count);
    this.#stepsLeft = new Int32Array(count);
  }

  /** True when no parameter has a glide ahead of it. */
  get settled(): boolean {
    return this.#moving === 0;
  }

  /** Starts a glide that ends exactly on `target` after `steps` control steps; 0 steps jumps. */
  glide(index: number, target: number, steps: number): void {
    const wasMoving = (this.#stepsLeft[index] as number) > 0;
    this.#from[index] = this.current[index] as number;
    this.#target[index] = target;
    this.#steps[index] = steps;
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
      this.current[index] = left === 1 ? (this.#target[index] as number) : this.#onTheWay(index, left - 1);
      this.#stepsLeft[index] = left - 1;
      if (left === 1) this.#moving--;
    }
  }

  /** Where a glide stands that has so many steps to go. */
  #onTheWay(index: number, stepsLeft: number): number {
    const from = this.#from[index] as number;
    const to = this.#target[index] as number;
    const part = 1 - stepsLeft / (this.#steps[index] as number);
    const eased = part * part * (3 - 2 * part);
    return this.#byRatio[index] ? from * (to / from) ** eased : from + (to - from) * eased;
  }

  /** Puts every parameter at its target at once. */
  finish(): void {
    this.current.set(this.#target);
    this.#stepsLeft.fill(0);
    this.#moving = 0;
  }
}
