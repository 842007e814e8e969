/**
 * How fast the dynamics processors run: `npx vitest bench --run src-shared/dsp/dynamics`. Each round is a million stereo
 * frames, so the column "hz" counts millions of stereo frames a second.
 */
import { bench, describe } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorDefinition } from '../core/processor.ts';
import { busCompressor } from './bus-compressor.ts';
import { compressor } from './compressor.ts';
import { deEsser } from './de-esser.ts';
import { gate } from './gate.ts';
import { transientShaper } from './transient-shaper.ts';

const ROUND_FRAMES = 1_000_000;

function benchProcessor(
  name: string,
  definition: ProcessorDefinition,
  values: ParameterValues,
  blockFrames = 512,
): void {
  const kernels = testKernels();
  const processor = makeProcessor(definition, values, { kernels });
  const block = kernels.allocateFrames(blockFrames);
  const noise = stereoNoise({ amplitude: 0.5, frames: blockFrames, seed: 1 });
  bench(name, () => {
    for (let done = 0; done < ROUND_FRAMES; done += blockFrames) {
      kernels.frames(block, blockFrames).set(noise);
      processor.process(block, blockFrames, 0);
    }
  });
}

describe('dynamics, hz = millions of stereo frames a second', () => {
  benchProcessor('compressor', compressor, {});
  benchProcessor('compressor, blocks of 128', compressor, {}, 128);
  benchProcessor('compressor, rms', compressor, { detector: 'rms' });
  benchProcessor('compressor, side-chain high-pass', compressor, { sidechainHighPassHz: 100 });
  benchProcessor('compressor, look-ahead', compressor, { lookAheadSeconds: 0.005 });
  benchProcessor('bus compressor', busCompressor, {});
  benchProcessor('gate', gate, {});
  benchProcessor('de-esser', deEsser, {});
  benchProcessor('transient shaper', transientShaper, { attackDb: 6, sustainDb: 6 });
});
