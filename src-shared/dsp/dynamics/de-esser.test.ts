import { describe, expect, test } from 'vitest';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import { reductionDb } from './compressor-curve.ts';
import { deEsser, deEsserDetectorDb, deEsserResponseDb } from './de-esser.ts';

const SAMPLE_RATE_HZ = 48_000;
const FRAMES = 24_000;
const WORKING = { frequencyHz: 5_000, thresholdDb: -36, ratio: 4, rangeDb: 30, releaseSeconds: 0.5 };

describeProcessorLaws(deEsser, { working: WORKING, rateToleranceDb: 0.1 });

const tone = (hz: number, levelDb: number) =>
  stereoSine({ hz, amplitude: dbToGain(levelDb), frames: FRAMES, sampleRateHz: SAMPLE_RATE_HZ });

/** Level of one frequency in the second half of the left side, in dBFS of its amplitude. */
function toneDb(signal: Float32Array, hz: number): number {
  let real = 0;
  let imaginary = 0;
  for (let frame = FRAMES / 2; frame < FRAMES; frame++) {
    const angle = (2 * Math.PI * hz * frame) / SAMPLE_RATE_HZ;
    real += (signal[frame * 2] as number) * Math.cos(angle);
    imaginary += (signal[frame * 2] as number) * Math.sin(angle);
  }
  return gainToDb((Math.hypot(real, imaginary) * 4) / FRAMES);
}

describe('de-esser', () => {
  test.each([
    [7_000, -20],
    [9_000, -10],
    [13_000, -6],
  ])('an s of %i Hz at %d dBFS comes down as the curve and the shelf say, within 0.1 dB', (hz, levelDb) => {
    const detectedDb = levelDb + deEsserDetectorDb(WORKING.frequencyHz, hz, SAMPLE_RATE_HZ);
    const reduced = reductionDb({ ...WORKING, kneeDb: 6 }, detectedDb);
    const expectedDb = levelDb + deEsserResponseDb(WORKING.frequencyHz, reduced, hz, SAMPLE_RATE_HZ);
    const outputDb = toneDb(runProcessor(deEsser, WORKING, tone(hz, levelDb)), hz);
    expect(reduced).toBeGreaterThan(5);
    expect(Math.abs(outputDb - expectedDb)).toBeLessThan(0.1);
  });

  test('the range limits the reduction: two octaves up, the whole of it arrives', () => {
    const output = runProcessor(deEsser, { ...WORKING, frequencyHz: 3_000, rangeDb: 6 }, tone(12_000, -6));
    expect(toneDb(output, 12_000)).toBeCloseTo(-12, 1);
  });

  test('idle, it passes every frame bit for bit', () => {
    const quiet = stereoNoise({ amplitude: 0.01, frames: 4_000, seed: 4 });
    expect(runProcessor(deEsser, { thresholdDb: -30 }, quiet)).toEqual(quiet);
  });

  test('while it ducks an s by more than 10 dB, 1 kHz stays within 0.05 dB', () => {
    const sibilant = tone(9_000, -10);
    const input = tone(1_000, -12).map((value, index) => value + (sibilant[index] as number));
    const output = runProcessor(deEsser, WORKING, input);
    expect(toneDb(output, 9_000)).toBeLessThan(-20);
    expect(Math.abs(toneDb(output, 1_000) - -12)).toBeLessThan(0.05);
  });

  test('the shelf has neither bump nor dip at any depth', () => {
    for (const depthDb of [1, 6, 20]) {
      let lastDb = 0;
      for (let hz = 100; hz < 20_000; hz *= 1.05) {
        const db = deEsserResponseDb(5_000, depthDb, hz, SAMPLE_RATE_HZ);
        expect(db).toBeLessThanOrEqual(lastDb);
        lastDb = db;
      }
      expect(lastDb).toBeCloseTo(-depthDb, 0);
    }
  });

  test('wide turns everything down alike', () => {
    const sibilant = tone(9_000, -10);
    const input = tone(1_000, -12).map((value, index) => value + (sibilant[index] as number));
    const output = runProcessor(deEsser, { ...WORKING, mode: 'wide' }, input);
    const fallDb = toneDb(output, 9_000) - -10;
    expect(fallDb).toBeLessThan(-10);
    expect(Math.abs(toneDb(output, 1_000) - -12 - fallDb)).toBeLessThan(0.05);
  });

  test('listen plays the band that triggers', () => {
    const values: ParameterValues = { ...WORKING, listen: true };
    for (const hz of [1_000, 5_000, 9_000]) {
      const heardDb = toneDb(runProcessor(deEsser, values, tone(hz, -10)), hz) - -10;
      expect(Math.abs(heardDb - deEsserDetectorDb(WORKING.frequencyHz, hz, SAMPLE_RATE_HZ))).toBeLessThan(0.01);
    }
  });
});
