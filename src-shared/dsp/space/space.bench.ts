/**
 * How fast the delay and the reverb run: `npx vitest bench --run src-shared/dsp/space`. Each round is a million stereo
 * frames, so the column "hz" counts millions of stereo frames a second.
 */
import { bench, describe } from 'vitest';
import { benchProcessor, ROUND_FRAMES } from '../../testing/bench-processor.ts';
import { testKernels } from '../../testing/kernels.ts';
import { withDefaults } from '../core/parameter-spec.ts';
import { delay } from './delay.ts';
import { Reverb, reverb } from './reverb.ts';
import { reverbParameters } from './reverb-parameters.ts';

describe('space, hz = millions of stereo frames a second', () => {
  benchProcessor('delay, blocks of 512', delay, {});
  benchProcessor('delay that sways, blocks of 512', delay, { swaySeconds: 0.002 });
  benchProcessor('reverb, blocks of 512', reverb, {});
  benchProcessor('reverb, blocks of 128', reverb, {}, { blockFrames: 128 });

  const kernels = testKernels();
  const context = { kernels, sampleRateHz: 48_000, maxBlockFrames: 512, tempoBpm: 120 };
  const network = new Reverb(context, withDefaults(reverbParameters));
  bench('the sixteen-line network alone (times two: eight lines)', () => network.runNetwork(ROUND_FRAMES / 64));
});
