/** What came in on one or two channels of the interface, the latest of it: from before record is pressed, and on its way to the disk. */
export class InputRing {
  /** Counted from 0. */
  readonly channels: readonly number[];
  /** The stream frame behind the newest that is held. */
  toFrame = 0;
  readonly capacityFrames: number;
  /** Nothing more comes in: what it holds is of a device that is gone. */
  isEnded = false;
  readonly #samples: Float32Array;
  #fromFrame = 0;

  /** @param channels of the interface, counted from 0: one is mono, two are left and right. */
  constructor(channels: readonly number[], capacityFrames: number) {
    this.channels = channels;
    this.capacityFrames = capacityFrames;
    this.#samples = new Float32Array(capacityFrames * channels.length);
  }

  /** The oldest stream frame that is held. */
  get fromFrame(): number {
    return Math.max(this.#fromFrame, this.toFrame - this.capacityFrames);
  }

  /**
   * Takes `frames` frames of the interface's block, `width` channels wide, which are those of the stream from `atFrame` on; a
   * channel that the interface does not have is silent. What does not follow begins anew. Called from the device: it
   * allocates nothing.
   */
  write(input: Float32Array, width: number, frames: number, atFrame: number): void {
    if (this.isEnded) return;
    if (atFrame !== this.toFrame) this.#fromFrame = atFrame;
    this.toFrame = atFrame + frames;
    const [first = 0, second] = this.channels;
    const samples = this.#samples;
    let place = (atFrame % this.capacityFrames) * this.channels.length;
    for (let frame = 0; frame < frames; frame++) {
      samples[place++] = first < width ? (input[frame * width + first] as number) : 0;
      if (second !== undefined) samples[place++] = second < width ? (input[frame * width + second] as number) : 0;
      if (place === samples.length) place = 0;
    }
  }

  /** The frames from `fromFrame` on that lie together in memory, at most until `toFrame`, interleaved; valid until they are overtaken. */
  slice(fromFrame: number, toFrame: number): Float32Array {
    const place = fromFrame % this.capacityFrames;
    const frames = Math.min(toFrame - fromFrame, this.capacityFrames - place);
    const width = this.channels.length;
    return this.#samples.subarray(place * width, (place + frames) * width);
  }
}
