/** How long after a key press or a notch of the wheel the next one still belongs to it, in milliseconds. */
const PAUSE_MS = 700;

/**
 * Names the movements of a hand, so that the many values of one become one undo step: a drag has one key from its
 * start to its end; key presses and wheel notches that follow each other quickly share one.
 */
export class Gesture {
  readonly #nowMs: () => number;
  #key = '';
  #lastMs = Number.NEGATIVE_INFINITY;
  #holding = false;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
  }

  /** A drag begins. */
  hold(): void {
    this.#key = newKey();
    this.#holding = true;
  }

  /** The movement ended: what comes next is another. */
  release(): void {
    this.#holding = false;
    this.#lastMs = Number.NEGATIVE_INFINITY;
  }

  /** The key of a change that is made now. */
  key(): string {
    const nowMs = this.#nowMs();
    if (!this.#holding && nowMs - this.#lastMs > PAUSE_MS) this.#key = newKey();
    this.#lastMs = nowMs;
    return this.#key;
  }
}

/** Unlike any other of this window or of another. A tablet's page has no `randomUUID`: its address is not secure. */
function newKey(): string {
  return `gesture-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
}
