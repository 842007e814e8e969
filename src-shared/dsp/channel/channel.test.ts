import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import { channel, type PanLaw, panGains } from './channel.ts';

describeProcessorLaws(channel, { working: { gainDb: -7, pan: 0.4, width: 1.3 }, rateToleranceDb: 0.001 });

describe('channel', () => {
  const noise = stereoNoise({ amplitude: 0.9, frames: 1_000, seed: 1 });

  test('unity settings pass the signal bit for bit', () => {
    expect(runProcessor(channel, {}, noise)).toEqual(noise);
  });

  test.each([-60, -6, 3, 6])('a gain of %i dB is exact to float precision', (gainDb) => {
    const output = runProcessor(channel, { gainDb }, noise);
    for (let index = 0; index < noise.length; index++) {
      expect(output[index]).toBe(Math.fround((noise[index] as number) * dbToGain(gainDb)));
    }
  });

  test.each([
    ['balance', 0],
    ['power3', -3.0103],
    ['compromise4_5', -4.5154],
    ['linear6', -6.0206],
  ] as const)('pan law %s costs %f dB at the centre and nothing at the ends', (law, centreDb) => {
    expect(gainToDb(panGains(law, 0)[0])).toBeCloseTo(centreDb, 3);
    expect(panGains(law, -1)).toEqual([1, 0]);
    expect(panGains(law, 1)).toEqual([0, 1]);
  });

  test('equal power stays equal at every place', () => {
    for (let pan = -1; pan <= 1; pan += 0.125) {
      const [left, right] = panGains('power3' satisfies PanLaw, pan);
      expect(left * left + right * right).toBeCloseTo(1, 12);
    }
  });

  test('width 0 is mono, polarity inverts, mute is silent', () => {
    const mono = runProcessor(channel, { width: 0 }, noise);
    for (let index = 0; index < mono.length; index += 2) expect(mono[index]).toBe(mono[index + 1]);
    expect(runProcessor(channel, { polarity: true }, noise)).toEqual(noise.map((value) => -value));
    expect(runProcessor(channel, { mute: true }, noise).every((value) => value === 0)).toBe(true);
  });

  test('a fader thrown from 0 dB to −∞ makes no step larger than its ramp', () => {
    const kernels = testKernels();
    const processor = makeProcessor(channel, {}, { kernels });
    const constant = new Float32Array(4_096).fill(1);
    runThrough(processor, kernels, constant);
    processor.set('gainDb', Number.NEGATIVE_INFINITY, 15);
    const output = runThrough(processor, kernels, constant);
    let largestStep = 0;
    for (let index = 2; index < output.length; index += 2) {
      largestStep = Math.max(largestStep, Math.abs((output[index] as number) - (output[index - 2] as number)));
    }
    // The steepest part of the glide 3x² − 2x³ is half as steep again as a straight line.
    expect(largestStep).toBeLessThan((1.5 * 1.01) / (15 * 64));
    expect(output.at(-1)).toBe(0);
  });

  test('mono content keeps its level under balance panning', () => {
    const sine = stereoSine({ hz: 997, amplitude: 0.5, frames: 4_800, sampleRateHz: 48_000 });
    const output = runProcessor(channel, { pan: 1 }, sine);
    expect(output[1]).toBe(sine[1]);
    expect(output[0]).toBe(0);
  });
});
