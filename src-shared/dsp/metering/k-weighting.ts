/**
 * The K-weighting of ITU-R BS.1770-5, annex 1: a high shelf (the head) and a high-pass, at any sample rate.
 *
 * The recommendation gives digits for 48 kHz only (tables 1 and 2) and asks for the same response elsewhere. Those digits are
 * the bilinear transforms of an analog shelf and high-pass; the prototypes below follow from inverting that transform, and
 * give the table's digits back to 1e-9 at 48 kHz (a test holds it).
 */

/** A biquad with a0 = 1. */
export type BiquadCoefficients = {
  readonly b: readonly [number, number, number];
  readonly a: readonly [a1: number, a2: number];
};

const SHELF = { hz: 1681.974450955533, gainDb: 3.999843853973347, q: 0.7071752369554196 };
/** The exponent that makes the shelf's middle gain what the table's digits have, in place of ½. */
const SHELF_MIDDLE_EXPONENT = 0.4996667741545416;
const HIGH_PASS = { hz: 38.13547087602444, q: 0.5003270373238773 };

/** Stage 1: about +4 dB above 2 kHz. */
export function kWeightingShelf(sampleRateHz: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * SHELF.hz) / sampleRateHz);
  const high = 10 ** (SHELF.gainDb / 20);
  const middle = high ** SHELF_MIDDLE_EXPONENT;
  const a0 = 1 + k / SHELF.q + k * k;
  return {
    b: [
      (high + (middle * k) / SHELF.q + k * k) / a0,
      (2 * (k * k - high)) / a0,
      (high - (middle * k) / SHELF.q + k * k) / a0,
    ],
    a: [(2 * (k * k - 1)) / a0, (1 - k / SHELF.q + k * k) / a0],
  };
}

/** Stage 2, the "RLB" high-pass. Table 2 has the numerator 1, −2, 1 at 48 kHz; elsewhere it is scaled to the same gain. */
export function kWeightingHighPass(sampleRateHz: number): BiquadCoefficients {
  const k = Math.tan((Math.PI * HIGH_PASS.hz) / sampleRateHz);
  const a0 = 1 + k / HIGH_PASS.q + k * k;
  const k48 = Math.tan((Math.PI * HIGH_PASS.hz) / 48_000);
  const b0 = (1 + k48 / HIGH_PASS.q + k48 * k48) / a0;
  return { b: [b0, -2 * b0, b0], a: [(2 * (k * k - 1)) / a0, (1 - k / HIGH_PASS.q + k * k) / a0] };
}

/** Seven coefficients for the kernel: b and a of the shelf, with the high-pass's gain in it, and a of the high-pass. */
export function kWeightingCoefficients(sampleRateHz: number): number[] {
  const shelf = kWeightingShelf(sampleRateHz);
  const highPass = kWeightingHighPass(sampleRateHz);
  return [...shelf.b.map((value) => value * highPass.b[0]), ...shelf.a, ...highPass.a];
}

/** Gain of a biquad at a frequency, in dB. */
export function biquadResponseDb({ b, a }: BiquadCoefficients, hz: number, sampleRateHz: number): number {
  const angle = (2 * Math.PI * hz) / sampleRateHz;
  const power = (c0: number, c1: number, c2: number) =>
    (c0 + c1 * Math.cos(angle) + c2 * Math.cos(2 * angle)) ** 2 +
    (c1 * Math.sin(angle) + c2 * Math.sin(2 * angle)) ** 2;
  return 10 * Math.log10(power(...b) / power(1, ...a));
}

/** Response of the whole weighting in dB (0 dB is not at 1 kHz: there it is +0.691 dB, which the loudness formula takes off). */
export function kWeightingResponseDb(hz: number, sampleRateHz: number): number {
  return (
    biquadResponseDb(kWeightingShelf(sampleRateHz), hz, sampleRateHz) +
    biquadResponseDb(kWeightingHighPass(sampleRateHz), hz, sampleRateHz)
  );
}
