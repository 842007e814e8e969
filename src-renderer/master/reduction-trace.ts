/** How often gain reduction is kept, and for how long. */
export const TRACE_SECONDS = 6;
const PER_SECOND = 30;

/** The gain reduction of one device over the last seconds, newest last. The deepest of each thirtieth of a second counts. */
export class ReductionTrace {
  readonly #levels = new Float32Array(TRACE_SECONDS * PER_SECOND);
  #newest = -1;
  #slot = Number.NEGATIVE_INFINITY;

  get length(): number {
    return this.#levels.length;
  }

  /** @param seconds a clock that only grows. @param reductionDb ≤ 0. */
  note(seconds: number, reductionDb: number): void {
    const slot = Math.floor(seconds * PER_SECOND);
    const missed = Math.min(this.length, slot - this.#slot);
    for (let count = 0; count < missed; count++) {
      this.#newest = (this.#newest + 1) % this.length;
      this.#levels[this.#newest] = 0;
    }
    this.#slot = Math.max(slot, this.#slot);
    this.#levels[this.#newest] = Math.min(this.#levels[this.#newest]!, reductionDb);
  }

  /** @param age 0 is the newest. */
  at(age: number): number {
    return this.#newest < 0 ? 0 : this.#levels[(this.#newest - age + 2 * this.length) % this.length]!;
  }

  get deepestDb(): number {
    return this.#levels.reduce((deepest, level) => Math.min(deepest, level), 0);
  }
}
