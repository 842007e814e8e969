/**
 * Equaliser sections whose magnitude equals the analog prototype's at five chosen frequencies, so that a bell or shelf
 * near the Nyquist frequency keeps its shape instead of being squeezed as by the bilinear transform.
 *
 * Method: with φ = sin²(ω/2) the squared magnitude of a second-order section is N(φ)/D(φ), both quadratic; matching it
 * at DC and four more conditions is a linear system, and the section is its minimum-phase spectral factor. Prescribing
 * magnitudes beyond DC and the centre: S. J. Orfanidis, "Digital Parametric Equalizer Design with Prescribed
 * Nyquist-Frequency Gain" (JAES 45, 1997); the φ form and its factor: M. Vicanek, "Matched Second Order Digital
 * Filters" (2016). Boosts are designed, cuts are their exact inverse.
 *
 * The greatest deviations from the prototype, and where: matched-section.test.ts.
 */
import {
  type Biquad,
  biquadPowerResponse,
  highPass as highPassAtCorner,
  identityBiquad,
  lowPass as lowPassAtCorner,
} from '../core/biquad.ts';

/** Squared magnitude of an analog prototype, n(v)/d(v) with v = (frequency/centre)²; coefficients of 1, v, v². */
export type AnalogPower = { readonly numerator: Quadratic; readonly denominator: Quadratic };
type Quadratic = readonly [number, number, number];

/** The highest Q a shelf takes: above, its resonances would be bells, which a bell does better. */
export const HIGHEST_SHELF_Q = 1.5;

/** (s² + s√G/q + 1)/(s² + s/(√G q) + 1): `gainDb` at the centre, half of it (in dB) at the edges of a band of width 1/q. */
export function bellPrototype(q: number, gainDb: number): AnalogPower {
  const root = 10 ** (gainDb / 40);
  return { numerator: [1, (root / q) ** 2 - 2, 1], denominator: [1, 1 / (root * q) ** 2 - 2, 1] };
}

/**
 * `gainDb` far below the corner, half of it at the corner, 0 dB far above. q = √½ is the steepest shelf without
 * overshoot, smaller is gentler, greater overshoots on both sides; above HIGHEST_SHELF_Q nothing changes any more.
 */
export function lowShelfPrototype(q: number, gainDb: number): AnalogPower {
  const root = 10 ** (gainDb / 40);
  const middle = root / Math.min(q, HIGHEST_SHELF_Q) ** 2 - 2 * root;
  const squared = root * root;
  return { numerator: [squared * squared, squared * middle, squared], denominator: [1, middle, squared] };
}

/** The low shelf mirrored: `gainDb` far above the corner. */
export function highShelfPrototype(q: number, gainDb: number): AnalogPower {
  const { numerator, denominator } = lowShelfPrototype(q, gainDb);
  return { numerator: reversed(numerator), denominator: reversed(denominator) };
}

/** Silent at the centre, −3 dB at the edges of a band of width 1/q. */
export function notchPrototype(q: number): AnalogPower {
  return { numerator: [1, -2, 1], denominator: [1, 1 / (q * q) - 2, 1] };
}

/** |H| = q at the corner. */
export function lowPassPrototype(q: number): AnalogPower {
  return { numerator: [1, 0, 0], denominator: [1, 1 / (q * q) - 2, 1] };
}

/** |H| = q at the corner. */
export function highPassPrototype(q: number): AnalogPower {
  return { numerator: [0, 0, 1], denominator: [1, 1 / (q * q) - 2, 1] };
}

/** Squared magnitude at `ratio` times the prototype's centre frequency. */
export function analogPowerAt({ numerator, denominator }: AnalogPower, ratio: number): number {
  return quadraticAt(numerator, ratio * ratio) / quadraticAt(denominator, ratio * ratio);
}

/** Frequencies that matter: up to 20 kHz, or to 0.46 of a low sample rate. */
function topRadians(sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(20_000 / sampleRateHz, 0.46);
}

/** A bell; exactly the identity at 0 dB. */
export function bell(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  if (gainDb === 0) return identityBiquad;
  const prototype = bellPrototype(q, Math.abs(gainDb));
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const lowerEdge = omega * (Math.sqrt(1 + 1 / (4 * q * q)) - 1 / (2 * q));
  const top = Math.max(topRadians(sampleRateHz), omega * 1.02);
  const boost = match(prototype, omega, [lowerEdge, omega, top], true) ?? identityBiquad;
  return gainDb > 0 ? boost : inverse(boost);
}

/** A low shelf; exactly the identity at 0 dB. */
export function lowShelf(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  if (gainDb === 0) return identityBiquad;
  const boost = lowShelfBoost(frequencyHz, q, Math.abs(gainDb), sampleRateHz);
  return gainDb > 0 ? boost : inverse(boost);
}

/** A high shelf: a gain with the opposite low shelf; exactly the identity at 0 dB. */
export function highShelf(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  if (gainDb === 0) return identityBiquad;
  return scaled(lowShelf(frequencyHz, q, -gainDb, sampleRateHz), 10 ** (gainDb / 20));
}

/** A notch, its zeros exactly at the centre. */
export function notch(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const prototype = notchPrototype(q);
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const halfWidth = 1 / (2 * q);
  const lowerEdge = omega * (Math.hypot(1, halfWidth) - halfWidth);
  const upperEdge = omega * (Math.hypot(1, halfWidth) + halfWidth);
  const pairs = [
    [lowerEdge, upperEdge],
    [lowerEdge, drawnIn(upperEdge, top)],
    [lowerEdge, top],
    [lowerEdge / 2, lowerEdge],
  ] as const;
  const candidates = pairs.map(
    (points) => () => (points[1] < Math.PI ? matchNotch(prototype, omega, points) : undefined),
  );
  return closest(prototype, omega, top, candidates) ?? identityBiquad;
}

/** Zeros at the centre, unity at DC, and the prototype's magnitude at two points. */
function matchNotch(prototype: AnalogPower, omega: number, points: readonly [number, number]): Biquad | undefined {
  const unit = Math.sin(omega / 2) ** 2;
  const rows = points.map((point) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    return [power * phi, power * phi * phi, (1 - phi) ** 2 - power];
  });
  const solution = solve(rows);
  const denominator =
    solution && minimumPhase([1, (solution[0] as number) / unit, (solution[1] as number) / unit ** 2]);
  if (!denominator) return undefined;
  const [a0, a1, a2] = denominator;
  const b0 = 1 / (4 * unit * a0);
  return { b0, b1: -2 * Math.cos(omega) * b0, b2: b0, a1: a1 / a0, a2: a2 / a0 };
}

/** `omega` softly limited below `top`: points stay apart and in order. */
function drawnIn(omega: number, top: number): number {
  return omega / Math.hypot(1, omega / top);
}

function lowShelfBoost(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  const prototype = lowShelfPrototype(q, gainDb);
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const spread = 10 ** (gainDb / 80) * (1 + 0.3 / Math.min(q, HIGHEST_SHELF_Q));
  const top = topRadians(sampleRateHz);
  // Where it bends, its middle, and the top.
  const bends = [omega / spread, omega, omega * spread].map((point) => drawnIn(point, top));
  const candidates = [[...bends, top], ...fixedPoints(top)].map(
    (points) => () => match(prototype, omega, points, false),
  );
  return closest(prototype, omega, top, candidates) ?? identityBiquad;
}

/** A low-pass of 12 dB/oct, |H| = q at the corner. */
export function lowPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const prototype = lowPassPrototype(q);
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const halfWidth = 1 / (2 * q);
  const edges = [Math.hypot(1, halfWidth) - halfWidth, 1, Math.hypot(1, halfWidth) + halfWidth].map((ratio) =>
    drawnIn(ratio * omega, top),
  );
  const candidates = [[...edges, top], ...fixedPoints(top)].map(
    (points) => () => match(prototype, omega, points, false),
  );
  return closest(prototype, omega, top, [() => lowPassAtCorner(frequencyHz, q, sampleRateHz), ...candidates]) as Biquad;
}

/** A high-pass of 12 dB/oct, |H| = q at the corner, silent at DC. */
export function highPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const prototype = highPassPrototype(q);
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const triples = [
    [drawnIn(omega / 2, top), drawnIn(omega, top), top],
    [omega / 8, drawnIn(omega, top), top],
    ...fixedPoints(top).map((points) => points.slice(1)),
  ];
  const candidates = triples.map((points) => () => matchHighPass(prototype, omega, points));
  return closest(prototype, omega, top, [
    () => highPassAtCorner(frequencyHz, q, sampleRateHz),
    ...candidates,
  ]) as Biquad;
}

/** Two zeros at DC, and the prototype's magnitude at three points. */
function matchHighPass(prototype: AnalogPower, omega: number, points: readonly number[]): Biquad | undefined {
  const unit = Math.sin((points[1] as number) / 2) ** 2;
  const rows = points.map((point) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    return [phi * phi, -power * phi, -power * phi * phi, power];
  });
  const [n2 = 0, d1 = 0, d2 = 0] = solve(rows) ?? [];
  const denominator = minimumPhase([1, d1 / unit, d2 / unit ** 2]);
  if (!denominator || !(n2 > 0)) return undefined;
  const [a0, a1, a2] = denominator;
  const b0 = Math.sqrt(n2) / unit / (4 * a0);
  return { b0, b1: -2 * b0, b2: b0, a1: a1 / a0, a2: a2 / a0 };
}

/** Sets of points that serve where the natural ones admit no section: when the corner is near or above the top. */
function fixedPoints(top: number): readonly (readonly number[])[] {
  return [
    [0.25, 0.5, 0.75, 1],
    [0.5, 0.8, 0.97, 1],
    [0.4, 0.7, 0.9, 1],
    [0.15, 0.3, 0.6, 1],
  ].map((set) => set.map((ratio) => ratio * top));
}

const GOOD_ENOUGH_DB = 0.05;

/** The first candidate within GOOD_ENOUGH_DB of the prototype up to `top`, else the one that comes closest. */
function closest(
  prototype: AnalogPower,
  omega: number,
  top: number,
  candidates: readonly (() => Biquad | undefined)[],
): Biquad | undefined {
  let best: Biquad | undefined;
  let leastDb = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const section = candidate();
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
  let greatest = 0;
  for (const point of [...EVENLY.map((part) => part * top), ...AROUND.map((ratio) => ratio * omega)]) {
    const wanted = analogPowerAt(prototype, point / omega);
    if (point > top || wanted < ALL_BUT_SILENT) continue;
    greatest = Math.max(greatest, Math.abs(10 * Math.log10(biquadPowerResponse(section, point, 2 * Math.PI) / wanted)));
  }
  return greatest;
}

const EVENLY = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const AROUND = [0.1, 0.3, 0.7, 0.9, 0.97, 1, 1.03, 1.1, 1.4, 3];
/** −60 dB. */
const ALL_BUT_SILENT = 1e-6;

function centreRadians(frequencyHz: number, sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(frequencyHz / sampleRateHz, 0.49);
}

/**
 * The section whose squared magnitude equals the prototype's at DC and at `points` (radians per frame, four of them, or
 * three when the second is a `peak`, where the slope is zero as well). Undefined when no such section exists.
 */
function match(prototype: AnalogPower, omega: number, points: readonly number[], peak: boolean): Biquad | undefined {
  const atDc = analogPowerAt(prototype, 0);
  // φ is counted in units of its value at the middle point: no number of the system is far from 1.
  const unit = Math.sin((points[1] as number) / 2) ** 2;
  const rows: number[][] = [];
  points.forEach((point, index) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    rows.push([phi, phi * phi, -power * phi, -power * phi * phi, power - atDc]);
    if (peak && index === 1) rows.push([1, 2 * phi, -power, -2 * power * phi, 0]);
  });
  const solution = solve(rows);
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
function minimumPhase([p0, p1, p2]: Quadratic): Quadratic | undefined {
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

/** Gaussian elimination with row pivoting of a 4×5 system, in place; undefined when it is singular. */
function solve(rows: number[][]): number[] | undefined {
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

function quadraticAt([c0, c1, c2]: Quadratic, x: number): number {
  return c0 + x * (c1 + x * c2);
}

function reversed([c0, c1, c2]: Quadratic): Quadratic {
  return [c2, c1, c0];
}

function inverse({ b0, b1, b2, a1, a2 }: Biquad): Biquad {
  return { b0: 1 / b0, b1: a1 / b0, b2: a2 / b0, a1: b1 / b0, a2: b2 / b0 };
}

function scaled({ b0, b1, b2, a1, a2 }: Biquad, gain: number): Biquad {
  return { b0: b0 * gain, b1: b1 * gain, b2: b2 * gain, a1, a2 };
}
