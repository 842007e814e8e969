/** The spectrum of what was heard so far, and how it lies to what listeners are used to. */
import { expectedOctaveDb, TONAL_TOLERANCE_DB } from '../../src-shared/analysis/master-proposal.ts';
import {
  SPECTRUM_COLUMNS,
  SPECTRUM_HIGH_HZ,
  SPECTRUM_LOW_HZ,
  spectrumColumnHz,
} from '../../src-shared/protocol/telemetry.ts';
import { powerToDb } from '../../src-shared/units/decibel.ts';

/** Quieter than this in every column is silence: it does not count. */
const SILENT_DBFS = -90;
/** Where the balance is judged: below and above, little is heard and much depends on the recording. */
const JUDGED_HZ = [40, 16_000] as const;

/** The place 0…1 of a frequency on the axis. */
export function frequencyShare(hz: number): number {
  return Math.log(hz / SPECTRUM_LOW_HZ) / Math.log(SPECTRUM_HIGH_HZ / SPECTRUM_LOW_HZ);
}

/** Sums power, so that the average is the sound's own and not that of its levels in dB. */
export class SpectrumAverage {
  readonly #powers = new Float64Array(SPECTRUM_COLUMNS);
  #looks = 0;

  get looks(): number {
    return this.#looks;
  }

  /** Takes one look in; silence is not counted. @param levelsDbfs `SPECTRUM_COLUMNS` of them. */
  add(levelsDbfs: Float32Array): void {
    if (!levelsDbfs.some((level) => level > SILENT_DBFS)) return;
    for (let column = 0; column < SPECTRUM_COLUMNS; column++) {
      const level = levelsDbfs[column] as number;
      if (level > Number.NEGATIVE_INFINITY) this.#powers[column] = this.#powers[column]! + 10 ** (level / 10);
    }
    this.#looks++;
  }

  /** Writes the average levels in dBFS; −∞ before the first look. */
  levels(into: Float32Array): void {
    for (let column = 0; column < SPECTRUM_COLUMNS; column++)
      into[column] = this.#looks === 0 ? Number.NEGATIVE_INFINITY : powerToDb(this.#powers[column]! / this.#looks);
  }

  clear(): void {
    this.#powers.fill(0);
    this.#looks = 0;
  }
}

/** Writes levels averaged in power over `columns` on each side. */
export function smoothed(levelsDbfs: Float32Array, columns: number, into: Float32Array): void {
  for (let column = 0; column < levelsDbfs.length; column++) {
    const from = Math.max(0, column - columns);
    const to = Math.min(levelsDbfs.length - 1, column + columns);
    let power = 0;
    for (let other = from; other <= to; other++) power += 10 ** (levelsDbfs[other]! / 10);
    into[column] = powerToDb(power / (to - from + 1));
  }
}

export type TonalBalance = {
  /** The expected level of each column in dBFS, laid at the height of this sound. */
  readonly expectedDbfs: Float32Array;
  /** Share of the judged columns within the tolerance. */
  readonly insideShare: number;
};

/** How an average lies to the expected balance (master-proposal.ts); undefined while nothing was heard. */
export function tonalBalance(levelsDbfs: Float32Array): TonalBalance | undefined {
  const judged: number[] = [];
  for (let column = 0; column < levelsDbfs.length; column++) {
    const hz = spectrumColumnHz(column);
    if (hz >= JUDGED_HZ[0] && hz <= JUDGED_HZ[1] && levelsDbfs[column]! > SILENT_DBFS - 40) judged.push(column);
  }
  if (judged.length === 0) return undefined;
  const expectedDbfs = Float32Array.from(levelsDbfs, (_, column) => expectedOctaveDb(spectrumColumnHz(column)));
  const height = judged.reduce((sum, column) => sum + levelsDbfs[column]! - expectedDbfs[column]!, 0) / judged.length;
  for (let column = 0; column < expectedDbfs.length; column++) expectedDbfs[column] = expectedDbfs[column]! + height;
  const inside = judged.filter((column) => Math.abs(levelsDbfs[column]! - expectedDbfs[column]!) <= TONAL_TOLERANCE_DB);
  return { expectedDbfs, insideShare: inside.length / judged.length };
}
