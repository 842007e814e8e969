/** The axes of an equaliser's graph: 20 Hz to 20 kHz logarithmic, dB of the curve at the left, dBFS of the spectrum at the right. */

export const LOW_HZ = 20;
export const HIGH_HZ = 20_000;
/** The spectrum's axis, from the top down. */
export const SPECTRUM_TOP_DBFS = -6;
export const SPECTRUM_SPAN_DB = 96;

/** Where the graph lies in its canvas, in CSS pixels, and how many dB it shows either way. */
export type EqAxes = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly rangeDb: number;
};

export function hzToX({ left, width }: EqAxes, hz: number): number {
  return left + (Math.log(hz / LOW_HZ) / Math.log(HIGH_HZ / LOW_HZ)) * width;
}

/** The frequency at a place, within the axis. */
export function xToHz({ left, width }: EqAxes, x: number): number {
  const share = Math.min(1, Math.max(0, (x - left) / width));
  return LOW_HZ * (HIGH_HZ / LOW_HZ) ** share;
}

export function dbToY({ top, height, rangeDb }: EqAxes, db: number): number {
  return top + ((rangeDb - db) / (2 * rangeDb)) * height;
}

export function yToDb({ top, height, rangeDb }: EqAxes, y: number): number {
  return rangeDb - ((y - top) / height) * 2 * rangeDb;
}

/** Below the axis is its floor. */
export function dbfsToY({ top, height }: EqAxes, dbfs: number): number {
  const share = (SPECTRUM_TOP_DBFS - dbfs) / SPECTRUM_SPAN_DB;
  return top + Math.min(1, Math.max(0, Number.isNaN(share) ? 1 : share)) * height;
}

/** Frequencies with a line; those with a number are the ones a musician counts by. */
export const GRID_HZ: readonly number[] = [10, 100, 1_000, 10_000]
  .flatMap((decade) => [2, 3, 4, 5, 6, 7, 8, 9, 10].map((step) => step * decade))
  .filter((hz) => hz > LOW_HZ && hz < HIGH_HZ);
export const NUMBER_HZ = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000] as const;
export const NUMBER_DBFS = [-12, -36, -60, -84] as const;

/** dB lines of the curve, from the top. */
export function gridDb(rangeDb: number): number[] {
  const step = rangeDb / 2;
  return [rangeDb, step, 0, -step, -rangeDb];
}

export function hzText(hz: number): string {
  return hz >= 1_000 ? `${hz / 1_000}k` : String(hz);
}

/** The frequencies at which a curve is drawn: one for so many pixels. */
export function curveHz(axes: EqAxes, stepPixels: number): number[] {
  const count = Math.max(2, Math.ceil(axes.width / stepPixels) + 1);
  return Array.from({ length: count }, (_, index) => xToHz(axes, axes.left + (index / (count - 1)) * axes.width));
}
