import { expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { stereoNoise } from '../../testing/signals.ts';
import type { Kernels, Pointer } from '../core/kernels.ts';
import { CompressorDetector } from './compressor-detector.ts';
import { GainStage } from './gain-stage.ts';

const FRAMES = 512;
const CURVE = { thresholdDb: -30, ratio: 4, kneeDb: 6 };

type Parts = { readonly detector: CompressorDetector; readonly stage: GainStage };

function makeParts(kernels: Kernels, { mix = 1, makeupDb = 0, auto = false }): Parts {
  const own = (bytes: number): Pointer => kernels.allocate(bytes);
  const detector = new CompressorDetector(kernels, own, 48_000);
  detector.setCurve(CURVE);
  if (auto) detector.setAutoRelease(0.01);
  else detector.setTimes(0.01, 0.12);
  const stage = new GainStage(kernels, own, FRAMES);
  stage.setOutput(makeupDb, mix, true);
  return { detector, stage };
}

/** All gains of blocks of these lengths, and the meter after each block. */
function gainsOf(
  options: object,
  blocks: readonly number[],
  render: (parts: Parts, key: Pointer, frames: number) => void,
) {
  const kernels = testKernels();
  const parts = makeParts(kernels, options);
  const key = kernels.allocateFrames(FRAMES);
  const noise = stereoNoise({ amplitude: 0.7, frames: blocks.reduce((sum, frames) => sum + frames, 0), seed: 3 });
  const gains: number[] = [];
  let at = 0;
  for (const frames of blocks) {
    // Loud and quiet in turn, so that attack and release both work.
    const level = at % 1024 < 512 ? 1 : 0.01;
    const block = noise.subarray(at * 2, (at + frames) * 2).map((value) => value * level);
    kernels.frames(key, frames).set(block);
    render(parts, key, frames);
    const { curve } = parts.stage;
    gains.push(...kernels.f32.subarray(curve >>> 2, (curve >>> 2) + frames), parts.stage.gainReductionDb());
    at += frames;
  }
  return gains;
}

test.each([{}, { makeupDb: 6 }, { mix: 0.4 }, { auto: true }])(
  'the loop of all and the passes give the same bits: %o',
  (options) => {
    const blocks = [512, 512, 1, 2, 3, 4, 5, 17, 64, 512, 7, 512, 8];
    const together = gainsOf(options, blocks, ({ detector, stage }, key, frames) =>
      detector.toGains(key, stage, frames),
    );
    const inPasses = gainsOf(options, blocks, ({ detector, stage }, key, frames) => {
      detector.process(key, stage.curve, frames);
      stage.toGains(frames);
    });
    expect(together.some((gain) => gain !== together[0])).toBe(true);
    expect(together).toEqual(inPasses);
  },
);
