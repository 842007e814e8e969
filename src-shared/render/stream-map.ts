/**
 * Which session frame a stream frame plays. The stream runs straight on; a loop jumps in the session. A strip whose
 * input is late asks for an earlier stream frame, so the jump reaches every strip in time with its sound.
 */

/** More jumps than can be under way between the first strip and the listener. */
const CAPACITY = 64;

export class StreamMap {
  /** Changes with every jump that is planned or taken back. */
  version = 0;
  /** Stream frames of the jumps, rising, and what is added to a stream frame from there on. */
  readonly #at = new Float64Array(CAPACITY);
  readonly #offset = new Float64Array(CAPACITY);
  #count = 0;

  /** Stream and session are the same from now on. */
  clear(): void {
    this.#count = 0;
    this.version++;
  }

  /** At stream frame `at`, later than every jump before, the session goes on at `sessionFrame`. */
  jump(at: number, sessionFrame: number): void {
    if (this.#count === CAPACITY) {
      this.#at.copyWithin(0, 1);
      this.#offset.copyWithin(0, 1);
      this.#count--;
    }
    this.#at[this.#count] = at;
    this.#offset[this.#count] = sessionFrame - at;
    this.#count++;
    this.version++;
  }

  /** Takes back the last jump. */
  takeBack(): void {
    this.#count--;
    this.version++;
  }

  sessionAt(streamFrame: number): number {
    return streamFrame + this.offsetAt(streamFrame);
  }

  /** What is added to a stream frame to get its session frame. */
  offsetAt(streamFrame: number): number {
    for (let index = this.#count - 1; index >= 0; index--) {
      if (streamFrame >= (this.#at[index] as number)) return this.#offset[index] as number;
    }
    // What comes before the oldest jump that is known is the same stretch of the session, were it played on.
    return this.#count === CAPACITY ? (this.#offset[0] as number) : 0;
  }

  /** The first jump after a stream frame; Infinity when none is planned. */
  jumpAfter(streamFrame: number): number {
    for (let index = 0; index < this.#count; index++) {
      if ((this.#at[index] as number) > streamFrame) return this.#at[index] as number;
    }
    return Number.POSITIVE_INFINITY;
  }
}
