import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import { compressor } from './compressor.ts';
import { autoMakeupDb, type CompressorCurve, staticCurveDb } from './compressor-curve.ts';

const SAMPLE_RATE_HZ = 48_000;
const HARD: CompressorCurve = { thresholdDb: -20, ratio: 4, kneeDb: 0 };

describeProcessorLaws(compressor, {
  working: {
    thresholdDb: -30,
    ratio: 6,
    kneeDb: 9,
    attackSeconds: 0.003,
    sidechainHighPassHz: 90,
    makeupDb: 4,
    mix: 0.8,
  },
  transparent: { lookAheadSeconds: 0.003 },
  // A sampled crest lies lower than the true one, by an amount that depends on the rate.
  rateToleranceDb: 0.05,
});

/** Both sides at a constant level: a step whose level is exact from its first frame. */
function constant(levelDb: number, frames: number): Float32Array {
  return new Float32Array(frames * 2).fill(dbToGain(levelDb));
}

/** The gain in dB that each frame of the left side got. */
function gainsDb(input: Float32Array, output: Float32Array): Float64Array {
  return Float64Array.from({ length: input.length / 2 }, (_, frame) =>
    gainToDb((output[frame * 2] as number) / (input[frame * 2] as number)),
  );
}

/** Frames from `from` until the gain has covered 63 % (1 − 1/e) of the way to `targetDb`. */
function framesTo63Percent(gains: Float64Array, from: number, targetDb: number): number {
  const startDb = gains[from - 1] as number;
  const crossingDb = startDb + (targetDb - startDb) * (1 - Math.exp(-1));
  const rises = targetDb > startDb;
  return gains.subarray(from).findIndex((gain) => (rises ? gain >= crossingDb : gain <= crossingDb)) + 1;
}

describe('static curve', () => {
  test.each([
    HARD,
    { thresholdDb: -30, ratio: 2, kneeDb: 12 },
    { thresholdDb: -12, ratio: 100, kneeDb: 24 },
    { thresholdDb: -40, ratio: 3, kneeDb: 6, rangeDb: 15 },
    { thresholdDb: -24, ratio: 8, kneeDb: 6, makeupDb: 9 },
  ])('%j holds within 0.05 dB from −80 to +12 dBFS', (curve) => {
    for (let inputDb = -80; inputDb <= 12; inputDb += 2) {
      const output = runProcessor(compressor, { ...curve, attackSeconds: 0.001 }, constant(inputDb, 2_400));
      expect(Math.abs(gainToDb(output.at(-1) as number) - staticCurveDb(curve, inputDb)), `${inputDb} dB`).toBeLessThan(
        0.05,
      );
    }
  });

  test('the knee is smooth: value and slope meet at both of its ends', () => {
    const curve = { thresholdDb: -20, ratio: 4, kneeDb: 10 };
    for (const [endDb, slope] of [
      [-25, 1],
      [-15, 0.25],
    ] as const) {
      expect(staticCurveDb(curve, endDb + 1e-9)).toBeCloseTo(staticCurveDb(curve, endDb - 1e-9), 7);
      expect((staticCurveDb(curve, endDb + 1e-4) - staticCurveDb(curve, endDb - 1e-4)) / 2e-4).toBeCloseTo(slope, 4);
    }
  });

  test('a sine reaches the curve of its peak within 0.05 dB', () => {
    const sine = stereoSine({ hz: 1_000, amplitude: dbToGain(-4), frames: 48_000, sampleRateHz: SAMPLE_RATE_HZ });
    const output = runProcessor(compressor, { ...HARD, releaseSeconds: 1 }, sine);
    const peakDb = gainToDb(output.subarray(-4_800).reduce((peak, value) => Math.max(peak, Math.abs(value)), 0));
    expect(Math.abs(peakDb - staticCurveDb(HARD, -4))).toBeLessThan(0.05);
  });
});

describe('ballistics', () => {
  const before = 4_800;
  const step = new Float32Array([...constant(-60, before), ...constant(-8, 96_000), ...constant(-60, 192_000)]);

  test.each([
    [0.0005, 0.05],
    [0.01, 0.1],
    [0.05, 0.2],
    [0.1, 0.11],
    [0.2, 1],
  ])('attack %d s and release %d s are right to 5 percent', (attackSeconds, releaseSeconds) => {
    const output = runProcessor(compressor, { ...HARD, attackSeconds, releaseSeconds }, step);
    const gains = gainsDb(step, output);
    const attack = framesTo63Percent(gains, before, staticCurveDb(HARD, -8) + 8) / SAMPLE_RATE_HZ;
    const release = framesTo63Percent(gains, before + 96_000, 0) / SAMPLE_RATE_HZ;
    expect(attack / attackSeconds).toBeGreaterThan(0.95);
    expect(attack / attackSeconds).toBeLessThan(1.05);
    expect(release / releaseSeconds).toBeGreaterThan(0.95);
    expect(release / releaseSeconds).toBeLessThan(1.05);
  });

  test('a look-ahead turns down before the step comes', () => {
    const lookAheadSeconds = 0.005;
    const values = { ...HARD, attackSeconds: 0.001, lookAheadSeconds };
    const output = runProcessor(compressor, values, step.subarray(0, 24_000));
    const delay = 240;
    expect(output[(before + delay - 1) * 2]).toBeLessThan(dbToGain(-60));
    // Five time constants of attack have passed when the step's first frame leaves.
    expect(gainToDb(output[(before + delay) * 2] as number) - staticCurveDb(HARD, -8)).toBeLessThan(0.1);
    expect(compressor.latencyFrames(values, SAMPLE_RATE_HZ)).toBe(delay);
  });
});

describe('detector and side-chain', () => {
  const sine = (hz: number, levelDb: number) =>
    stereoSine({ hz, amplitude: dbToGain(levelDb), frames: 48_000, sampleRateHz: SAMPLE_RATE_HZ });
  /** Steady reduction with a hard 100:1 curve, releasing slowly: the detected level above the threshold. */
  const detectedDb = (values: ParameterValues, input: Float32Array, key?: Float32Array) => {
    const kernels = testKernels();
    const curve = { thresholdDb: -40, ratio: 100, kneeDb: 0, releaseSeconds: 1, attackSeconds: 0.01 };
    const processor = makeProcessor(compressor, { ...curve, ...values }, { kernels });
    runThrough(processor, kernels, input, key ? { key } : {});
    return -40 - (processor.readouts[0] as number) / 0.99;
  };

  test('RMS reads a sine 3.01 dB below peak, within 0.05 dB', () => {
    const peakDb = detectedDb({ detector: 'peak' }, sine(1_000, -6));
    const rmsDb = detectedDb({ detector: 'rms' }, sine(1_000, -6));
    expect(Math.abs(peakDb - -6)).toBeLessThan(0.05);
    expect(Math.abs(peakDb - rmsDb - 3.01)).toBeLessThan(0.05);
  });

  test('the key alone decides; the louder side of it', () => {
    const quiet = sine(500, -70);
    const oneSided = sine(1_000, -10).map((value, index) => (index % 2 ? value : 0));
    expect(Math.abs(detectedDb({}, quiet, oneSided) - -10)).toBeLessThan(0.05);
    expect(detectedDb({}, sine(500, 0), new Float32Array(96_000))).toBe(-40);
  });

  test('both sides get the same gain', () => {
    const input = stereoNoise({ amplitude: 0.8, frames: 4_800, seed: 3 }).map((value, index) =>
      index % 2 ? value : value / 16,
    );
    const output = runProcessor(compressor, HARD, input);
    for (let index = 0; index < input.length; index += 2) {
      const left = (output[index] as number) / (input[index] as number);
      const right = (output[index + 1] as number) / (input[index + 1] as number);
      expect(Math.abs(left / right - 1)).toBeLessThan(1e-6);
    }
  });

  test('the side-chain high-pass takes 24 dB from a tone two octaves below it, and is off at its minimum', () => {
    const db = detectedDb({ sidechainHighPassHz: 400 }, sine(100, 0));
    expect(Math.abs(db - 10 * Math.log10(1 / (1 + 4 ** 4)))).toBeLessThan(0.2);
    expect(Math.abs(detectedDb({ sidechainHighPassHz: 20 }, sine(30, -6)) - -6)).toBeLessThan(0.05);
  });
});

describe('output', () => {
  const noise = stereoNoise({ amplitude: 0.9, frames: 4_000, seed: 5 });

  test('a ratio of 1 without make-up passes every frame bit for bit, at any mix', () => {
    expect(runProcessor(compressor, { ratio: 1, thresholdDb: -60 }, noise)).toEqual(noise);
    expect(runProcessor(compressor, { ratio: 1, thresholdDb: -60, mix: 0.3, autoMakeup: true }, noise)).toEqual(noise);
  });

  test('mix 0 is the input, delayed by the look-ahead', () => {
    const output = runProcessor(compressor, { ...HARD, mix: 0, makeupDb: 12, lookAheadSeconds: 0.002 }, noise);
    expect(output.subarray(96 * 2)).toEqual(noise.subarray(0, -96 * 2));
  });

  test('a parallel mix is the sum of dry and wet', () => {
    const wet = runProcessor(compressor, { ...HARD, makeupDb: 6 }, noise);
    const half = runProcessor(compressor, { ...HARD, makeupDb: 6, mix: 0.25 }, noise);
    for (let index = 0; index < noise.length; index++) {
      const sum = 0.75 * (noise[index] as number) + 0.25 * (wet[index] as number);
      expect(Math.abs((half[index] as number) - sum)).toBeLessThan(2e-7);
    }
  });

  test('automatic make-up gives back half of what full scale loses', () => {
    const plain = runProcessor(compressor, HARD, noise);
    const made = runProcessor(compressor, { ...HARD, autoMakeup: true }, noise);
    expect(autoMakeupDb(HARD)).toBe(7.5);
    expect(gainToDb((made[4_000] as number) / (plain[4_000] as number))).toBeCloseTo(7.5, 4);
  });

  test('the readout is the worst reduction of the last call, at most 0', () => {
    const kernels = testKernels();
    const processor = makeProcessor(compressor, { ...HARD, attackSeconds: 0.0001 }, { kernels });
    runThrough(processor, kernels, constant(-60, 512));
    expect(processor.readouts[0]).toBe(0);
    runThrough(processor, kernels, constant(0, 512));
    expect(processor.readouts[0]).toBeCloseTo(-15, 3);
  });

  test('stays finite and recovers after infinities and NaN in the input', () => {
    const kernels = testKernels();
    const processor = makeProcessor(compressor, { detector: 'rms', releaseSeconds: 0.005 }, { kernels });
    runThrough(processor, kernels, new Float32Array([Number.NaN, Number.POSITIVE_INFINITY, 3e38, -3e38]));
    runThrough(processor, kernels, new Float32Array(96_000));
    expect(runThrough(processor, kernels, constant(-40, 64))).toEqual(constant(-40, 64));
  });
});
