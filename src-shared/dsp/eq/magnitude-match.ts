/**
 * Sections matched in magnitude to an analog prototype: the arithmetic under matched-section.ts.
 *
 * With φ = sin²(ω/2) the squared magnitude of a second-order section is N(φ)/D(φ), both quadratic. Matching it at DC and
 * under four more conditions is a linear system in the coefficients of N and D, and the section is its minimum-phase
 * spectral factor (M. Vicanek, "Matched Second Order Digital Filters", 2016, for the φ form and the factor).
 */
import { type Biquad, biquadPowerResponse } from '../core/biquad.ts';

/** Squared magnitude of an analog prototype, n(v)/d(v) with v = (frequency/centre)²; coefficients of 1, v, v². */
export type AnalogPower = { readonly numerator: Quadratic; readonly denominator: Quadratic };
/** Coefficients of 1, x, x². */
export type Quadratic = readonly [number, number, number];

/** Squared magnitude at `ratio` times the prototype's centre frequency. */
export function analogPowerAt({ numerator, denominator }: AnalogPower, ratio: number): number {
  return quadraticAt(numerator, ratio * ratio) / quadraticAt(denominator, ratio * ratio);
}

/**
 * The section whose squared magnitude equals the prototype's at DC and at `points` (radians per frame): four of them, or
 * two and a `peak`, where the slope is zero as well. Undefined when no such section exists.
 */
export function matchMagnitude(
  prototype: AnalogPower,
  omega: number,
  points: readonly number[],
  peak?: number,
): Biquad | undefined {
  const atDc = analogPowerAt(prototype, 0);
  // φ is counted in units of its value in the middle: no number of the system is far from 1.
  const unit = Math.sin((peak ?? (points[1] as number)) / 2) ** 2;
  const rows = (peak === undefined ? points : [...points, peak]).map((point) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    return [phi, phi * phi, -power * phi, -power * phi * phi, power - atDc];
  });
  if (peak !== undefined) {
    const power = analogPowerAt(prototype, peak / omega);
    rows.push([1, 2, -power, -2 * power, 0]);
  }
  const solution = solveLinear(rows);
  if (!solution) return undefined;
  const [n1, n2, d1, d2] = solution as [number, number, number, number];
  const numerator = minimumPhase([atDc, n1 / unit, n2 / unit ** 2]);
  const denominator = minimumPhase([1, d1 / unit, d2 / unit ** 2]);
  if (!numerator || !denominator) return undefined;
  const [a0, a1, a2] = denominator;
  return { b0: numerator[0] / a0, b1: numerator[1] / a0, b2: numerator[2] / a0, a1: a1 / a0, a2: a2 / a0 };
}

/**
 * c0 + c1 z⁻¹ + c2 z⁻² with all zeros inside the circle and squared magnitude p0 + p1 φ + p2 φ²: Vicanek's factor,
 * with W² + C2 written out so that it does not cancel at low frequencies. Undefined where the power is not positive.
 */
export function minimumPhase([p0, p1, p2]: Quadratic): Quadratic | undefined {
  const atNyquist = p0 + p1 + p2;
  if (!(p0 > 0 && atNyquist > 0)) return undefined;
  const dc = Math.sqrt(p0);
  const nyquist = Math.sqrt(atNyquist);
  const square = (p0 + dc * nyquist) / 2 + p1 / 4;
  if (!(square > 0)) return undefined;
  const sum = (dc + nyquist) / 2;
  const difference = Math.sqrt(square);
  return [(sum + difference) / 2, (dc - nyquist) / 2, (sum - difference) / 2];
}

/** Gaussian elimination with row pivoting, in place, of n equations: n coefficients and the right-hand side. Undefined when singular. */
export function solveLinear(rows: number[][]): number[] | undefined {
  const size = rows.length;
  const at = (row: number, column: number): number => rows[row]?.[column] as number;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row;
    if (at(pivot, column) === 0) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    for (let row = column + 1; row < size; row++) {
      const factor = at(row, column) / at(column, column);
      for (let k = column; k <= size; k++) (rows[row] as number[])[k] = at(row, k) - factor * at(column, k);
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    let rest = at(row, size);
    for (let k = row + 1; k < size; k++) rest -= at(row, k) * (solution[k] as number);
    solution[row] = rest / at(row, row);
  }
  return solution;
}

const GOOD_ENOUGH_DB = 0.05;

/** The first candidate within GOOD_ENOUGH_DB of the prototype up to `top`, else the one that comes closest; candidates are drawn one by one. */
export function closest(
  prototype: AnalogPower,
  omega: number,
  top: number,
  candidates: Iterable<Biquad | undefined>,
): Biquad | undefined {
  let best: Biquad | undefined;
  let leastDb = Number.POSITIVE_INFINITY;
  for (const section of candidates) {
    const db = section ? deviationDb(section, prototype, omega, top) : Number.POSITIVE_INFINITY;
    if (db < leastDb) {
      best = section;
      leastDb = db;
    }
    if (db < GOOD_ENOUGH_DB) break;
  }
  return best;
}

/** Greatest deviation in dB between a section and its prototype at some frequencies up to `top`, where it is not all but silent. */
function deviationDb(section: Biquad, prototype: AnalogPower, omega: number, top: number): number {
  let greatest = 1;
  const look = (point: number): void => {
    const wanted = analogPowerAt(prototype, point / omega);
    if (point > top || wanted < ALL_BUT_SILENT) return;
    const ratio = biquadPowerResponse(section, point, 2 * Math.PI) / wanted;
    greatest = Math.max(greatest, ratio, 1 / ratio);
  };
  for (const part of EVENLY) look(part * top);
  for (const ratio of AROUND) look(ratio * omega);
  return 10 * Math.log10(greatest);
}

const EVENLY = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const AROUND = [0.1, 0.3, 0.7, 0.9, 0.97, 1, 1.03, 1.1, 1.4, 3];
/** −60 dB. */
const ALL_BUT_SILENT = 1e-6;

function quadraticAt([c0, c1, c2]: Quadratic, x: number): number {
  return c0 + x * (c1 + x * c2);
}
