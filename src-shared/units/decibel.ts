/** Decibel and linear gain: amplitude ratios, so 20·log10. −∞ dB is `Number.NEGATIVE_INFINITY` and gain 0. */

/** Linear amplitude gain of a level in dB; −∞ dB gives 0. */
export function dbToGain(db: number): number {
  return db === Number.NEGATIVE_INFINITY ? 0 : 10 ** (db / 20);
}

/** Level in dB of a linear amplitude gain; 0 gives −∞. The sign of `gain` is ignored. */
export function gainToDb(gain: number): number {
  return 20 * Math.log10(Math.abs(gain));
}

/** Level in dB of a power ratio (mean square, energy); 0 gives −∞. */
export function powerToDb(power: number): number {
  return 10 * Math.log10(power);
}
