import { describe, expect, test } from 'vitest';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import { busCompressor } from './bus-compressor.ts';
import { staticCurveDb } from './compressor-curve.ts';

const SAMPLE_RATE_HZ = 48_000;

describeProcessorLaws(busCompressor, { working: { thresholdDb: -30, ratio: 4, makeupDb: 3 }, rateToleranceDb: 0.02 });

const constant = (levelDb: number, seconds: number) =>
  new Float32Array(seconds * SAMPLE_RATE_HZ * 2).fill(dbToGain(levelDb));

describe('bus compressor', () => {
  test.each(['rms', 'peak'])('with the %s detector its static curve holds within 0.05 dB', (detector) => {
    const curve = { thresholdDb: -20, ratio: 3, kneeDb: 10 };
    for (let inputDb = -40; inputDb <= 6; inputDb += 2) {
      const output = runProcessor(busCompressor, { ...curve, detector, attackSeconds: 0.005 }, constant(inputDb, 0.3));
      expect(Math.abs(gainToDb(output.at(-1) as number) - staticCurveDb(curve, inputDb)), `${inputDb} dB`).toBeLessThan(
        0.05,
      );
    }
  });

  /** Seconds that the gain needs, after `loudSeconds` of a loud tone, to come back to 1/e of its reduction. */
  function recoverySeconds(loudSeconds: number, values: { autoRelease: boolean; releaseSeconds?: number }): number {
    const curve = { thresholdDb: -20, ratio: 4, kneeDb: 0, detector: 'peak', attackSeconds: 0.001 };
    const input = new Float32Array([...constant(-4, loudSeconds), ...constant(-60, 5)]);
    const output = runProcessor(busCompressor, { ...curve, ...values }, input);
    const start = loudSeconds * SAMPLE_RATE_HZ;
    const gainDb = (frame: number) => gainToDb((output[frame * 2] as number) / (input[frame * 2] as number));
    const target = gainDb(start - 1) / Math.E;
    let frame = start;
    while (gainDb(frame) < target) frame++;
    return (frame - start) / SAMPLE_RATE_HZ;
  }

  test('the automatic release recovers from a peak of 20 ms in a tenth of a second, from 6 s of loudness over a second', () => {
    expect(recoverySeconds(0.02, { autoRelease: true })).toBeLessThan(0.1);
    const sustained = recoverySeconds(6, { autoRelease: true });
    expect(sustained).toBeGreaterThan(1);
    expect(sustained).toBeLessThan(1.5);
  });

  test('without it the release is the same after both', () => {
    for (const loudSeconds of [0.02, 6]) {
      const seconds = recoverySeconds(loudSeconds, { autoRelease: false, releaseSeconds: 0.3 });
      expect(Math.abs(seconds / 0.3 - 1)).toBeLessThan(0.05);
    }
  });
});
