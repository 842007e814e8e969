/**
 * The bus compressor: the compressor's engine (compressor-engine.ts) with the ranges of a mix bus. It glues: a few dB
 * of slow, linked gain reduction that makes the tracks move together. Its automatic release has two stages that depend
 * on the programme: after a single peak the level is back in a tenth of a second, after a dense passage it comes
 * back over seconds, so that the bus neither pumps nor sticks.
 */
import { booleanParameter, choiceParameter, numberParameter } from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import { compressorParameters } from './compressor.ts';
import { CompressorEngine } from './compressor-engine.ts';
import { lookAheadFrames } from './key-signal.ts';

export const busCompressorParameters = {
  ...compressorParameters,
  thresholdDb: numberParameter({
    label: 'Threshold',
    unit: 'dBFS',
    range: [-60, 0],
    default: -12,
    description: 'Level above which the bus is turned down.',
  }),
  ratio: numberParameter({
    label: 'Ratio',
    unit: 'ratio',
    range: [1.5, 10],
    default: 2,
    taper: 'logarithmic',
    description: 'How many dB of input above the threshold make one dB of output.',
  }),
  kneeDb: numberParameter({
    label: 'Knee',
    unit: 'dB',
    range: [0, 24],
    default: 10,
    description: 'Width of the soft bend around the threshold; 0 is a hard corner.',
  }),
  attackSeconds: numberParameter({
    label: 'Attack',
    unit: 's',
    range: [0.001, 0.1],
    default: 0.03,
    taper: 'logarithmic',
    description: 'Time to 63 % of the reduction after the level rose; slow keeps the punch of drums.',
  }),
  releaseSeconds: numberParameter({
    label: 'Release',
    unit: 's',
    range: [0.05, 2],
    default: 0.3,
    taper: 'logarithmic',
    description: 'Time to 63 % of the way back after the level fell, while the automatic release is off.',
  }),
  autoRelease: booleanParameter(
    'Automatic release',
    true,
    'Fast after a peak, slow after a dense passage, instead of one release time.',
  ),
  detector: choiceParameter(
    'Detector',
    ['rms', 'peak'],
    'What counts as level: rms the mean square of about 10 ms, closer to loudness; peak follows every crest.',
  ),
};

export const busCompressor: ProcessorDefinition = {
  type: 'busCompressor',
  label: 'Bus compressor',
  description: 'Glues a mix together with a few dB of slow, linked compression.',
  parameters: busCompressorParameters,
  readouts: ['gainReductionDb'],
  hasSidechain: true,
  latencyFrames: lookAheadFrames,
  tailSeconds: () => 0,
  create: (context, values) => new CompressorEngine(context, busCompressorParameters, values),
};
