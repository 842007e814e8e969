/**
 * The clock of the stream, and which session frame each stream frame's output held: what places an input in time. A
 * piece runs until the next one begins; a loop, a jump, a start and a stop begin one. The latest are kept.
 */

/** More than fall into the longest time between output and input, loops of the shortest kind included. */
const CAPACITY = 1024;

export class PlayedPieces {
  /** The next frame of the stream that is put out; its input comes with it. */
  streamFrame = 0;
  /** How many pieces there have been; the newest is `count − 1`. */
  count = 0;
  readonly #at = new Float64Array(CAPACITY);
  /** The session frame at its beginning; NaN where nothing of the session is heard. */
  readonly #session = new Float64Array(CAPACITY);

  constructor() {
    this.#begin(Number.NaN);
  }

  /** The next `frames` of the output hold the session from `sessionFrame` on; NaN for nothing of it. */
  note(frames: number, sessionFrame: number): void {
    if (!Object.is(this.sessionAt(this.streamFrame), sessionFrame)) this.#begin(sessionFrame);
    this.streamFrame += frames;
  }

  /** What was put out at a stream frame, or will be if nothing changes; NaN for nothing, or too long ago. */
  sessionAt(streamFrame: number): number {
    for (let index = this.count - 1; index >= this.oldest; index--) {
      const at = this.at(index);
      if (streamFrame >= at) return this.session(index) + streamFrame - at;
    }
    return Number.NaN;
  }

  /** The oldest piece that is kept. */
  get oldest(): number {
    return Math.max(0, this.count - CAPACITY);
  }

  /** The stream frame at which a piece begins. */
  at(index: number): number {
    return this.#at[index % CAPACITY] as number;
  }

  /** The session frame at which a piece begins; NaN where nothing of the session is heard. */
  session(index: number): number {
    return this.#session[index % CAPACITY] as number;
  }

  #begin(sessionFrame: number): void {
    this.#at[this.count % CAPACITY] = this.streamFrame;
    this.#session[this.count % CAPACITY] = sessionFrame;
    this.count++;
  }
}
