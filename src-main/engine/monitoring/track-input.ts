/** The input of one track, as its strip hears it: mono on both sides, or a pair. */
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import type { StripClips } from '../../../src-shared/render/strip-renderer.ts';
import type { TapeGate, TapeRange } from './tape-gate.ts';

/** What a block of the device brought, and where in it and in the session the present piece is. Set before each piece. */
export type InputPiece = {
  input: Float32Array;
  width: number;
  fromFrame: number;
  /** NaN while the tape stands still. */
  sessionFrame: number;
};

export class TrackInput implements StripClips {
  readonly trackId: string;
  /** Counted from 1. */
  channels: readonly number[] = [];
  /** Of what it let through in the last piece. */
  peak = 0;
  energy = 0;
  readonly #kernels: Kernels;
  readonly #gate: TapeGate;
  readonly #tape: { readonly range: TapeRange | null; readonly gains: Float32Array };
  readonly #piece: InputPiece;

  constructor(parts: {
    readonly kernels: Kernels;
    readonly trackId: string;
    readonly gate: TapeGate;
    readonly tape: { readonly range: TapeRange | null; readonly gains: Float32Array };
    readonly piece: InputPiece;
  }) {
    this.trackId = parts.trackId;
    this.#kernels = parts.kernels;
    this.#gate = parts.gate;
    this.#tape = parts.tape;
    this.#piece = parts.piece;
  }

  get isHeard(): boolean {
    return this.#gate.isOpen;
  }

  /** Writes the input of the present piece into a block; false when it is closed, then the block is left as it was. */
  play(block: Pointer, frames: number): boolean {
    const { input, width, fromFrame, sessionFrame } = this.#piece;
    const gain = this.#gate.run(this.#tape.gains, frames, sessionFrame, this.#tape.range);
    this.peak = 0;
    this.energy = 0;
    if (gain === 0) return false;
    const left = (this.channels[0] ?? 0) - 1;
    const right = (this.channels[1] ?? this.channels[0] ?? 0) - 1;
    const { f32 } = this.#kernels;
    const at = block >>> 2;
    let peak = 0;
    let energy = 0;
    for (let frame = 0; frame < frames; frame++) {
      const own = gain === 1 ? 1 : (this.#tape.gains[frame] as number);
      const from = (fromFrame + frame) * width;
      const one = left >= 0 && left < width ? own * (input[from + left] as number) : 0;
      const other = right >= 0 && right < width ? own * (input[from + right] as number) : 0;
      f32[at + 2 * frame] = one;
      f32[at + 2 * frame + 1] = other;
      peak = Math.max(peak, Math.abs(one), Math.abs(other));
      energy += one * one + other * other;
    }
    this.peak = peak;
    this.energy = energy / 2;
    return true;
  }
}
