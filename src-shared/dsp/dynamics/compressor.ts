/**
 * The compressor of a track: it turns down what is louder than the threshold, so that quiet and loud notes move closer
 * together. A slow attack lets transients through, a short release lets the room and the breath come up.
 * The sound is made in compressor-engine.ts, its curve is in compressor-curve.ts.
 */
import { booleanParameter, choiceParameter, numberParameter } from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import { CompressorEngine } from './compressor-engine.ts';
import { lookAheadFrames } from './key-signal.ts';

export const compressorParameters = {
  thresholdDb: numberParameter({
    label: 'Threshold',
    unit: 'dBFS',
    range: [-80, 0],
    default: -18,
    description: 'Level above which the compressor turns down.',
  }),
  ratio: numberParameter({
    label: 'Ratio',
    unit: 'ratio',
    range: [1, 100],
    default: 2,
    taper: 'logarithmic',
    description:
      'How many dB of input above the threshold make one dB of output; 1 does nothing, from 20 on it is a limiter.',
  }),
  kneeDb: numberParameter({
    label: 'Knee',
    unit: 'dB',
    range: [0, 24],
    default: 6,
    description: 'Width of the soft bend around the threshold; 0 is a hard corner.',
  }),
  attackSeconds: numberParameter({
    label: 'Attack',
    unit: 's',
    range: [0.0001, 0.3],
    default: 0.01,
    taper: 'logarithmic',
    description: 'Time to 63 % of the reduction after the level rose.',
  }),
  releaseSeconds: numberParameter({
    label: 'Release',
    unit: 's',
    range: [0.005, 5],
    default: 0.1,
    taper: 'logarithmic',
    description: 'Time to 63 % of the way back after the level fell; at least the attack.',
  }),
  makeupDb: numberParameter({
    label: 'Make-up',
    unit: 'dB',
    range: [-24, 40],
    default: 0,
    description: 'Gain of the compressed signal.',
  }),
  autoMakeup: booleanParameter('Auto make-up', false, 'Adds half of what a full-scale input is turned down by.'),
  mix: numberParameter({
    label: 'Mix',
    unit: 'ratio',
    range: [0, 1],
    default: 1,
    description: 'Parallel compression: 0 is the signal as it came, 1 the compressed signal alone.',
  }),
  rangeDb: numberParameter({
    label: 'Range',
    unit: 'dB',
    range: [0, 80],
    default: 80,
    description: 'The most that the compressor may turn down.',
  }),
  detector: choiceParameter(
    'Detector',
    ['peak', 'rms'],
    'What counts as level: peak follows every crest, rms the mean square of about 10 ms, closer to loudness.',
  ),
  lookAheadSeconds: numberParameter({
    label: 'Look-ahead',
    unit: 's',
    range: [0, 0.01],
    default: 0,
    automatable: false,
    description: 'Delays the signal so that the reduction begins before the transient.',
  }),
  sidechainHighPassHz: numberParameter({
    label: 'Side-chain high-pass',
    unit: 'Hz',
    range: [20, 1_000],
    default: 20,
    taper: 'logarithmic',
    description: 'Keeps the bass from triggering, 12 dB per octave; off at 20 Hz.',
  }),
};

export const compressor: ProcessorDefinition = {
  type: 'compressor',
  label: 'Compressor',
  description: 'Evens out the level: loud notes come down, so that the whole can come up.',
  parameters: compressorParameters,
  readouts: ['gainReductionDb'],
  hasSidechain: true,
  latencyFrames: lookAheadFrames,
  tailSeconds: () => 0,
  create: (context, values) => new CompressorEngine(context, compressorParameters, values),
};
