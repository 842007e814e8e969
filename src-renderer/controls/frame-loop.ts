/** Draws before the next frame; answers whether it still moves, so that a still screen costs nothing. */
export type Drawing = (frame: { readonly seconds: number; readonly elapsed: number }) => boolean;

/** How often a still screen looks whether something moves again, in milliseconds. */
const LOOK_MS = 50;
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
  #waiting = false;

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
    this.#request();
    return () => this.#drawings.delete(drawing);
  }

  #request(): void {
    if (this.#waiting || this.#drawings.size === 0) return;
    this.#waiting = true;
    this.#clock.requestFrame((nowMs) => this.#draw(nowMs));
  }

  /** Looks without a frame: as long as nothing has changed, the browser has nothing to do. */
  #look(): void {
    if (this.#waiting || this.#drawings.size === 0) return;
    this.#waiting = true;
    this.#clock.later((nowMs) => this.#draw(nowMs), LOOK_MS);
  }

  #draw(nowMs: number): void {
    this.#waiting = false;
    const elapsed = Math.min(LONGEST_FRAME_SECONDS, (nowMs - (this.#lastMs ?? nowMs)) / 1000);
    this.#lastMs = nowMs;
    let moves = false;
    for (const drawing of this.#drawings) moves = drawing({ seconds: nowMs / 1000, elapsed }) || moves;
    if (moves) this.#request();
    else this.#look();
  }
}
