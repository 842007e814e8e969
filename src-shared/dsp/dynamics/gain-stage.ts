/** What dynamics processors share from their reductions on: gains with make-up and mix, into the block, and the meter. */
import { gainToDb } from '../../units/decibel.ts';
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import type { Kernels, Pointer } from '../core/kernels.ts';
import type { Own } from './key-signal.ts';

/** Levels and reductions in the kernels count octaves of amplitude; this many dB each. */
export const DB_PER_OCTAVE = gainToDb(2);

/** Layout in kernels/gain-curve.ts. */
const STAGE_BYTES = 48;
const GREATEST = 5;
/** Below it a reduction is the 6e-30 dB of an idle kernel. */
const IDLE_DB = 1e-9;

export class GainStage {
  /** One f32 a frame: reductions in octaves, which `toGains` turns into gains. */
  readonly curve: Pointer;
  /** For a kernel that goes on to the gains by itself. */
  readonly stage: Pointer;
  readonly #kernels: Kernels;
  #makeupOctaves = 0;
  #mix = 1;

  constructor(kernels: Kernels, own: Own, maxBlockFrames: number) {
    this.#kernels = kernels;
    this.stage = own(STAGE_BYTES);
    // Kernels work on whole groups of four frames.
    this.curve = own((maxBlockFrames + 4) * Float32Array.BYTES_PER_ELEMENT);
  }

  /** Glides to a make-up gain and a mix (0 dry … 1 wet) over the control step that begins; `jump` goes there at once. */
  setOutput(makeupDb: number, mix: number, jump: boolean): void {
    const makeupOctaves = makeupDb / DB_PER_OCTAVE;
    const makeupFrom = jump ? makeupOctaves : this.#makeupOctaves;
    const mixFrom = jump ? mix : this.#mix;
    const view = this.#kernels.f64;
    const at = this.stage >>> 3;
    view[at] = makeupFrom;
    view[at + 1] = (makeupOctaves - makeupFrom) / CONTROL_STEP_FRAMES;
    view[at + 2] = mixFrom;
    view[at + 3] = (mix - mixFrom) / CONTROL_STEP_FRAMES;
    view[at + 4] = 0;
    this.#makeupOctaves = makeupOctaves;
    this.#mix = mix;
  }

  /** Turns the reductions in `curve` into gains. */
  toGains(frames: number): void {
    this.#kernels.run.gainsOfReductions(this.stage, this.curve, frames);
  }

  /** Multiplies the gains in `curve` into a block. */
  apply(block: Pointer, frames: number): void {
    this.#kernels.run.applyGains(block, this.curve, frames);
  }

  clearMeter(): void {
    this.#kernels.f64[(this.stage >>> 3) + GREATEST] = 0;
  }

  /** The worst gain reduction since `clearMeter`, in dB, at most 0. */
  gainReductionDb(): number {
    const reductionDb = (this.#kernels.f64[(this.stage >>> 3) + GREATEST] as number) * DB_PER_OCTAVE;
    return reductionDb > IDLE_DB ? -reductionDb : 0;
  }
}
