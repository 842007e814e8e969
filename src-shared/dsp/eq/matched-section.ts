/**
 * The filters of an equaliser, each a section whose magnitude equals its analog prototype's at chosen frequencies, so
 * that a bell or shelf near the Nyquist frequency keeps its shape instead of being squeezed as by the bilinear transform.
 *
 * Method: magnitude-match.ts. Prescribing magnitudes beyond DC and the centre: S. J. Orfanidis, "Digital Parametric
 * Equalizer Design with Prescribed Nyquist-Frequency Gain" (JAES 45, 1997). A bell has the prototype's value and zero
 * slope at its peak, and its value at the lower edge of its band and at 20 kHz. Passes are those of core/biquad.ts
 * (Vicanek 2016) where these come close enough. Boosts are designed, cuts are their exact inverse.
 *
 * The greatest deviations from the prototypes, and where: matched-section.test.ts.
 */
import {
  type Biquad,
  highPass as highPassAtCorner,
  identityBiquad,
  lowPass as lowPassAtCorner,
} from '../core/biquad.ts';
import {
  type AnalogPower,
  analogPowerAt,
  closest,
  matchMagnitude,
  minimumPhase,
  type Quadratic,
  solveLinear,
} from './magnitude-match.ts';

/** Sections that may serve, drawn until one is good enough. */
type Candidates = Iterable<Biquad | undefined>;

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

/** Frequencies that matter: up to 20 kHz, or to 0.46 of a low sample rate. */
function topRadians(sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(20_000 / sampleRateHz, 0.46);
}

/** A bell; exactly the identity at 0 dB. */
export function bell(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  if (gainDb === 0) return identityBiquad;
  const prototype = bellPrototype(q, Math.abs(gainDb));
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const [lower] = edgeRatios(q);
  const top = Math.max(topRadians(sampleRateHz), omega * 1.02);
  const boost = matchMagnitude(prototype, omega, [omega * lower, top], omega) ?? identityBiquad;
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
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const prototype = notchPrototype(q);
  return closest(prototype, omega, top, notches(prototype, omega, edgeRatios(q), top)) ?? identityBiquad;
}

function* notches(
  prototype: AnalogPower,
  omega: number,
  [lower, upper]: readonly [number, number],
  top: number,
): Candidates {
  if (omega * upper < Math.PI) yield matchNotch(prototype, omega, [omega * lower, omega * upper]);
  yield matchNotch(prototype, omega, [omega * lower, drawnIn(omega * upper, top)]);
  yield matchNotch(prototype, omega, [omega * lower, top]);
  yield matchNotch(prototype, omega, [(omega * lower) / 2, omega * lower]);
}

/** Zeros at the centre, unity at DC, and the prototype's magnitude at two points. */
function matchNotch(prototype: AnalogPower, omega: number, points: readonly [number, number]): Biquad | undefined {
  const unit = Math.sin(omega / 2) ** 2;
  const rows = points.map((point) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    return [power * phi, power * phi * phi, (1 - phi) ** 2 - power];
  });
  const solution = solveLinear(rows);
  const denominator =
    solution && minimumPhase([1, (solution[0] as number) / unit, (solution[1] as number) / unit ** 2]);
  if (!denominator) return undefined;
  const [a0, a1, a2] = denominator;
  const b0 = 1 / (4 * unit * a0);
  return { b0, b1: -2 * Math.cos(omega) * b0, b2: b0, a1: a1 / a0, a2: a2 / a0 };
}

/** `omega` softly limited below `top`: points stay apart and in order. */
function drawnIn(omega: number, top: number): number {
  return omega / Math.sqrt(1 + (omega / top) ** 2);
}

function lowShelfBoost(frequencyHz: number, q: number, gainDb: number, sampleRateHz: number): Biquad {
  const prototype = lowShelfPrototype(q, gainDb);
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const spread = 10 ** (gainDb / 80) * (1 + 0.3 / Math.min(q, HIGHEST_SHELF_Q));
  return closest(prototype, omega, top, matches(prototype, omega, [1 / spread, 1, spread], top)) ?? identityBiquad;
}

/** Sections that match at some ratios of the centre and at the top, then at the fixed sets of points. */
function* matches(prototype: AnalogPower, omega: number, ratios: readonly number[], top: number): Candidates {
  yield matchMagnitude(prototype, omega, [...ratios.map((ratio) => drawnIn(ratio * omega, top)), top]);
  for (const set of FIXED_POINTS)
    yield matchMagnitude(
      prototype,
      omega,
      set.map((part) => part * top),
    );
}

/** A low-pass of 12 dB/oct, |H| = q at the corner. */
export function lowPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const prototype = lowPassPrototype(q);
  const atCorner = lowPassAtCorner(frequencyHz, q, sampleRateHz);
  const [lower, upper] = edgeRatios(q);
  const others = matches(prototype, omega, [lower, 1, upper], top);
  return closest(prototype, omega, top, afterFirst(atCorner, others)) ?? atCorner;
}

/** A high-pass of 12 dB/oct, |H| = q at the corner, silent at DC. */
export function highPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const omega = centreRadians(frequencyHz, sampleRateHz);
  const top = topRadians(sampleRateHz);
  const prototype = highPassPrototype(q);
  const atCorner = highPassAtCorner(frequencyHz, q, sampleRateHz);
  return closest(prototype, omega, top, afterFirst(atCorner, highPasses(prototype, omega, top))) ?? atCorner;
}

function* highPasses(prototype: AnalogPower, omega: number, top: number): Candidates {
  yield matchHighPass(prototype, omega, [drawnIn(omega / 2, top), drawnIn(omega, top), top]);
  yield matchHighPass(prototype, omega, [omega / 8, drawnIn(omega, top), top]);
  for (const [, ...set] of FIXED_POINTS)
    yield matchHighPass(
      prototype,
      omega,
      set.map((part) => part * top),
    );
}

function* afterFirst(first: Biquad, others: Candidates): Candidates {
  yield first;
  yield* others;
}

/** Two zeros at DC, and the prototype's magnitude at three points. */
function matchHighPass(prototype: AnalogPower, omega: number, points: readonly number[]): Biquad | undefined {
  const unit = Math.sin((points[1] as number) / 2) ** 2;
  const rows = points.map((point) => {
    const phi = Math.sin(point / 2) ** 2 / unit;
    const power = analogPowerAt(prototype, point / omega);
    return [phi * phi, -power * phi, -power * phi * phi, power];
  });
  const [n2 = 0, d1 = 0, d2 = 0] = solveLinear(rows) ?? [];
  const denominator = minimumPhase([1, d1 / unit, d2 / unit ** 2]);
  if (!denominator || !(n2 > 0)) return undefined;
  const [a0, a1, a2] = denominator;
  const b0 = Math.sqrt(n2) / unit / (4 * a0);
  return { b0, b1: -2 * b0, b2: b0, a1: a1 / a0, a2: a2 / a0 };
}

/** Sets of points, as parts of the top, that serve where the natural ones admit no section: a corner near or above the top. */
const FIXED_POINTS = [
  [0.25, 0.5, 0.75, 1],
  [0.5, 0.8, 0.97, 1],
  [0.4, 0.7, 0.9, 1],
  [0.15, 0.3, 0.6, 1],
] as const;

/** The edges of a band of width 1/q, as ratios of its centre. */
function edgeRatios(q: number): readonly [lower: number, upper: number] {
  const halfWidth = 1 / (2 * q);
  const middle = Math.sqrt(1 + halfWidth * halfWidth);
  return [1 / (middle + halfWidth), middle + halfWidth];
}

function centreRadians(frequencyHz: number, sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(frequencyHz / sampleRateHz, 0.49);
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
