/** What a drawing is told: the time, that since the frame before, and that since anything was told which moves. */
export type Frame = { readonly seconds: number; readonly elapsed: number; readonly restSeconds: number };

/** Draws before the next frame; answers whether it still moves, so that a still screen costs nothing. */
export type Drawing = (frame: Frame) => boolean;

/** How often a still screen looks whether something moves again, in milliseconds; and once it has been still for long. */
const LOOK_MS = 50;
const SLOW_LOOK_MS = 250;
/** After so many looks in vain. */
const LOOKS_TILL_SLOW = 20;
/** After a pause (another tab), time goes on as if it had been this long. */
const LONGEST_FRAME_SECONDS = 0.25;

export type FrameClock = {
  requestFrame(callback: (nowMs: number) => void): void;
  later(callback: (nowMs: number) => void, ms: number): void;
};

/** The one loop that meters, playhead and numbers are drawn in: 60 times a second while anything moves. */
export class FrameLoop {
  readonly #clock: FrameClock;
  readonly #drawings = new Set<Drawing>();
  #lastMs: number | null = null;
  #waiting: 'no' | 'frame' | 'look' = 'no';
  /** Somebody woke it since the frame before; and when that was last. */
  #isTold = false;
  #toldMs = 0;
  /** Looks in vain since anything moved. */
  #looks = 0;
  /** Counts what was asked of the clock: only the newest is answered. */
  #asked = 0;

  constructor(
    clock: FrameClock = {
      requestFrame: (callback) => requestAnimationFrame(callback),
      later: (callback, ms) => setTimeout(() => callback(performance.now()), ms),
    },
  ) {
    this.#clock = clock;
  }

  /** Draws from now on; returns what ends it. */
  add(drawing: Drawing): () => void {
    this.#drawings.add(drawing);
    this.wake();
    return () => this.#drawings.delete(drawing);
  }

  /** Something may move: draws before the next frame, however long nothing did. */
  wake(): void {
    this.#isTold = true;
    this.#drawSoon();
  }

  #drawSoon(): void {
    this.#looks = 0;
    if (this.#waiting === 'frame' || this.#drawings.size === 0) return;
    this.#waiting = 'frame';
    const asked = ++this.#asked;
    this.#clock.requestFrame((nowMs) => this.#draw(asked, nowMs));
  }

  /** Looks without a frame: as long as nothing has changed, the browser has nothing to do. */
  #look(): void {
    if (this.#waiting !== 'no' || this.#drawings.size === 0) return;
    this.#waiting = 'look';
    const asked = ++this.#asked;
    this.#clock.later((nowMs) => this.#draw(asked, nowMs), this.#looks++ < LOOKS_TILL_SLOW ? LOOK_MS : SLOW_LOOK_MS);
  }

  #draw(asked: number, nowMs: number): void {
    if (asked !== this.#asked) return;
    this.#waiting = 'no';
    const elapsed = Math.min(LONGEST_FRAME_SECONDS, (nowMs - (this.#lastMs ?? nowMs)) / 1000);
    this.#lastMs = nowMs;
    if (this.#isTold) this.#toldMs = nowMs;
    this.#isTold = false;
    const frame = { seconds: nowMs / 1000, elapsed, restSeconds: (nowMs - this.#toldMs) / 1000 };
    let moves = false;
    for (const drawing of this.#drawings) moves = drawing(frame) || moves;
    if (moves) this.#drawSoon();
    else this.#look();
  }
}
