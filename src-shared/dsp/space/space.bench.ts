/**
 * How fast the delay and the reverb run: `npx vitest bench --run src-shared/dsp/space`. Each round is a million stereo
 * frames, so the column "hz" counts millions of stereo frames a second.
 */
import { bench, describe } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import { delay } from './delay.ts';
import { Reverb, reverb } from './reverb.ts';
import { reverbParameters } from './reverb-parameters.ts';

const ROUND_FRAMES = 1_000_000;

function benchProcessor(
  name: string,
  definition: ProcessorDefinition,
  values: ParameterValues,
  blockFrames: number,
): void {
  const kernels = testKernels();
  const processor = makeProcessor(definition, values, { kernels });
  const block = kernels.allocateFrames(blockFrames);
  const noise = stereoNoise({ amplitude: 0.5, frames: blockFrames, seed: 1 });
  bench(name, () => {
    for (let index = 0; index < ROUND_FRAMES / blockFrames; index++) {
      kernels.frames(block, blockFrames).set(noise);
      processor.process(block, blockFrames, 0);
    }
  });
}

describe('space, hz = millions of stereo frames a second', () => {
  benchProcessor('delay, blocks of 512', delay, {}, 512);
  benchProcessor('delay that sways, blocks of 512', delay, { swaySeconds: 0.002 }, 512);
  benchProcessor('reverb, blocks of 512', reverb, {}, 512);
  benchProcessor('reverb, blocks of 128', reverb, {}, 128);

  const kernels = testKernels();
  const context = { kernels, sampleRateHz: 48_000, maxBlockFrames: 512, tempoBpm: 120 };
  const network = new Reverb(context, withDefaults(reverbParameters));
  bench('the sixteen-line network alone (times two: eight lines)', () => network.runNetwork(ROUND_FRAMES / 64));
});
