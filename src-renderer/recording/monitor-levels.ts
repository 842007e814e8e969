import { numberParameter } from '../../src-shared/dsp/core/parameter-spec.ts';

/** What the monitor section turns: for the ears alone, so no part of the session. */
export const monitorLevels = {
  outputGainDb: numberParameter({
    label: 'Level to the device',
    unit: 'dB',
    range: [-60, 0],
    default: 0,
    description: 'How loud everything goes to the headphones. The bounce does not hear it.',
  }),
  gainDb: numberParameter({
    label: 'Level of the inputs',
    unit: 'dB',
    range: [-60, 12],
    default: 0,
    description: 'How loud you hear yourself beside the song. The take does not hear it.',
  }),
};
