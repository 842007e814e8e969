import { bench } from 'vitest';
import type { ParameterValues } from '../dsp/core/parameter-spec.ts';
import type { Processor, ProcessorDefinition } from '../dsp/core/processor.ts';
import { testKernels } from './kernels.ts';
import { makeProcessor } from './run-processor.ts';
import { stereoNoise } from './signals.ts';

/** Of a round: so `hz` counts millions of stereo frames a second. */
export const ROUND_FRAMES = 1_000_000;

/** How fast a processor works on noise, block by block. */
export function benchProcessor(
  name: string,
  definition: ProcessorDefinition,
  values: ParameterValues,
  {
    blockFrames = 512,
    beforeBlock,
  }: {
    readonly blockFrames?: number;
    /** Changes something before a block; `index` counts the blocks of a round. */
    readonly beforeBlock?: (processor: Processor, index: number) => void;
  } = {},
): void {
  const kernels = testKernels();
  const processor = makeProcessor(definition, values, { kernels });
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
