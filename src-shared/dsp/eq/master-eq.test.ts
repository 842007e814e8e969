import { describe, expect, test } from 'vitest';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { runProcessor } from '../../testing/run-processor.ts';
import { stereoImpulse, stereoNoise } from '../../testing/signals.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import { masterEq, masterEqParameters, masterEqResponseDb } from './master-eq.ts';

const working: ParameterValues = {
  'lowCut.enabled': true,
  'lowShelf.gainDb': 1.5,
  'lowMid.gainDb': -2,
  'highMid.gainDb': 1,
  'highShelf.gainDb': 2,
};

describeProcessorLaws(masterEq, { working, rateToleranceDb: 0.02 });

describe('masterEq', () => {
  test('as it comes, the mix passes bit for bit', () => {
    const noise = stereoNoise({ amplitude: 0.9, frames: 1_000, seed: 4 });
    expect(runProcessor(masterEq, {}, noise)).toEqual(noise);
  });

  test('measured equals reported within 0.01 dB', () => {
    const values = withDefaults(masterEqParameters, working);
    const response = runProcessor(masterEq, working, stereoImpulse(32_768));
    for (const hz of [30, 90, 300, 1_000, 3_000, 10_000, 20_000]) {
      let real = 0;
      let imaginary = 0;
      for (let frame = 0; frame < response.length / 2; frame++) {
        const angle = (2 * Math.PI * hz * frame) / 48_000;
        real += (response[frame * 2] as number) * Math.cos(angle);
        imaginary -= (response[frame * 2] as number) * Math.sin(angle);
      }
      const measuredDb = 10 * Math.log10(real * real + imaginary * imaginary);
      expect(Math.abs(measuredDb - masterEqResponseDb(values, hz, 48_000)), `${hz} Hz`).toBeLessThan(0.01);
    }
  });

  test('each band does what its name says', () => {
    const responseDb = (values: ParameterValues, hz: number): number =>
      masterEqResponseDb(withDefaults(masterEqParameters, values), hz, 48_000);
    expect(responseDb({ 'lowShelf.gainDb': 3 }, 20)).toBeCloseTo(3, 1);
    expect(responseDb({ 'lowShelf.gainDb': 3 }, 90)).toBeCloseTo(1.5, 1);
    expect(responseDb({ 'lowMid.gainDb': -4 }, 300)).toBeCloseTo(-4, 6);
    expect(responseDb({ 'highMid.gainDb': 4 }, 3_000)).toBeCloseTo(4, 6);
    expect(responseDb({ 'highShelf.gainDb': 6 }, 10_000)).toBeCloseTo(3, 1);
    expect(responseDb({ 'lowCut.enabled': true, 'lowCut.frequencyHz': 40 }, 40)).toBeCloseTo(-3.01, 1);
    expect(
      responseDb({ 'lowCut.enabled': true, 'lowCut.frequencyHz': 80, 'lowCut.slopeDbPerOctave': '24' }, 40),
    ).toBeLessThan(-23);
  });
});
