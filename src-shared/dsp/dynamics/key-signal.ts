/** What dynamics processors share on the way to their gains: a filtered key, a look-ahead, a time constant. */

import { secondsToFrames } from '../../units/time.ts';
import { BIQUAD_BYTES, clearBiquad, type highPass, writeBiquad } from '../core/biquad.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../core/kernels.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext } from '../core/processor.ts';

/** Allocates memory that its processor frees: `SteppedProcessor.own`. */
export type Own = (bytes: number) => Pointer;

/** What a section of a key filter does to the key: Butterworth, 12 dB per octave. */
export type KeySection = typeof highPass;

/** A copy of the key signal through one section or two; with none of them on, the key itself, untouched. */
export class KeyFilter {
  readonly #kernels: Kernels;
  readonly #sampleRateHz: number;
  readonly #designs: readonly KeySection[];
  readonly #sections: readonly Pointer[];
  readonly #copy: Pointer;
  /** Corner of each section; 0 while it is out of the way. */
  readonly #cornersHz: Float64Array;

  /** @param designs the coefficients of each section, from dsp/core/biquad.ts. */
  constructor(context: ProcessorContext, own: Own, designs: readonly KeySection[]) {
    this.#kernels = context.kernels;
    this.#sampleRateHz = context.sampleRateHz;
    this.#designs = designs;
    this.#sections = designs.map(() => own(BIQUAD_BYTES));
    this.#copy = own(context.maxBlockFrames * FRAME_BYTES);
    this.#cornersHz = new Float64Array(designs.length);
  }

  /** Moves the corner of section `index`; `hz` equal to `offHz` takes the section out of the way. */
  setCorner(index: number, hz: number, offHz: number): void {
    const section = this.#sections[index] as Pointer;
    const cornerHz = hz === offHz ? 0 : hz;
    if (cornerHz === this.#cornersHz[index]) return;
    this.#cornersHz[index] = cornerHz;
    const design = this.#designs[index] as KeySection;
    if (cornerHz === 0) clearBiquad(this.#kernels, section);
    else writeBiquad(this.#kernels, section, design(cornerHz, Math.SQRT1_2, this.#sampleRateHz));
  }

  /** The frames to detect on. */
  process(key: Pointer, frames: number): Pointer {
    let filtered = key;
    for (let index = 0; index < this.#sections.length; index++) {
      if (this.#cornersHz[index] === 0) continue;
      if (filtered === key) this.#kernels.run.copyFrames(this.#copy, key, frames);
      filtered = this.#copy;
      this.#kernels.run.biquadProcess(this.#sections[index] as Pointer, filtered, frames);
    }
    return filtered;
  }

  reset(): void {
    for (const section of this.#sections) clearBiquad(this.#kernels, section);
  }
}

/** Delays the signal, so that a gain computed from it arrives early. */
export class LookAhead {
  readonly frames: number;
  readonly #kernels: Kernels;
  readonly #line: Pointer;

  constructor(kernels: Kernels, own: Own, frames: number) {
    this.#kernels = kernels;
    this.frames = frames;
    this.#line = own(HEADER_BYTES + frames * FRAME_BYTES);
  }

  process(block: Pointer, frames: number): void {
    if (this.frames > 0) this.#kernels.run.delayFrames(this.#line, block, frames);
  }

  reset(): void {
    const { u8, i32 } = this.#kernels;
    u8.fill(0, this.#line, this.#line + HEADER_BYTES + this.frames * FRAME_BYTES);
    i32[(this.#line >>> 2) + 1] = this.frames;
  }
}

/** Place and length in front of the ring: layout in kernels/gain-curve.ts. */
const HEADER_BYTES = 16;

/** Coefficient of a one-pole smoother that covers 63 % (1 − 1/e) of a step in `seconds`; 0 seconds gives 0. */
export function onePole(seconds: number, sampleRateHz: number): number {
  return seconds <= 0 ? 0 : Math.exp(-1 / (seconds * sampleRateHz));
}

/** Frames that a look-ahead of these values delays the signal by. */
export function lookAheadFrames(values: ParameterValues, sampleRateHz: number): number {
  return secondsToFrames((values.lookAheadSeconds as number | undefined) ?? 0, sampleRateHz);
}
