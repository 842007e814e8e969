import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import { gate, gateCurveDb } from './gate.ts';

const SAMPLE_RATE_HZ = 48_000;
/** Opens and closes nearly at once, so that a decision shows in the very frame. */
const INSTANT = {
  thresholdDb: -30,
  hysteresisDb: 6,
  rangeDb: 40,
  attackSeconds: 0.00005,
  releaseSeconds: 0.005,
  holdSeconds: 0,
};

describeProcessorLaws(gate, {
  working: { thresholdDb: -12, ratio: 3, rangeDb: 30, sidechainHighPassHz: 100, sidechainLowPassHz: 8_000 },
  transparent: { lookAheadSeconds: 0.004 },
  rateToleranceDb: 0.05,
});

const constant = (levelDb: number, frames: number) => new Float32Array(frames * 2).fill(dbToGain(levelDb));

function gainsDb(values: ParameterValues, input: Float32Array, key?: Float32Array): Float64Array {
  const output = runProcessor(gate, values, input, key ? { key } : {});
  return Float64Array.from({ length: input.length / 2 }, (_, frame) =>
    gainToDb((output[frame * 2] as number) / (input[frame * 2] as number)),
  );
}

describe('gate', () => {
  test.each([
    [-30.1, -40],
    [-29.9, 0],
  ])('a steady %d dBFS ends at %d dB: it opens at the threshold', (levelDb, gainDb) => {
    expect(gainsDb({ ...INSTANT, ratio: 100, rangeDb: 5 }, constant(levelDb, 9_600)).at(-1)).toBeCloseTo(
      Math.max(gainDb, -5),
      3,
    );
  });

  test.each([
    [-35.9, true],
    [-36.1, false],
  ])('once open, a fall to %d dBFS leaves it open: %s (hysteresis of 6 dB)', (levelDb, staysOpen) => {
    const gains = gainsDb(INSTANT, new Float32Array([...constant(-20, 480), ...constant(levelDb, 9_600)]));
    expect(Math.abs(gains.at(-1) as number) < 0.001).toBe(staysOpen);
  });

  test.each([0, 1, 100, 4_801])('a hold of %i frames is exact to the frame', (holdFrames) => {
    const loud = 1_000;
    const gains = gainsDb(
      { ...INSTANT, holdSeconds: holdFrames / SAMPLE_RATE_HZ },
      new Float32Array([...constant(-20, loud), ...constant(-60, holdFrames + 100)]),
    );
    const firstClosing = gains.findIndex((gain, frame) => frame >= loud && gain < -1e-5);
    expect(firstClosing - loud).toBe(holdFrames);
  });

  test.each([
    [2, 40, -50],
    [3, 60, -42],
    [100, 55, -80],
    [4, 12, -70],
  ])(
    'closed with ratio %d and range %d dB it expands %d dBFS along its curve, within 0.05 dB',
    (ratio, rangeDb, levelDb) => {
      const curve = { thresholdDb: -36, ratio, rangeDb };
      const gains = gainsDb({ ...curve, releaseSeconds: 0.01 }, constant(levelDb, 48_000));
      expect(Math.abs((gains.at(-1) as number) + levelDb - gateCurveDb(curve, levelDb))).toBeLessThan(0.05);
    },
  );

  test('attack and release cover 63 % of the range in their times, to 5 percent', () => {
    const values = { ...INSTANT, attackSeconds: 0.01, releaseSeconds: 0.05 };
    const input = new Float32Array([...constant(-80, 1_000), ...constant(-10, 24_000), ...constant(-80, 24_000)]);
    const gains = gainsDb(values, input);
    const opened = gains.findIndex((gain, frame) => frame >= 1_000 && gain >= -40 / Math.E) - 999;
    const closed = gains.findIndex((gain, frame) => frame >= 25_000 && gain <= -40 * (1 - 1 / Math.E)) - 24_999;
    expect(Math.abs(opened / 480 - 1)).toBeLessThan(0.05);
    expect(Math.abs(closed / 2_400 - 1)).toBeLessThan(0.05);
  });

  test('a 60 Hz tone just above the threshold does not chatter', () => {
    const tone = stereoSine({ hz: 60, amplitude: dbToGain(-28), frames: 48_000, sampleRateHz: SAMPLE_RATE_HZ });
    const output = runProcessor(gate, { thresholdDb: -30 }, tone);
    expect(output.findIndex((value, index) => index >= 9_600 && value !== tone[index])).toBe(-1);
  });

  test('the filtered key decides: a bass drum does not open a gate on the snare', () => {
    const kick = stereoSine({ hz: 60, amplitude: 1, frames: 24_000, sampleRateHz: SAMPLE_RATE_HZ });
    const snare = stereoSine({ hz: 1_000, amplitude: dbToGain(-20), frames: 24_000, sampleRateHz: SAMPLE_RATE_HZ });
    const steady = constant(-6, 24_000);
    const values = {
      thresholdDb: -30,
      rangeDb: 40,
      releaseSeconds: 0.02,
      sidechainHighPassHz: 500,
      sidechainLowPassHz: 5_000,
    };
    expect(gainsDb(values, steady, kick).at(-1)).toBeCloseTo(-40, 1);
    expect(gainsDb(values, steady, snare).at(-1)).toBeCloseTo(0, 4);
  });

  test('a look-ahead of 5 ms lets the first frame of a hit through whole', () => {
    const hit = new Float32Array([...constant(-90, 480), ...stereoNoise({ amplitude: 0.9, frames: 4_000, seed: 2 })]);
    const output = runProcessor(gate, { thresholdDb: -40, attackSeconds: 0.0005, lookAheadSeconds: 0.005 }, hit);
    for (let index = (480 + 240) * 2; index < hit.length; index++) {
      expect(Math.abs((output[index] as number) - (hit[index - 480] as number))).toBeLessThan(0.001);
    }
  });

  test('the readout is the worst reduction of the last call', () => {
    const kernels = testKernels();
    const processor = makeProcessor(gate, INSTANT, { kernels });
    runThrough(processor, kernels, constant(-90, 512));
    expect(processor.readouts[0]).toBeCloseTo(-40, 4);
    runThrough(processor, kernels, constant(-10, 4_800));
    expect(processor.readouts[0]).toBe(0);
  });
});
