/** Cuts what is rendered to what is wanted: without the latency at the start, and with the tail at the end until it has died away. */

export type TrimOptions = {
  /** Frames to throw away first: the latency, and the lead of the control-step grid. */
  readonly discardFrames: number;
  /** Frames to keep whatever they hold. */
  readonly lengthFrames: number;
  /** The most frames of tail after them. */
  readonly maxTailFrames: number;
  /** The tail ends with the last frame at or above `TAIL_GAIN` that no other follows within so many frames; 0 keeps all of it. */
  readonly silenceFrames: number;
};

/** −90 dBFS. */
export const TAIL_GAIN = 10 ** (-90 / 20);

export class OutputTrim {
  readonly #options: TrimOptions;
  /** Silent frames of the tail, kept back until something follows. */
  readonly #held: Float32Array;
  #heldFrames = 0;
  #seen = 0;
  #ended = false;

  constructor(options: TrimOptions) {
    this.#options = options;
    this.#held = new Float32Array(options.silenceFrames * 2);
  }

  /** True when nothing more will come out. */
  get hasEnded(): boolean {
    return this.#ended;
  }

  /** How many frames can come out at most. */
  get mostFrames(): number {
    return this.#options.lengthFrames + this.#options.maxTailFrames;
  }

  /** Frames that this needs to see at most. */
  get mostInputFrames(): number {
    return this.#options.discardFrames + this.mostFrames;
  }

  /** Interleaved stereo in; the parts of it to keep out, in order. Each is valid until the next is asked for. */
  *keep(interleaved: Float32Array): Generator<Float32Array> {
    const frames = interleaved.length / 2;
    const { discardFrames, lengthFrames } = this.#options;
    const start = this.#seen - discardFrames;
    this.#seen += frames;
    const from = Math.min(frames, Math.max(0, -start));
    const bodyEnd = Math.min(frames, Math.max(from, lengthFrames - start));
    if (bodyEnd > from) yield interleaved.subarray(from * 2, bodyEnd * 2);
    const tailEnd = Math.min(frames, Math.max(bodyEnd, this.mostFrames - start));
    if (tailEnd > bodyEnd && !this.#ended) yield* this.#keepTail(interleaved.subarray(bodyEnd * 2, tailEnd * 2));
    if (start + frames >= this.mostFrames) this.#ended = true;
  }

  *#keepTail(tail: Float32Array): Generator<Float32Array> {
    const { silenceFrames } = this.#options;
    if (silenceFrames === 0) return yield tail;
    const frames = tail.length / 2;
    let kept = 0;
    let silent = this.#heldFrames;
    for (let frame = 0; frame < frames && !this.#ended; frame++) {
      const sounds = Math.abs(tail[frame * 2]!) >= TAIL_GAIN || Math.abs(tail[frame * 2 + 1]!) >= TAIL_GAIN;
      silent = sounds ? 0 : silent + 1;
      if (sounds) kept = frame + 1;
      this.#ended = silent >= silenceFrames;
    }
    if (kept > 0) {
      if (this.#heldFrames > 0) yield this.#held.subarray(0, this.#heldFrames * 2);
      this.#heldFrames = 0;
      yield tail.subarray(0, kept * 2);
    }
    if (this.#ended) return;
    this.#held.set(tail.subarray(kept * 2), this.#heldFrames * 2);
    this.#heldFrames += frames - kept;
  }
}
