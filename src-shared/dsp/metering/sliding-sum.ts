/**
 * The sum of the latest `length` numbers, O(1) a number and exact to rounding: no subtraction, so a loud moment leaves no
 * rest in the silence after it. (Suffix sums of the stretch before, and a running sum of the present one.)
 */
export class SlidingSum {
  /** Entry i: the sum of the stretch before from place i on. */
  readonly #suffixes: Float64Array;
  readonly #values: Float64Array;
  #at = 0;
  #prefix = 0;

  constructor(length: number) {
    this.#suffixes = new Float64Array(length + 1);
    this.#values = new Float64Array(length);
  }

  /** Takes the next number in; returns the sum of the latest `length`, zeros before the first. */
  push(value: number): number {
    const values = this.#values;
    values[this.#at++] = value;
    this.#prefix += value;
    const sum = this.#prefix + (this.#suffixes[this.#at] as number);
    if (this.#at === values.length) {
      let suffix = 0;
      for (let index = values.length - 1; index >= 0; index--) {
        suffix += values[index] as number;
        this.#suffixes[index] = suffix;
      }
      this.#at = 0;
      this.#prefix = 0;
    }
    return sum;
  }

  reset(): void {
    this.#suffixes.fill(0);
    this.#values.fill(0);
    this.#at = 0;
    this.#prefix = 0;
  }
}
