/**
 * The engine of every equaliser: bands in a row, each a cascade of matched sections. A settled equaliser runs all its
 * sections in one pass, in double precision; a band that changes nothing costs nothing, and with no band at work the
 * signal passes bit for bit.
 *
 * While parameters move, coefficients go in straight lines over each control step (the region of stable a1, a2 is
 * convex, so every step between two stable filters is stable); changes of kind are faded (band-runner.ts).
 * Signal: interleaved stereo. Latency 0. Sections are transposed direct form II in double precision.
 */
import { BIQUAD_BYTES, type Biquad, identityBiquad, poleRadius, writeBiquad } from '../core/biquad.ts';
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import type { Pointer } from '../core/kernels.ts';
import type { ParameterSpecs, ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { type BandSettings, bandSections, isNeutral, MAX_BAND_SECTIONS } from './band-filter.ts';
import { BAND_BYTES, BandRunner, WIDE_FRAME_BYTES } from './band-runner.ts';

/** How an equaliser reads a parameter: a number, a switch as 0…1, a choice. */
export type ParameterReader = {
  number(key: string): number;
  amount(key: string): number;
  choice(key: string): string;
};

/** A band as a function of the parameters: its settings, or undefined where it is switched off. */
export type BandReader = (read: ParameterReader) => BandSettings | undefined;

/** Frames that the kernel puts through the wide block at a time. */
const WIDE_FRAMES = 1_024;
const CASCADE_HEADER_BYTES = 8;

/** The bands at work under these values: switched on and not neutral. */
export function activeBands(bands: readonly BandReader[], read: ParameterReader): readonly BandSettings[] {
  return bands.map((band) => activeBand(band, read)).filter((band) => band !== undefined);
}

function activeBand(band: BandReader, read: ParameterReader): BandSettings | undefined {
  const settings = band(read);
  return settings && !isNeutral(settings) ? settings : undefined;
}

/** Reads settled values, all present. */
export function valuesReader(values: ParameterValues): ParameterReader {
  return {
    number: (key) => values[key] as number,
    amount: (key) => Number(values[key]),
    choice: (key) => values[key] as string,
  };
}

/** The sections at work with these values (all present). */
export function equaliserSections(
  bands: readonly BandReader[],
  values: ParameterValues,
  sampleRateHz: number,
): readonly Biquad[] {
  return activeBands(bands, valuesReader(values)).flatMap((band) => bandSections(band, sampleRateHz));
}

/** How long the slowest poles ring on to −90 dB, added up: an upper bound for the usual settings. */
function equaliserTailSeconds(bands: readonly BandReader[], values: ParameterValues): number {
  const sampleRateHz = 48_000;
  const frames = equaliserSections(bands, values, sampleRateHz).map(
    (section) => (90 / 20) * (Math.LN10 / -Math.log(poleRadius(section))),
  );
  return frames.reduce((sum, count) => sum + count, 0) / sampleRateHz;
}

/** An equaliser as a processor: its own name and parameters, and the bands that they make. */
export function equaliserDefinition(
  own: Pick<ProcessorDefinition, 'type' | 'label' | 'description' | 'parameters'>,
  bands: readonly BandReader[],
): ProcessorDefinition {
  return {
    ...own,
    readouts: [],
    hasSidechain: false,
    latencyFrames: () => 0,
    tailSeconds: (values) => equaliserTailSeconds(bands, values),
    create: (context, values) => new Equaliser(context, own.parameters, values, bands),
  };
}

export class Equaliser extends SteppedProcessor {
  readonly #bands: readonly BandReader[];
  readonly #runners: readonly BandRunner[];
  readonly #wide: Pointer;
  readonly #spare: Pointer;
  readonly #cascade: Pointer;
  /** A section that changes nothing. */
  readonly #identity: Pointer;
  readonly #sections: Pointer[] = [];
  readonly #read: ParameterReader;
  #moves = false;

  constructor(context: ProcessorContext, specs: ParameterSpecs, values: ParameterValues, bands: readonly BandReader[]) {
    super(context, specs, values);
    this.#bands = bands;
    this.#read = {
      number: (key) => this.number(key),
      amount: (key) => this.amount(key),
      choice: (key) => this.choice(key),
    };
    this.#wide = this.own(WIDE_FRAMES * WIDE_FRAME_BYTES);
    this.#spare = this.own(CONTROL_STEP_FRAMES * WIDE_FRAME_BYTES);
    const mostSections = bands.length * 2 * MAX_BAND_SECTIONS + 1;
    this.#cascade = this.own(CASCADE_HEADER_BYTES + mostSections * Int32Array.BYTES_PER_ELEMENT);
    this.#identity = this.own(BIQUAD_BYTES);
    writeBiquad(this.kernels, this.#identity, identityBiquad);
    this.#runners = bands.map(() => new BandRunner(context.kernels, this.own(BAND_BYTES), context.sampleRateHz));
    this.reset();
  }

  protected updateCoefficients(jump: boolean): void {
    this.#moves = false;
    this.ownMotion = false;
    this.#sections.length = 0;
    for (const [index, runner] of this.#runners.entries()) {
      const settings = activeBand(this.#bands[index] as BandReader, this.#read);
      if (jump) runner.jump(settings);
      else if (runner.step(settings)) this.#moves = true;
      if (runner.fades) this.ownMotion = true;
      runner.collectSections(this.#sections);
    }
    // The kernel has no pass for three: a fourth that changes nothing is cheaper than two passes.
    if (this.#sections.length % 4 === 3) this.#sections.push(this.#identity);
    const at = this.#cascade >>> 2;
    this.kernels.i32[at + 1] = this.#sections.length;
    this.kernels.i32.set(this.#sections, at + 2);
  }

  protected run(block: Pointer, frames: number): void {
    if (this.#sections.length === 0 && !this.#moves) return;
    const { run } = this.kernels;
    if (!this.#moves) {
      run.eqCascade(this.#cascade, this.#wide, block, frames);
      return;
    }
    // A moving step is never longer than CONTROL_STEP_FRAMES, so it fits the wide blocks.
    run.eqWiden(block, this.#wide, frames);
    for (const runner of this.#runners) runner.runMoving(this.#wide, this.#spare, frames);
    run.eqNarrow(this.#wide, block, frames);
    run.eqTidy(this.#cascade, frames);
  }

  protected resetState(): void {
    this.kernels.i32[this.#cascade >>> 2] = 0;
  }
}
