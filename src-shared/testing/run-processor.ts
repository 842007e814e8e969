import { FRAME_BYTES, type Kernels } from '../dsp/core/kernels.ts';
import { type ParameterValues, withDefaults } from '../dsp/core/parameter-spec.ts';
import type { Processor, ProcessorDefinition } from '../dsp/core/processor.ts';
import { testKernels } from './kernels.ts';

export const TEST_SAMPLE_RATE_HZ = 48_000;
const MAX_BLOCK_FRAMES = 512;

export type RunOptions = {
  sampleRateHz?: number;
  blockFrames?: number;
  /** Side-chain signal as long as the input. */
  key?: Float32Array;
  kernels?: Kernels;
};

/** A processor in kernels of its own, for a test that moves its parameters by hand. */
export function makeProcessor(
  definition: ProcessorDefinition,
  values: ParameterValues,
  options: RunOptions = {},
): Processor {
  const { sampleRateHz = TEST_SAMPLE_RATE_HZ, kernels = testKernels() } = options;
  const context = { kernels, sampleRateHz, maxBlockFrames: MAX_BLOCK_FRAMES, tempoBpm: 120 };
  return definition.create(context, withDefaults(definition.parameters, values));
}

/** Runs `input` (interleaved stereo) through a processor made in `kernels`; returns the output, as long as the input. */
export function runThrough(
  processor: Processor,
  kernels: Kernels,
  input: Float32Array,
  options: RunOptions = {},
): Float32Array {
  const { blockFrames = MAX_BLOCK_FRAMES, key } = options;
  const block = kernels.allocate(blockFrames * FRAME_BYTES);
  const keyBlock = key ? kernels.allocate(blockFrames * FRAME_BYTES) : 0;
  const output = new Float32Array(input.length);
  for (let at = 0; at < input.length; at += blockFrames * 2) {
    const part = input.subarray(at, at + blockFrames * 2);
    kernels.frames(block, part.length / 2).set(part);
    if (key) kernels.frames(keyBlock, part.length / 2).set(key.subarray(at, at + part.length));
    processor.process(block, part.length / 2, keyBlock);
    output.set(kernels.frames(block, part.length / 2), at);
  }
  kernels.free(block);
  if (keyBlock) kernels.free(keyBlock);
  return output;
}

/** Makes a processor, runs `input` through it, and releases it. */
export function runProcessor(
  definition: ProcessorDefinition,
  values: ParameterValues,
  input: Float32Array,
  options: RunOptions = {},
): Float32Array {
  const kernels = options.kernels ?? testKernels();
  const processor = makeProcessor(definition, values, { ...options, kernels });
  const output = runThrough(processor, kernels, input, options);
  processor.release();
  return output;
}
