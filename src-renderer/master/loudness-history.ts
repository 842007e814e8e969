/** The song's length is cut into pieces of this length; each keeps what was measured when it was last played. */
export const PIECE_SECONDS = 0.25;

export type LoudnessPoint = { readonly shortTermLufs: number; readonly integratedLufs: number };

/**
 * Loudness over the song, as it was heard: every piece of the timeline holds the last measure that was taken there.
 * What was never played is NaN; silence is −∞.
 */
export class LoudnessHistory {
  #shortTerm = new Float32Array(0);
  #integrated = new Float32Array(0);
  #maxShortTermLufs = Number.NEGATIVE_INFINITY;
  /** Grows with every change: what draws it looks here. */
  version = 0;

  /** One past the last piece that was ever played. */
  get pieces(): number {
    return this.#shortTerm.length;
  }

  /** The highest short-term loudness since the last reset. */
  get maxShortTermLufs(): number {
    return this.#maxShortTermLufs;
  }

  note(seconds: number, { shortTermLufs, integratedLufs }: LoudnessPoint): void {
    const piece = Math.floor(Math.max(0, seconds) / PIECE_SECONDS);
    if (piece >= this.pieces) this.#grow(piece + 1);
    this.#shortTerm[piece] = shortTermLufs;
    this.#integrated[piece] = integratedLufs;
    if (shortTermLufs > this.#maxShortTermLufs) this.#maxShortTermLufs = shortTermLufs;
    this.version++;
  }

  shortTermLufs(piece: number): number {
    return this.#shortTerm[piece] ?? Number.NaN;
  }

  integratedLufs(piece: number): number {
    return this.#integrated[piece] ?? Number.NaN;
  }

  resetMaximum(): void {
    this.#maxShortTermLufs = Number.NEGATIVE_INFINITY;
    this.version++;
  }

  clear(): void {
    this.#shortTerm = new Float32Array(0);
    this.#integrated = new Float32Array(0);
    this.resetMaximum();
  }

  #grow(pieces: number): void {
    const longer = (old: Float32Array<ArrayBuffer>) => {
      const next = new Float32Array(pieces).fill(Number.NaN);
      next.set(old);
      return next;
    };
    this.#shortTerm = longer(this.#shortTerm);
    this.#integrated = longer(this.#integrated);
  }
}
