/**
 * Oversampling by 2, 4 or 8 with linear phase: each doubling is a windowed-sinc low-pass whose length follows from
 * J. F. Kaiser's formulas ("Nonrecursive digital filter design using the I₀-sinh window function", 1974), run in two
 * polyphase halves. The first stage keeps everything up to `passbandHz` and stops all that lies beyond the base rate's
 * Nyquist frequency; the stages above only need to stop images of that band, and are short.
 */

import type { Kernels, Pointer } from './kernels.ts';

/** Stop band of every stage, in dB. */
const STOPBAND_DB = 110;

/** One doubling. */
export type OversamplingStage = {
  /** Linear-phase low-pass at the doubled rate with unity gain at 0 Hz; of odd length. */
  readonly taps: Float64Array;
  /** Index of its middle tap. */
  readonly middle: number;
};

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let index = 1; term > 1e-17 * sum; index++) {
    term *= (x / (2 * index)) ** 2;
    sum += term;
  }
  return sum;
}

/**
 * A Kaiser-windowed low-pass.
 * @param edges end of the pass band and start of the stop band, as fractions of the sample rate.
 * @param grain the middle is a whole multiple of this many samples.
 */
function kaiserLowPass(edges: readonly [pass: number, stop: number], grain: number): OversamplingStage {
  const [pass, stop] = edges;
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const order = (STOPBAND_DB - 7.95) / (2.285 * 2 * Math.PI * (stop - pass));
  const middle = Math.ceil(order / 2 / grain) * grain;
  const cutoff = (pass + stop) / 2;
  const taps = Float64Array.from({ length: 2 * middle + 1 }, (_, index) => {
    const offset = index - middle;
    const sinc = offset === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * offset) / (Math.PI * offset);
    return sinc * besselI0(beta * Math.sqrt(1 - (offset / middle) ** 2));
  });
  const total = taps.reduce((sum, tap) => sum + tap, 0);
  return { taps: taps.map((tap) => tap / total), middle };
}

/** The factor that brings a base rate to about 384 kHz: 8 up to 50 kHz, 4 up to 100 kHz, else 2. */
export function oversamplingFactor(sampleRateHz: number): 2 | 4 | 8 {
  if (sampleRateHz <= 50_000) return 8;
  return sampleRateHz <= 100_000 ? 4 : 2;
}

/** The doublings of a rate, from the base up. Below `passbandHz` all of them together lose under 0.001 dB. */
export function oversamplingStages(sampleRateHz: number, passbandHz: number): OversamplingStage[] {
  const stages: OversamplingStage[] = [];
  for (let factor = 2; factor <= oversamplingFactor(sampleRateHz); factor *= 2) {
    const rateHz = sampleRateHz * factor;
    const stopHz = (rateHz - sampleRateHz) / 2;
    // Past the first, the edges lie symmetrically: a half-band filter, with every second tap zero.
    const passHz = factor === 2 ? passbandHz : sampleRateHz / 2;
    // Up and down again delays by 2 · middle / factor base frames: a whole number.
    stages.push(kaiserLowPass([passHz / rateHz, stopHz / rateHz], factor / 2));
  }
  return stages;
}

/** Delay of going up and down again, in frames of the base rate. */
export function oversamplingLatencyFrames(stages: readonly OversamplingStage[]): number {
  return stages.reduce((sum, { middle }, index) => sum + middle / 2 ** index, 0);
}

/** Base frames that one pass takes at most. */
export const OVERSAMPLING_CHUNK_FRAMES = 64;
const STEREO_F64_BYTES = 16;
const HEADER_BYTES = 16;
const STAGE_BYTES = 48;
/** Taps below this are the zeros of a half-band filter. */
const LEAST_TAP = 1e-14;

type Buffer = { readonly pointer: Pointer; readonly bytes: number };

/** Filters and buffers of a way up and down, in kernel memory, for a kernel that imports kernels/oversampling.ts. */
export class Oversampler {
  readonly pointer: Pointer;
  readonly factor: 2 | 4 | 8;
  readonly latencyFrames: number;
  readonly #kernels: Kernels;
  readonly #buffers: Buffer[] = [];

  /** @param own allocates memory that lives as long as the processor. */
  constructor(kernels: Kernels, own: (bytes: number) => Pointer, sampleRateHz: number, passbandHz: number) {
    const stages = oversamplingStages(sampleRateHz, passbandHz);
    this.#kernels = kernels;
    this.factor = oversamplingFactor(sampleRateHz);
    this.latencyFrames = oversamplingLatencyFrames(stages);
    this.pointer = own(HEADER_BYTES + stages.length * STAGE_BYTES);
    const words = [stages.length, 0, 0, 0];
    stages.forEach(({ taps }, index) => {
      const chunk = OVERSAMPLING_CHUNK_FRAMES * 2 ** index;
      const lower = (taps.length + 1) / 2;
      const higher = taps.length + 1;
      const up = this.#addBuffer(own, lower + chunk);
      const down = this.#addBuffer(own, higher + 2 * chunk);
      words.push(...this.#placePhase(own, taps, 0), ...this.#placePhase(own, taps, 1), up, lower, down, higher, 0, 0);
    });
    kernels.i32.set(words, this.pointer >>> 2);
  }

  #addBuffer(own: (bytes: number) => Pointer, frames: number): Pointer {
    const bytes = frames * STEREO_F64_BYTES;
    const pointer = own(bytes);
    this.#buffers.push({ pointer, bytes });
    return pointer;
  }

  /** Every second tap from `phase` on, without zeros at the ends: index of the first one kept, how many, where. */
  #placePhase(own: (bytes: number) => Pointer, all: Float64Array, phase: 0 | 1): readonly [number, number, Pointer] {
    const taps = all.filter((_, index) => index % 2 === phase);
    const isZero = (index: number) => Math.abs(taps[index] as number) < LEAST_TAP;
    let first = 0;
    let last = taps.length - 1;
    while (isZero(first)) first++;
    while (isZero(last)) last--;
    const pointer = own((last + 1 - first) * Float64Array.BYTES_PER_ELEMENT);
    this.#kernels.f64.set(taps.subarray(first, last + 1), pointer >>> 3);
    return [first, last + 1 - first, pointer];
  }

  /** Forgets all signal. */
  clear(): void {
    for (const { pointer, bytes } of this.#buffers) this.#kernels.u8.fill(0, pointer, pointer + bytes);
  }
}
