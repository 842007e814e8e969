/** What all threads of a bounce share: whether to go on, how many have rendered all of their part, and where the mix ended. */
const STATE = 0;
const RENDERED = 1;
const MIX_TAIL = 2;
/** How long a thread sleeps before it looks whether the bounce was cancelled. */
export const NAP_MS = 50;
const GO_ON = 0;
const CANCELLED = 1;
const DONE = 2;

export class BounceControl {
  readonly shared: SharedArrayBuffer;
  readonly #words: Int32Array;

  constructor(shared = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#words = new Int32Array(shared);
  }

  /** Something failed or was cancelled: everyone throws away what they made. */
  get isCancelled(): boolean {
    return Atomics.load(this.#words, STATE) === CANCELLED;
  }

  /** Frames of tail that the mix has; known to all once they have met. */
  get mixTailFrames(): number {
    return Atomics.load(this.#words, MIX_TAIL);
  }

  set mixTailFrames(frames: number) {
    Atomics.store(this.#words, MIX_TAIL, frames);
  }

  /** The last part has all it needs: those before it may end. */
  get isDone(): boolean {
    return Atomics.load(this.#words, STATE) === DONE;
  }

  cancel(): void {
    Atomics.store(this.#words, STATE, CANCELLED);
    Atomics.notify(this.#words, RENDERED);
  }

  done(): void {
    Atomics.compareExchange(this.#words, STATE, GO_ON, DONE);
  }

  /**
   * Says that a part is rendered and waits for the others, so that no file appears under its name before every file is
   * sure to. False when the bounce was cancelled meanwhile.
   */
  meet(parts: number): boolean {
    Atomics.add(this.#words, RENDERED, 1);
    Atomics.notify(this.#words, RENDERED);
    for (;;) {
      if (this.isCancelled) return false;
      const rendered = Atomics.load(this.#words, RENDERED);
      if (rendered >= parts) return true;
      Atomics.wait(this.#words, RENDERED, rendered, NAP_MS);
    }
  }
}
