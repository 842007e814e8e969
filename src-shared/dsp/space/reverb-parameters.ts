/** The reverb's parameters: its room, its walls and where it stands. */
import { numberParameter } from '../core/parameter-spec.ts';
import { OPEN_HZ } from './cut-filters.ts';

export const MAXIMUM_SIZE = 2;
export const MAXIMUM_PRE_DELAY_SECONDS = 0.25;

export const reverbParameters = {
  decaySeconds: numberParameter({
    label: 'Decay',
    unit: 's',
    range: [0.2, 20],
    default: 1.8,
    taper: 'logarithmic',
    description: 'Time until the tail has fallen by 60 dB, in the middle of the spectrum.',
  }),
  size: numberParameter({
    label: 'Size',
    unit: 'ratio',
    range: [0.25, MAXIMUM_SIZE],
    default: 1,
    taper: 'logarithmic',
    description: 'Size of the room: 1 is a hall of 9 by 13 metres.',
  }),
  preDelaySeconds: numberParameter({
    label: 'Pre-delay',
    unit: 's',
    range: [0, MAXIMUM_PRE_DELAY_SECONDS],
    default: 0.012,
    description: 'Silence between the sound and its room: keeps a voice in front.',
  }),
  diffusion: numberParameter({
    label: 'Diffusion',
    unit: 'ratio',
    range: [0, 1],
    default: 0.85,
    description: 'How fast single echoes melt into a tail.',
  }),
  lowDecayRatio: numberParameter({
    label: 'Bass decay',
    unit: 'ratio',
    range: [0.3, 2],
    default: 1.1,
    taper: 'logarithmic',
    description: 'Decay below the bass frequency against the middle.',
  }),
  bassHz: numberParameter({
    label: 'Bass',
    unit: 'Hz',
    range: [60, 600],
    default: 220,
    taper: 'logarithmic',
    description: 'Below here the bass decay holds.',
  }),
  highDecayRatio: numberParameter({
    label: 'Treble decay',
    unit: 'ratio',
    range: [0.1, 1.5],
    default: 0.45,
    taper: 'logarithmic',
    description: 'Decay above the damping frequency against the middle: soft walls are low.',
  }),
  dampingHz: numberParameter({
    label: 'Damping',
    unit: 'Hz',
    range: [1_000, 16_000],
    default: 5_000,
    taper: 'logarithmic',
    description: 'Above here the treble decay holds.',
  }),
  modulation: numberParameter({
    label: 'Modulation',
    unit: 'ratio',
    range: [0, 1],
    default: 0.5,
    description: 'How much the room moves: takes the ring from long tails.',
  }),
  distance: numberParameter({
    label: 'Distance',
    unit: 'ratio',
    range: [0, 1],
    default: 0.6,
    description: '0 is close: first reflections alone; 1 is far: the tail alone.',
  }),
  width: numberParameter({
    label: 'Width',
    unit: 'ratio',
    range: [0, 2],
    default: 1,
    description: 'Stereo width of the room: 0 is mono.',
  }),
  lowCutHz: numberParameter({
    label: 'Low cut',
    unit: 'Hz',
    range: [20, 1_000],
    default: 80,
    taper: 'logarithmic',
    description: 'The room hears nothing below, 12 dB per octave.',
  }),
  highCutHz: numberParameter({
    label: 'High cut',
    unit: 'Hz',
    range: [1_000, OPEN_HZ],
    default: 12_000,
    taper: 'logarithmic',
    description: 'The room hears nothing above, 12 dB per octave; 20 kHz is off.',
  }),
  mix: numberParameter({
    label: 'Mix',
    unit: 'ratio',
    range: [0, 1],
    default: 0.2,
    description: '0 is the dry signal, 1 the room alone, as on a return.',
  }),
};
