import { describe, expect, test } from 'vitest';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import { transientShaper } from './transient-shaper.ts';

const SAMPLE_RATE_HZ = 48_000;
const ONSET = 4_800;

describeProcessorLaws(transientShaper, { working: { attackDb: 8, sustainDb: -6 }, rateToleranceDb: 0.1 });

/** A drum-like hit of 400 Hz that decays by 60 dB in a second, twice. */
function hits(levelDb: number): Float32Array {
  const signal = new Float32Array(2 * 96_000);
  for (let frame = ONSET; frame < 96_000; frame++) {
    const seconds = ((frame - ONSET) % 48_000) / SAMPLE_RATE_HZ;
    const value = dbToGain(levelDb - 60 * seconds) * Math.cos(2 * Math.PI * 400 * seconds);
    signal[frame * 2] = value;
    signal[frame * 2 + 1] = value;
  }
  return signal;
}

/** Gain in dB over a stretch, from its energy. */
function gainDb(values: ParameterValues, input: Float32Array, fromSeconds: number, toSeconds: number): number {
  const output = runProcessor(transientShaper, values, input);
  const [from, to] = [fromSeconds, toSeconds].map((seconds) => (ONSET + Math.round(seconds * SAMPLE_RATE_HZ)) * 2) as [
    number,
    number,
  ];
  const energy = (signal: Float32Array) => signal.subarray(from, to).reduce((sum, value) => sum + value * value, 0);
  return gainToDb(Math.sqrt(energy(output) / energy(input)));
}

describe('transient shaper', () => {
  test.each([12, 6, -9, -18])(
    'an attack of %d dB arrives whole between 2 and 6 ms after the onset, within 0.5 dB',
    (attackDb) => {
      expect(Math.abs(gainDb({ attackDb }, hits(-20), 0.002, 0.006) - attackDb)).toBeLessThan(0.5);
    },
  );

  test('the attack is over after 80 ms', () => {
    expect(gainDb({ attackDb: 12 }, hits(-20), 0.08, 0.5)).toBeCloseTo(0, 3);
  });

  test.each([12, -18])(
    'a sustain of %d dB leaves the onset and arrives whole in the ring, within 0.5 dB',
    (sustainDb) => {
      expect(Math.abs(gainDb({ sustainDb }, hits(-20), 0, 0.03))).toBeLessThan(0.05);
      expect(Math.abs(gainDb({ sustainDb }, hits(-20), 0.4, 0.8) - sustainDb)).toBeLessThan(0.5);
    },
  );

  test('the effect does not depend on the level: 50 dB lower gets the same gains within 0.001 dB', () => {
    const values = { attackDb: 9, sustainDb: -7 };
    for (const [from, to] of [
      [0, 0.005],
      [0.01, 0.05],
      [0.1, 0.3],
      [1, 1.005],
      [1.1, 1.5],
    ] as const) {
      const loudDb = gainDb(values, hits(0), from, to);
      expect(Math.abs(gainDb(values, hits(-50), from, to) - loudDb)).toBeLessThan(0.001);
    }
  });

  test('a second hit over the ring of the first is shaped too', () => {
    expect(gainDb({ attackDb: 12 }, hits(-10), 1.002, 1.006)).toBeGreaterThan(10);
  });

  test.each([50, 100, 997])('a steady tone of %i Hz is left alone bit for bit once it lasts', (hz) => {
    const tone = stereoSine({ hz, amplitude: 0.5, frames: 48_000, sampleRateHz: SAMPLE_RATE_HZ });
    const output = runProcessor(transientShaper, { attackDb: 18, sustainDb: 24 }, tone);
    expect(output.findIndex((value, index) => index >= 48_000 && value !== tone[index])).toBe(-1);
  });

  test('at 0 dB it passes every frame bit for bit', () => {
    const noise = stereoNoise({ amplitude: 0.9, frames: 4_000, seed: 6 });
    expect(runProcessor(transientShaper, {}, noise)).toEqual(noise);
  });
});
