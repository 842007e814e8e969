/** The tail of a stem, kept back until the mix has ended and says how much of it is wanted. Silence costs no memory. */
export class HeldTail {
  /** Interleaved stereo; silence as its number of frames. */
  readonly #pieces: (Float32Array | number)[] = [];

  add(interleaved: Float32Array): void {
    const isSilent = interleaved.every((value) => value === 0);
    this.#pieces.push(isSilent ? interleaved.length / 2 : interleaved.slice());
  }

  /** Exactly the first `frames` of it, with silence after its end. */
  *first(frames: number): Generator<Float32Array> {
    let left = frames;
    for (const piece of [...this.#pieces, frames]) {
      const count = Math.min(left, typeof piece === 'number' ? piece : piece.length / 2);
      if (count > 0) yield typeof piece === 'number' ? new Float32Array(count * 2) : piece.subarray(0, count * 2);
      left -= count;
    }
  }
}
