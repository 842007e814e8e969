/**
 * The equaliser of the mastering stage: a low cut, two shelves and two broad bells with gentle ranges, for a whole mix.
 * The same sections and the same engine as the track equaliser (equaliser.ts); at 0 dB and without the low cut the
 * signal passes bit for bit. Shelves have the steepest slope without overshoot.
 *
 * Signal: interleaved stereo. Latency 0. Minimum phase.
 */
import type { Biquad } from '../core/biquad.ts';
import {
  booleanParameter,
  choiceParameter,
  type NumberParameter,
  numberParameter,
  type ParameterSpec,
  type ParameterValues,
} from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import { type BandType, cascadeResponseDb } from './band-filter.ts';
import { type BandReader, equaliserDefinition, equaliserSections } from './equaliser.ts';

const FLAT_Q = Math.SQRT1_2;

function frequency(label: string, range: readonly [number, number], defaultHz: number): NumberParameter {
  const description = 'Corner of the low cut, middle of a shelf, centre of a bell.';
  return numberParameter({
    label: `${label} frequency`,
    unit: 'Hz',
    range,
    default: defaultHz,
    taper: 'logarithmic',
    description,
  });
}

function gain(label: string): NumberParameter {
  const description = 'Boost or cut; a master rarely wants more than 3 dB.';
  return numberParameter({ label: `${label} gain`, unit: 'dB', range: [-9, 9], default: 0, description });
}

function bellQ(label: string): NumberParameter {
  const description = 'Centre over bandwidth: small is broad.';
  return numberParameter({
    label: `${label} Q`,
    unit: 'ratio',
    range: [0.3, 4],
    default: 0.7,
    taper: 'logarithmic',
    description,
  });
}

export const masterEqParameters = {
  'lowCut.enabled': booleanParameter('Low cut on', false, 'Takes away what lies under the music.'),
  'lowCut.frequencyHz': frequency('Low cut', [20, 120], 25),
  'lowCut.slopeDbPerOctave': choiceParameter(
    'Low cut slope',
    ['12', '24'],
    'Steepness of the low cut, in dB per octave.',
  ),
  'lowShelf.frequencyHz': frequency('Low shelf', [30, 500], 90),
  'lowShelf.gainDb': gain('Low shelf'),
  'lowMid.frequencyHz': frequency('Low mid', [80, 1_500], 300),
  'lowMid.gainDb': gain('Low mid'),
  'lowMid.q': bellQ('Low mid'),
  'highMid.frequencyHz': frequency('High mid', [800, 10_000], 3_000),
  'highMid.gainDb': gain('High mid'),
  'highMid.q': bellQ('High mid'),
  'highShelf.frequencyHz': frequency('High shelf', [2_000, 18_000], 10_000),
  'highShelf.gainDb': gain('High shelf'),
} satisfies Record<string, ParameterSpec>;

type MasterEqKey = keyof typeof masterEqParameters;

/** A shelf (no Q key) or a bell that is always on. */
function gainBand(type: BandType, frequencyKey: MasterEqKey, gainKey: MasterEqKey, qKey?: MasterEqKey): BandReader {
  return (read) => ({
    type,
    frequencyHz: read.number(frequencyKey),
    gainDb: read.number(gainKey),
    q: qKey ? read.number(qKey) : FLAT_Q,
    slopeDbPerOctave: 12,
  });
}

const lowCut: BandReader = (read) => {
  if (read.amount('lowCut.enabled') < 0.5) return undefined;
  const slopeDbPerOctave = Number(read.choice('lowCut.slopeDbPerOctave'));
  return { type: 'highPass', frequencyHz: read.number('lowCut.frequencyHz'), gainDb: 0, q: FLAT_Q, slopeDbPerOctave };
};

const bands: readonly BandReader[] = [
  lowCut,
  gainBand('lowShelf', 'lowShelf.frequencyHz', 'lowShelf.gainDb'),
  gainBand('bell', 'lowMid.frequencyHz', 'lowMid.gainDb', 'lowMid.q'),
  gainBand('bell', 'highMid.frequencyHz', 'highMid.gainDb', 'highMid.q'),
  gainBand('highShelf', 'highShelf.frequencyHz', 'highShelf.gainDb'),
];

/** The sections at work with these values (all present): for a plot, once for many `cascadeResponseDb`. */
export function masterEqSections(values: ParameterValues, sampleRateHz: number): readonly Biquad[] {
  return equaliserSections(bands, values, sampleRateHz);
}

/** Magnitude of the mastering equaliser with these values (all present) at `hz`, in dB. */
export function masterEqResponseDb(values: ParameterValues, hz: number, sampleRateHz: number): number {
  return cascadeResponseDb(masterEqSections(values, sampleRateHz), hz, sampleRateHz);
}

export const masterEq: ProcessorDefinition = equaliserDefinition(
  {
    type: 'masterEq',
    label: 'Mastering equaliser',
    description: 'Sets the tonal balance of the whole mix, gently.',
    parameters: masterEqParameters,
  },
  bands,
);
