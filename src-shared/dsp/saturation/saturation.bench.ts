/**
 * How fast the saturation runs: `npx vitest bench --run src-shared/dsp/saturation`. Each round is a million
 * stereo frames, so the column "hz" counts millions of stereo frames a second.
 */
import { bench, describe } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import { saturation } from './saturation.ts';

const ROUND_FRAMES = 1_000_000;
const BLOCK_FRAMES = 512;

describe('saturation at 48 kHz, 8 times oversampled', () => {
  for (const character of ['tape', 'tube', 'clean']) {
    const kernels = testKernels();
    const processor = makeProcessor(saturation, { character }, { kernels });
    const block = kernels.allocateFrames(BLOCK_FRAMES);
    const noise = stereoNoise({ amplitude: 0.5, frames: BLOCK_FRAMES, seed: 1 });
    bench(character, () => {
      for (let done = 0; done < ROUND_FRAMES; done += BLOCK_FRAMES) {
        kernels.frames(block, BLOCK_FRAMES).set(noise);
        processor.process(block, BLOCK_FRAMES, 0);
      }
    });
  }
});
