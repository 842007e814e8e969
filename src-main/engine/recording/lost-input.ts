/** More losses than a minute can hold that is still worth keeping. */
const CAPACITY = 1024;

/** What the interface lost, the latest of it. `note` is called from the device: it allocates nothing. */
export class LostInput {
  /** How many losses there have been; the newest is `count − 1`. */
  count = 0;
  readonly #at = new Float64Array(CAPACITY);
  readonly #frames = new Float64Array(CAPACITY);

  /** @param at the stream frame of the input that did not arrive. */
  note(at: number, frames: number): void {
    this.#at[this.count % CAPACITY] = at;
    this.#frames[this.count % CAPACITY] = frames;
    this.count++;
  }

  /** The oldest loss that is kept. */
  get oldest(): number {
    return Math.max(0, this.count - CAPACITY);
  }

  at(index: number): number {
    return this.#at[index % CAPACITY] as number;
  }

  frames(index: number): number {
    return this.#frames[index % CAPACITY] as number;
  }
}
