import { type Biquad, highPass, lowPass } from '../dsp/core/biquad.ts';

/** A stretch of the spectrum; 0 and Infinity leave an end open. */
export type Band = { readonly lowHz: number; readonly highHz: number };

/** Butterworth, twice: 24 dB per octave. */
const SECTIONS = 2;
const FLAT_Q = Math.SQRT1_2;

type Section = { readonly biquad: Biquad; s1: number; s2: number };

/**
 * Energy of a programme in bands, for the assistants: the channels summed as power, 24 dB per octave at the edges.
 * Signal: interleaved frames of any number of channels.
 */
export class BandEnergyMeter {
  readonly #channels: number;
  readonly #filters: readonly (readonly Section[])[][];
  readonly #energy: Float64Array;
  #total = 0;

  constructor(
    bands: readonly Band[],
    { sampleRateHz, channels }: { readonly sampleRateHz: number; readonly channels: number },
  ) {
    this.#channels = channels;
    this.#energy = new Float64Array(bands.length);
    this.#filters = bands.map((band) => Array.from({ length: channels }, () => sectionsOf(band, sampleRateHz)));
  }

  measure(samples: Float32Array): void {
    for (const sample of samples) this.#total += sample * sample;
    for (const [band, channels] of this.#filters.entries()) {
      for (const [channel, sections] of channels.entries())
        this.#energy[band] = (this.#energy[band] as number) + this.#filtered(samples, channel, sections);
    }
  }

  /** Share of all energy in each band, 0…1; 0 for silence. */
  get shares(): number[] {
    return Array.from(this.#energy, (energy) => (this.#total === 0 ? 0 : Math.min(1, energy / this.#total)));
  }

  /** Sum of squares of all samples. */
  get totalEnergy(): number {
    return this.#total;
  }

  #filtered(samples: Float32Array, channel: number, sections: readonly Section[]): number {
    let energy = 0;
    for (let at = channel; at < samples.length; at += this.#channels) {
      let value = samples[at] as number;
      for (const section of sections) value = step(section, value);
      energy += value * value;
    }
    return energy;
  }
}

function sectionsOf({ lowHz, highHz }: Band, sampleRateHz: number): Section[] {
  const biquads: Biquad[] = [];
  for (let count = 0; count < SECTIONS; count++) {
    if (lowHz > 0) biquads.push(highPass(lowHz, FLAT_Q, sampleRateHz));
    if (Number.isFinite(highHz)) biquads.push(lowPass(highHz, FLAT_Q, sampleRateHz));
  }
  return biquads.map((biquad) => ({ biquad, s1: 0, s2: 0 }));
}

function step(section: Section, input: number): number {
  const { b0, b1, b2, a1, a2 } = section.biquad;
  const output = b0 * input + section.s1;
  section.s1 = b1 * input - a1 * output + section.s2;
  section.s2 = b2 * input - a2 * output;
  return output;
}
