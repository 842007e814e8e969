/**
 * What one band of an equaliser does to the spectrum: its kind of filter, and the sections that make it.
 * High-pass and low-pass are Butterworth cascades; `q` lifts or lowers their corner: |H| = q there for even orders
 * (√2 q for odd ones from 18 dB/oct on; the 6 dB/oct filter has none). √½ is Butterworth.
 */
import { type Biquad, biquadPowerResponse, highPassOnePole, lowPassOnePole } from '../core/biquad.ts';
import { bell, highPass, highShelf, lowPass, lowShelf, notch } from './matched-section.ts';

export const BAND_TYPES = ['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch'] as const;
export type BandType = (typeof BAND_TYPES)[number];

export const SLOPES_DB_PER_OCTAVE = ['6', '12', '18', '24', '30', '36', '42', '48'] as const;
export const FREQUENCY_RANGE_HZ = [20, 20_000] as const;
export const GAIN_RANGE_DB = [-24, 24] as const;
export const Q_RANGE = [0.1, 30] as const;

/** The most sections that a band needs: 48 dB/oct. */
export const MAX_BAND_SECTIONS = 4;

export type BandSettings = {
  readonly type: BandType;
  readonly frequencyHz: number;
  readonly gainDb: number;
  readonly q: number;
  /** Of high-pass and low-pass only. */
  readonly slopeDbPerOctave: number;
};

/** True where the band leaves the signal exactly as it is. */
export function isNeutral({ type, gainDb }: BandSettings): boolean {
  return gainDb === 0 && (type === 'bell' || type === 'lowShelf' || type === 'highShelf');
}

/** The sections of a band, in the order of processing: as many for every setting of one type and slope. */
export function bandSections(band: BandSettings, sampleRateHz: number): readonly Biquad[] {
  const { type, frequencyHz, gainDb, q } = band;
  if (type === 'bell') return [bell(frequencyHz, q, gainDb, sampleRateHz)];
  if (type === 'lowShelf') return [lowShelf(frequencyHz, q, gainDb, sampleRateHz)];
  if (type === 'highShelf') return [highShelf(frequencyHz, q, gainDb, sampleRateHz)];
  if (type === 'notch') return [notch(frequencyHz, q, sampleRateHz)];
  const order = band.slopeDbPerOctave / 6;
  const [second, first] = type === 'highPass' ? [highPass, highPassOnePole] : [lowPass, lowPassOnePole];
  const sections = butterworthQs(order).map((poleQ, index) =>
    second(frequencyHz, index === 0 ? poleQ * q * Math.SQRT2 : poleQ, sampleRateHz),
  );
  return order % 2 === 1 ? [...sections, first(frequencyHz, sampleRateHz)] : sections;
}

/** Q of each pole pair of a Butterworth filter, the most resonant first; an odd order has one real pole more. */
export function butterworthQs(order: number): readonly number[] {
  return Array.from(
    { length: Math.floor(order / 2) },
    (_, pair) => 1 / (2 * Math.sin(((2 * pair + 1) * Math.PI) / (2 * order))),
  );
}

/** Magnitude of cascaded sections at `hz`, in dB. */
export function cascadeResponseDb(sections: readonly Biquad[], hz: number, sampleRateHz: number): number {
  let power = 1;
  for (const section of sections) power *= biquadPowerResponse(section, hz, sampleRateHz);
  return 10 * Math.log10(power);
}

/** True for the types that a slope belongs to. */
export function isPass(type: BandType): boolean {
  return type === 'highPass' || type === 'lowPass';
}
