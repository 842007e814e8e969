/**
 * Second-order filter sections whose magnitude follows the analog prototype up to the Nyquist frequency, as pure
 * functions in double precision. Poles are the prototype's, mapped by z = exp(s/fs); the numerator is solved so that
 * the magnitude equals the prototype's at chosen frequencies (M. Vicanek, "Matched Second Order Digital Filters", 2016).
 *
 * Notation of that paper: with φ1 = sin²(ω/2), φ0 = 1 − φ1, φ2 = 4 φ0 φ1 the squared magnitude of a polynomial
 * c0 + c1 z⁻¹ + c2 z⁻² on the unit circle is C0 φ0 + C1 φ1 + C2 φ2 (`Power` below).
 * Frequencies are kept below 0.49 of the sample rate. Every section is stable and of minimum phase.
 */
import type { Kernels, Pointer } from './kernels.ts';

/** y = b0 x + b1 x' + b2 x'' − a1 y' − a2 y''. */
export type Biquad = {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
};

/** A section that changes nothing. */
export const identityBiquad: Biquad = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/** Squared magnitude at DC, at Nyquist, and the weight of φ2 between them. */
type Power = readonly [atDc: number, atNyquist: number, between: number];

const HIGHEST_RELATIVE_HZ = 0.49;

/** Low-pass of 12 dB/oct: |H| = q at `frequencyHz`, so q = √½ is Butterworth. */
export function lowPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const omega = radians(frequencyHz, sampleRateHz);
  const poles = matchedPoles(omega, q);
  const power = powerOf(1, ...poles);
  const [b0, b1] = matchLine(power[0], q * q * powerAt(power, omega), omega);
  return { b0, b1, b2: 0, a1: poles[0], a2: poles[1] };
}

/** High-pass of 12 dB/oct: |H| = q at `frequencyHz`, so q = √½ is Butterworth. */
export function highPass(frequencyHz: number, q: number, sampleRateHz: number): Biquad {
  const omega = radians(frequencyHz, sampleRateHz);
  const poles = matchedPoles(omega, q);
  const b0 = (q * Math.sqrt(powerAt(powerOf(1, ...poles), omega))) / (4 * Math.sin(omega / 2) ** 2);
  return { b0, b1: -2 * b0, b2: b0, a1: poles[0], a2: poles[1] };
}

/** Low-pass of 6 dB/oct, −3 dB at `frequencyHz`. */
export function lowPassOnePole(frequencyHz: number, sampleRateHz: number): Biquad {
  const omega = radians(frequencyHz, sampleRateHz);
  const a1 = -Math.exp(-omega);
  const power = powerOf(1, a1, 0);
  const [b0, b1] = matchLine(power[0], powerAt(power, omega) / 2, omega);
  return { b0, b1, b2: 0, a1, a2: 0 };
}

/** High-pass of 6 dB/oct, −3 dB at `frequencyHz`. */
export function highPassOnePole(frequencyHz: number, sampleRateHz: number): Biquad {
  const omega = radians(frequencyHz, sampleRateHz);
  const a1 = -Math.exp(-omega);
  const b0 = Math.sqrt(powerAt(powerOf(1, a1, 0), omega) / 2) / (2 * Math.sin(omega / 2));
  return { b0, b1: -b0, b2: 0, a1, a2: 0 };
}

/** Squared magnitude of a section at `hz`. */
export function biquadPowerResponse(section: Biquad, hz: number, sampleRateHz: number): number {
  const phi1 = Math.sin((Math.PI * hz) / sampleRateHz) ** 2;
  const numerator = powerAtPhi(powerOf(section.b0, section.b1, section.b2), phi1);
  return Math.max(0, numerator) / powerAtPhi(powerOf(1, section.a1, section.a2), phi1);
}

/** Magnitude of a section at `hz`, in dB: the plot and the test oracle. */
export function biquadResponseDb(section: Biquad, hz: number, sampleRateHz: number): number {
  return 10 * Math.log10(biquadPowerResponse(section, hz, sampleRateHz));
}

/** Distance of the outermost pole from the origin: below 1 is stable. */
export function poleRadius({ a1, a2 }: Pick<Biquad, 'a1' | 'a2'>): number {
  const discriminant = a1 * a1 - 4 * a2;
  if (discriminant < 0) return Math.sqrt(a2);
  return (Math.abs(a1) + Math.sqrt(discriminant)) / 2;
}

/** Bytes of one section in kernel memory; zeroed memory is a silent state. Layout: kernels/biquad.ts. */
export const BIQUAD_BYTES = 128;

/** Puts coefficients into a section in kernel memory; its state stays. */
export function writeBiquad(kernels: Kernels, section: Pointer, { b0, b1, b2, a1, a2 }: Biquad): void {
  const view = kernels.f64;
  const at = (section >>> 3) + 4;
  view[at] = b0;
  view[at + 1] = b1;
  view[at + 2] = b2;
  view[at + 3] = a1;
  view[at + 4] = a2;
}

/** Silences the state of a section in kernel memory; its coefficients stay. */
export function clearBiquad(kernels: Kernels, section: Pointer): void {
  kernels.f64.fill(0, section >>> 3, (section >>> 3) + 4);
  kernels.i32[(section >>> 2) + 28] = 0;
}

function radians(frequencyHz: number, sampleRateHz: number): number {
  return 2 * Math.PI * Math.min(frequencyHz / sampleRateHz, HIGHEST_RELATIVE_HZ);
}

/** a1 and a2 of the prototype s² + s/q + 1 at `omega` radians per frame, mapped by z = exp(s). */
function matchedPoles(omega: number, q: number): readonly [a1: number, a2: number] {
  const damping = 1 / (2 * q);
  if (damping <= 1) {
    return [
      -2 * Math.exp(-damping * omega) * Math.cos(Math.sqrt(1 - damping * damping) * omega),
      Math.exp(-2 * damping * omega),
    ];
  }
  // Two real poles; the slow one as 1/(fast one), without cancellation.
  const fast = damping + Math.sqrt(damping * damping - 1);
  const slowPole = Math.exp(-omega / fast);
  const fastPole = Math.exp(-omega * fast);
  return [-(slowPole + fastPole), slowPole * fastPole];
}

function powerOf(c0: number, c1: number, c2: number): Power {
  return [(c0 + c1 + c2) ** 2, (c0 - c1 + c2) ** 2, -4 * c0 * c2];
}

function powerAt(power: Power, omega: number): number {
  return powerAtPhi(power, Math.sin(omega / 2) ** 2);
}

function powerAtPhi([atDc, atNyquist, between]: Power, phi1: number): number {
  const phi0 = 1 - phi1;
  return atDc * phi0 + atNyquist * phi1 + between * 4 * phi0 * phi1;
}

/** c0 + c1 z⁻¹ of minimum phase with squared magnitude `atDc` at DC and `atOmega` at `omega`. */
function matchLine(atDc: number, atOmega: number, omega: number): readonly [c0: number, c1: number] {
  const phi1 = Math.sin(omega / 2) ** 2;
  const atNyquist = Math.max(0, (atOmega - atDc * (1 - phi1)) / phi1);
  const dc = Math.sqrt(atDc);
  const c0 = (dc + Math.sqrt(atNyquist)) / 2;
  return [c0, dc - c0];
}
