import { expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor, TEST_SAMPLE_RATE_HZ } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import { busCompressor } from './bus-compressor.ts';
import { compressor } from './compressor.ts';
import { deEsser } from './de-esser.ts';
import { gate } from './gate.ts';
import { transientShaper } from './transient-shaper.ts';

const BLOCK_FRAMES = 512;
const BLOCKS_A_SECOND = Math.ceil(TEST_SAMPLE_RATE_HZ / BLOCK_FRAMES);
const SECONDS_OF_SILENCE = 60;
/** Arithmetic on denormal numbers costs ten times and more; the rest of the machine's noise stays below this. */
const SLOWEST_RATIO = 4;

test.each([
  [compressor, { sidechainHighPassHz: 100, releaseSeconds: 0.005, attackSeconds: 0.0001 }],
  [compressor, { detector: 'rms', thresholdDb: -60 }],
  [busCompressor, { detector: 'peak' }],
  [gate, { sidechainHighPassHz: 100, sidechainLowPassHz: 5_000, releaseSeconds: 0.005, thresholdDb: -90, ratio: 1 }],
  [deEsser, { thresholdDb: -60, releaseSeconds: 0.005 }],
  [transientShaper, { attackDb: 9, sustainDb: 9 }],
] as const)('$type costs no more over a minute of silence than over noise', (definition, values) => {
  const kernels = testKernels();
  const processor = makeProcessor(definition, values, { kernels });
  const block = kernels.allocateFrames(BLOCK_FRAMES);
  const noise = stereoNoise({ amplitude: 0.8, frames: BLOCK_FRAMES, seed: 9 });
  /** The quickest block of a second: what the machine does besides does not count. */
  const quickestMs = (input: Float32Array) => {
    let quickest = Number.POSITIVE_INFINITY;
    for (let count = 0; count < BLOCKS_A_SECOND; count++) {
      kernels.frames(block, BLOCK_FRAMES).set(input);
      const start = performance.now();
      processor.process(block, BLOCK_FRAMES, 0);
      quickest = Math.min(quickest, performance.now() - start);
    }
    return quickest;
  };
  quickestMs(noise);
  const noiseMs = quickestMs(noise);
  const silence = new Float32Array(BLOCK_FRAMES * 2);
  let slowestMs = 0;
  for (let second = 0; second < SECONDS_OF_SILENCE; second++) slowestMs = Math.max(slowestMs, quickestMs(silence));
  expect(slowestMs / noiseMs).toBeLessThan(SLOWEST_RATIO);
});
