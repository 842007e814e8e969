/** The song's length is cut into pieces of this length; each keeps what was measured when it was last played. */
export const PIECE_SECONDS = 0.25;

/** A short-term measure is of the last 3 s (EBU Tech 3341): pieces so near to each other tell of one stretch. */
const NEAR_PIECES = 3 / PIECE_SECONDS;

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

  /** The pieces that were heard, in stretches; a look that came late, and missed a piece, breaks none. */
  get stretches(): readonly (readonly number[])[] {
    const stretches: number[][] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (let piece = 0; piece < this.pieces; piece++) {
      if (Number.isNaN(this.shortTermLufs(piece))) continue;
      if (piece - last > NEAR_PIECES) stretches.push([]);
      stretches[stretches.length - 1]?.push(piece);
      last = piece;
    }
    return stretches;
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
