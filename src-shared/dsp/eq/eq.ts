/**
 * The parametric equaliser of a track: eight bands, each any of high-pass, low-pass, low and high shelf, bell, notch.
 * The response follows the analog prototypes up to 20 kHz at every sample rate (matched-section.ts names the method and
 * its papers). Bands at 0 dB and bands switched off cost nothing; with none at work the signal passes bit for bit.
 *
 * Signal: interleaved stereo. Latency 0. Minimum phase.
 */
import type { Biquad } from '../core/biquad.ts';
import {
  booleanParameter,
  choiceParameter,
  numberParameter,
  type ParameterSpec,
  type ParameterValues,
} from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import {
  BAND_TYPES,
  type BandType,
  cascadeResponseDb,
  FREQUENCY_RANGE_HZ,
  GAIN_RANGE_DB,
  Q_RANGE,
  SLOPES_DB_PER_OCTAVE,
} from './band-filter.ts';
import { type BandReader, equaliserDefinition, equaliserSections } from './equaliser.ts';

type BandDefaults = { readonly type: BandType; readonly frequencyHz: number; readonly q: number };

/** From the lowest to the highest. Bands that start neutral are switched on: moving their gain is heard at once. */
const BAND_DEFAULTS: readonly BandDefaults[] = [
  { type: 'highPass', frequencyHz: 30, q: Math.SQRT1_2 },
  { type: 'lowShelf', frequencyHz: 100, q: Math.SQRT1_2 },
  { type: 'bell', frequencyHz: 250, q: 1 },
  { type: 'bell', frequencyHz: 700, q: 1 },
  { type: 'bell', frequencyHz: 2_000, q: 1 },
  { type: 'bell', frequencyHz: 5_000, q: 1 },
  { type: 'highShelf', frequencyHz: 10_000, q: Math.SQRT1_2 },
  { type: 'lowPass', frequencyHz: 18_000, q: Math.SQRT1_2 },
];

function bandParameters(band: BandDefaults, number: number): Record<string, ParameterSpec> {
  const startsNeutral = band.type !== 'highPass' && band.type !== 'lowPass';
  const label = `Band ${number}`;
  return {
    enabled: booleanParameter(`${label} on`, startsNeutral, 'Switches the band on; a band of 0 dB changes nothing.'),
    type: { ...choiceParameter(`${label} type`, BAND_TYPES, 'The kind of filter.'), default: band.type },
    frequencyHz: numberParameter({
      label: `${label} frequency`,
      unit: 'Hz',
      range: FREQUENCY_RANGE_HZ,
      default: band.frequencyHz,
      taper: 'logarithmic',
      description: 'Centre of a bell or notch, corner of a pass filter, middle of a shelf.',
    }),
    gainDb: numberParameter({
      label: `${label} gain`,
      unit: 'dB',
      range: GAIN_RANGE_DB,
      default: 0,
      description: 'Boost or cut of a bell or shelf; the other types have none.',
    }),
    q: numberParameter({
      label: `${label} Q`,
      unit: 'ratio',
      range: Q_RANGE,
      default: band.q,
      taper: 'logarithmic',
      description:
        'Centre over bandwidth; for shelves their slope (0.71 is the steepest without overshoot, 1.5 the most), for passes the lift of the corner (0.71 is flat).',
    }),
    slopeDbPerOctave: {
      ...choiceParameter(
        `${label} slope`,
        SLOPES_DB_PER_OCTAVE,
        'Steepness of a high-pass or low-pass, in dB per octave.',
      ),
      default: '12',
    },
  };
}

export const eqParameters: Readonly<Record<string, ParameterSpec>> = Object.fromEntries(
  BAND_DEFAULTS.flatMap((band, index) =>
    Object.entries(bandParameters(band, index + 1)).map(([key, spec]) => [`band${index + 1}.${key}`, spec] as const),
  ),
);

const bands: readonly BandReader[] = BAND_DEFAULTS.map((_, index) => {
  const key = (name: string): string => `band${index + 1}.${name}`;
  const [enabled, type, frequencyHz, gainDb, q, slope] = [
    'enabled',
    'type',
    'frequencyHz',
    'gainDb',
    'q',
    'slopeDbPerOctave',
  ].map(key) as [string, string, string, string, string, string];
  return (read) => {
    if (read.amount(enabled) < 0.5) return undefined;
    return {
      type: read.choice(type) as BandType,
      frequencyHz: read.number(frequencyHz),
      gainDb: read.number(gainDb),
      q: read.number(q),
      slopeDbPerOctave: Number(read.choice(slope)),
    };
  };
});

/** The sections at work with these values (all present): for a plot, once for many `cascadeResponseDb`. */
export function eqSections(values: ParameterValues, sampleRateHz: number): readonly Biquad[] {
  return equaliserSections(bands, values, sampleRateHz);
}

/** Magnitude of the equaliser with these values (all present) at `hz`, in dB. */
export function eqResponseDb(values: ParameterValues, hz: number, sampleRateHz: number): number {
  return cascadeResponseDb(eqSections(values, sampleRateHz), hz, sampleRateHz);
}

export const eq: ProcessorDefinition = equaliserDefinition(
  {
    type: 'eq',
    label: 'Equaliser',
    description: 'Lifts or lowers parts of the spectrum, in eight bands.',
    parameters: eqParameters,
  },
  bands,
);
