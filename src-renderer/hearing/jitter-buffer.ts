/**
 * Evens out the arrival of stereo frames over a network: it waits until it holds `targetFrames`, then gives them at an
 * even pace. When it runs dry it fades out and waits anew; when too much has gathered, because the other clock is faster
 * or the network was held up, it leaves the oldest out, with a short crossfade so that nothing clicks.
 */
const FADE_FRAMES = 128;
/** How long it watches before it gives back the lateness that a hiccup left, in frames: two seconds, about. */
const WATCH_FRAMES = 96_000;

export class JitterBuffer {
  /** Frames that were never there in time, and frames that were left out. */
  missedFrames = 0;
  skippedFrames = 0;
  readonly #targetFrames: number;
  readonly #mostFrames: number;
  readonly #ring: Float32Array;
  readonly #mask: number;
  #write = 0;
  #read = 0;
  #flowing = false;
  /** Frames left of the fade-in after a start. */
  #fadeIn = 0;
  /** The fewest frames held since the watch began, and frames until it ends. */
  #fewest = Number.POSITIVE_INFINITY;
  #watch = WATCH_FRAMES;

  /** @param frames how many to hold before the first is given; and from how many on the oldest are left out. */
  constructor(frames: { readonly target: number; readonly most: number }) {
    this.#targetFrames = frames.target;
    this.#mostFrames = frames.most;
    let size = 1;
    while (size < frames.most * 2) size *= 2;
    this.#ring = new Float32Array(size * 2);
    this.#mask = size - 1;
  }

  get heldFrames(): number {
    return this.#write - this.#read;
  }

  /** Takes interleaved frames. */
  push(interleaved: Float32Array): void {
    const frames = interleaved.length / 2;
    for (let frame = 0; frame < frames; frame++) {
      const at = ((this.#write + frame) & this.#mask) * 2;
      this.#ring[at] = interleaved[frame * 2]!;
      this.#ring[at + 1] = interleaved[frame * 2 + 1]!;
    }
    this.#write += frames;
    if (this.heldFrames > this.#mostFrames) this.#skip(this.heldFrames - this.#targetFrames);
  }

  /** Fills both channels with the next frames, or with silence while there are none. */
  pull(left: Float32Array, right: Float32Array): void {
    if (!this.#flowing && this.heldFrames >= this.#targetFrames) {
      this.#flowing = true;
      this.#fadeIn = FADE_FRAMES;
    }
    const frames = this.#flowing ? Math.min(left.length, this.heldFrames) : 0;
    for (let frame = 0; frame < frames; frame++) {
      const at = ((this.#read + frame) & this.#mask) * 2;
      const gain = this.#fadeIn > 0 ? 1 - this.#fadeIn-- / FADE_FRAMES : 1;
      left[frame] = this.#ring[at]! * gain;
      right[frame] = this.#ring[at + 1]! * gain;
    }
    this.#read += frames;
    left.fill(0, frames);
    right.fill(0, frames);
    if (!this.#flowing) return;
    if (frames < left.length) this.#runDry(left, right, frames);
    else this.#catchUp(frames);
  }

  /** The last frames that are there go out in a fade. */
  #runDry(left: Float32Array, right: Float32Array, frames: number): void {
    const length = Math.min(FADE_FRAMES, frames);
    for (let index = 0; index < length; index++) {
      const gain = 1 - (index + 1) / length;
      left[frames - length + index]! *= gain;
      right[frames - length + index]! *= gain;
    }
    this.missedFrames += left.length - frames;
    this.#flowing = false;
    this.#watch = WATCH_FRAMES;
    this.#fewest = Number.POSITIVE_INFINITY;
  }

  /** What was held even at the worst moment is more than it needs: half the target is enough for that moment. */
  #catchUp(frames: number): void {
    this.#fewest = Math.min(this.#fewest, this.heldFrames);
    this.#watch -= frames;
    if (this.#watch > 0) return;
    const surplus = this.#fewest - Math.round(this.#targetFrames / 2);
    if (this.#fewest > this.#targetFrames && Number.isFinite(surplus)) this.#skip(surplus);
    this.#watch = WATCH_FRAMES;
    this.#fewest = Number.POSITIVE_INFINITY;
  }

  /** Leaves out the oldest; what comes next rises out of what would have come. */
  #skip(skipped: number): void {
    for (let index = 0; index < FADE_FRAMES; index++) {
      const [old, next] = [(this.#read + index) & this.#mask, (this.#read + skipped + index) & this.#mask];
      const share = (index + 1) / (FADE_FRAMES + 1);
      for (const channel of [0, 1]) {
        const at = next * 2 + channel;
        this.#ring[at] = this.#ring[old * 2 + channel]! * (1 - share) + this.#ring[at]! * share;
      }
    }
    this.#read += skipped;
    this.skippedFrames += skipped;
  }
}
