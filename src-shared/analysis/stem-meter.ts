import type { Kernels } from '../dsp/core/kernels.ts';
import { ProgramMeter } from '../dsp/metering/program-meter.ts';
import { powerToDb } from '../units/decibel.ts';
import { BandEnergyMeter } from './band-energy.ts';
import type { StemProfile } from './stem-profile.ts';

const LOWS = { lowHz: 0, highHz: 120 };
const HIGHS = { lowHz: 4_000, highHz: Number.POSITIVE_INFINITY };

/** Measures one stem for the assistants. Signal: interleaved frames in pieces of any size. */
export class StemMeter {
  readonly #program: ProgramMeter;
  readonly #bands: BandEnergyMeter;
  readonly #channels: number;

  constructor(kernels: Kernels, format: { readonly sampleRateHz: number; readonly channels: number }) {
    this.#channels = format.channels;
    this.#program = new ProgramMeter(kernels, format);
    this.#bands = new BandEnergyMeter([LOWS, HIGHS], format);
  }

  measure(samples: Float32Array): void {
    this.#program.measure(samples);
    this.#bands.measure(samples);
  }

  /** The profile of the whole stem, which ends here; gives the meter's memory back. */
  finish(name: string): StemProfile {
    const samples = this.#program.frames * this.#channels;
    const { integratedLufs, samplePeakDbfs } = this.#program.finish();
    this.#program.release();
    const [lowShare = 0, highShare = 0] = this.#bands.shares;
    const rmsDb = powerToDb(this.#bands.totalEnergy / Math.max(1, samples));
    const crestDb = samplePeakDbfs === null ? 0 : samplePeakDbfs - rmsDb;
    return { name, channels: this.#channels, integratedLufs, samplePeakDbfs, crestDb, lowShare, highShare };
  }
}
