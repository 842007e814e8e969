/**
 * How fast the equaliser runs: `npx vitest bench --run src-shared/dsp/eq`. Each round is a million stereo frames, so the
 * column "hz" counts millions of stereo frames a second; times 2 × sections gives biquad-samples.
 */
import { bench, describe } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import type { Processor } from '../core/processor.ts';
import { eq } from './eq.ts';

const ROUND_FRAMES = 1_000_000;

/** `count` bells at work. */
function bells(count: number): ParameterValues {
  const values: Record<string, number | boolean | string> = {};
  for (let band = 1; band <= count; band++) {
    values[`band${band}.enabled`] = true;
    values[`band${band}.type`] = 'bell';
    values[`band${band}.gainDb`] = band % 2 === 0 ? 3 : -3;
  }
  return values;
}

function benchEqualiser(
  name: string,
  count: number,
  blockFrames: number,
  beforeBlock?: (processor: Processor, block: number) => void,
): void {
  const kernels = testKernels();
  const processor = makeProcessor(eq, bells(count), { kernels });
  const block = kernels.allocateFrames(blockFrames);
  const noise = stereoNoise({ amplitude: 0.5, frames: blockFrames, seed: 1 });
  bench(name, () => {
    for (let index = 0; index < ROUND_FRAMES / blockFrames; index++) {
      kernels.frames(block, blockFrames).set(noise);
      beforeBlock?.(processor, index);
      processor.process(block, blockFrames, 0);
    }
  });
}

describe('eq, hz = millions of stereo frames a second', () => {
  for (const bands of [0, 1, 2, 3, 4, 6, 8]) benchEqualiser(`${bands} bands, blocks of 512`, bands, 512);
  benchEqualiser('4 bands, blocks of 128', 4, 128);
  benchEqualiser('4 bands, one of them automated, blocks of 64', 4, 64, (processor, block) => {
    processor.set('band3.frequencyHz', 500 + (block % 1_000), 1);
  });
});
