/**
 * Finds time that a card lost without a word: it, or this whole process, stood still, and the stream goes on as if nothing
 * had been. Blocks come late for two reasons. Where this thread was busy, those that waited follow at once, and the
 * lateness is gone within a few; where time was lost, it stays.
 */

/** Less is not told from the unrest of a busy machine. */
const LEAST_SECONDS = 0.02;
/** More is not made up for: nobody played through it. */
const MOST_SECONDS = 0.5;
/** Two clocks differ, and so does what a block waits for: the usual lateness follows by this share a block. */
const FOLLOW = 0.02;

export class LostTime {
  readonly #blockMs: number;
  readonly #leastMs: number;
  /** As many late blocks prove it: more than can be waiting. */
  readonly #patience: number;
  #expectedMs = Number.NaN;
  /** How late a block usually comes. */
  #usualMs = 0;
  #late = 0;
  #leastSlipMs = 0;

  constructor(blockSeconds: number, mostWaitingBlocks: number) {
    this.#blockMs = 1000 * blockSeconds;
    this.#leastMs = Math.max(1000 * LEAST_SECONDS, 0.75 * this.#blockMs);
    this.#patience = mostWaitingBlocks + 1;
  }

  /** Begins anew: with the next block the clock is right. */
  reset(): void {
    this.#expectedMs = Number.NaN;
    this.#usualMs = 0;
    this.#late = 0;
  }

  /** A block came. @returns how many blocks were lost before it, 0 as a rule. */
  arrived(nowMs: number): number {
    if (Number.isNaN(this.#expectedMs)) this.#expectedMs = nowMs;
    const slipMs = nowMs - this.#expectedMs - this.#usualMs;
    this.#expectedMs += this.#blockMs;
    if (slipMs < this.#leastMs) {
      this.#usualMs += slipMs < 0 ? slipMs : FOLLOW * slipMs;
      this.#late = 0;
      return 0;
    }
    this.#leastSlipMs = this.#late === 0 ? slipMs : Math.min(this.#leastSlipMs, slipMs);
    this.#late++;
    if (this.#late < this.#patience) return 0;
    this.reset();
    return Math.round(Math.min(this.#leastSlipMs, 1000 * MOST_SECONDS) / this.#blockMs);
  }
}
