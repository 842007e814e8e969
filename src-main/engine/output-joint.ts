/**
 * Joins what a renderer puts out before a change with what another puts out after it. There is one stream only, so the
 * sound before is carried on as its own mirror image: no step where they meet, no hole, and the level stays.
 */
const HISTORY_FRAMES = 2_048;
/** Length of the crossfade: 10 ms at 48 kHz. */
const FADE_FRAMES = 480;

export class OutputJoint {
  /** The latest output, a ring of stereo frames. */
  readonly #history = new Float32Array(HISTORY_FRAMES * 2);
  readonly #mirror = new Float32Array(HISTORY_FRAMES * 2);
  #at = 0;
  #place = 0;
  #holdFrames = 0;
  #endFrames = 0;

  /** @param holdFrames until the new sound has come through its delays. */
  begin(holdFrames: number): void {
    this.#holdFrames = Math.min(holdFrames, HISTORY_FRAMES - FADE_FRAMES);
    this.#endFrames = this.#holdFrames + FADE_FRAMES;
    for (let frame = 0; frame < this.#endFrames; frame++) {
      const from = (this.#at - 1 - frame + HISTORY_FRAMES) % HISTORY_FRAMES;
      this.#mirror[2 * frame] = this.#history[2 * from] as number;
      this.#mirror[2 * frame + 1] = this.#history[2 * from + 1] as number;
    }
    this.#place = 0;
  }

  /** The two sounds are not joined yet. */
  get isActive(): boolean {
    return this.#place < this.#endFrames;
  }

  /** Ends at once: what follows starts afresh. */
  reset(): void {
    this.#endFrames = 0;
    this.#place = 0;
    this.#history.fill(0);
  }

  /** Crossfades in place where a joint is under way, and remembers what is put out. */
  process(output: Float32Array, at: number, frames: number): void {
    const joined = Math.min(frames, this.#endFrames - this.#place);
    for (let frame = 0; frame < joined; frame++, this.#place++) {
      const share = Math.max(0, this.#place - this.#holdFrames + 0.5) / FADE_FRAMES;
      const rising = 0.5 - 0.5 * Math.cos(Math.PI * Math.min(1, share));
      for (let side = 0; side < 2; side++) {
        const sample = 2 * (at + frame) + side;
        const old = this.#mirror[2 * this.#place + side] as number;
        output[sample] = (output[sample] as number) * rising + old * (1 - rising);
      }
    }
    this.#remember(output, at, frames);
  }

  #remember(output: Float32Array, at: number, frames: number): void {
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, HISTORY_FRAMES - this.#at);
      for (let sample = 0; sample < 2 * count; sample++)
        this.#history[2 * this.#at + sample] = output[2 * (at + done) + sample] as number;
      this.#at = (this.#at + count) % HISTORY_FRAMES;
      done += count;
    }
  }
}
