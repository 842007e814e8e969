/**
 * How fast limiter, dither and meters run: `npx vitest bench --run src-shared/dsp/mastering`. Each round is a million stereo
 * frames, so the column "hz" counts millions of stereo frames a second.
 */
import { bench, describe } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { makeProcessor } from '../../testing/run-processor.ts';
import { stereoNoise } from '../../testing/signals.ts';
import type { Kernels } from '../core/kernels.ts';
import { LevelMeter } from '../metering/level-meter.ts';
import { LoudnessMeter } from '../metering/loudness-meter.ts';
import { ProgramMeter } from '../metering/program-meter.ts';
import { TruePeakMeter } from '../metering/true-peak-meter.ts';
import { Dither } from './dither.ts';
import { limiter } from './limiter.ts';

const ROUND_FRAMES = 1_000_000;
const BLOCK_FRAMES = 512;

type Stage = { process(block: number, frames: number): void };

/** @param amplitude of the white noise that is worked on. */
function benchStage(name: string, amplitude: number, make: (kernels: Kernels) => Stage): void {
  const kernels = testKernels();
  const stage = make(kernels);
  const block = kernels.allocate(BLOCK_FRAMES * 8 + 64);
  const noise = stereoNoise({ amplitude, frames: BLOCK_FRAMES, seed: 1 });
  bench(name, () => {
    for (let done = 0; done < ROUND_FRAMES; done += BLOCK_FRAMES) {
      kernels.frames(block, BLOCK_FRAMES).set(noise);
      stage.process(block, BLOCK_FRAMES);
    }
  });
}

function limiterWith(kernels: Kernels): Stage {
  const processor = makeProcessor(limiter, { ceilingDbtp: -1 }, { kernels });
  return { process: (block, frames) => processor.process(block, frames, 0) };
}

const stereo = { sampleRateHz: 48_000, channels: 2 };

describe('million stereo frames a second', () => {
  benchStage('limiter, noise 6 dB over', 2, limiterWith);
  benchStage('limiter, noise 12 dB under', 0.2, limiterWith);
  benchStage('loudness', 0.5, (kernels) => new LoudnessMeter(kernels, stereo));
  benchStage('true peak at 4 fs', 0.5, (kernels) => new TruePeakMeter(kernels, { channels: 2 }));
  benchStage(
    'true peak at 4 fs, nothing skipped',
    0.5,
    (kernels) => new TruePeakMeter(kernels, { channels: 2, skips: false }),
  );
  benchStage('levels', 0.5, (kernels) => new LevelMeter(kernels, 2));
  benchStage('all figures of a programme', 0.5, (kernels) => new ProgramMeter(kernels, stereo));
  benchStage('dither tpdf', 0.5, (kernels) => new Dither(kernels, { kind: 'tpdf', bitDepth: 16, ...stereo }));
  benchStage('dither shaped', 0.5, (kernels) => new Dither(kernels, { kind: 'shaped', bitDepth: 16, ...stereo }));
});
