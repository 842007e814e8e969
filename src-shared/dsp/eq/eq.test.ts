import { describe, expect, test } from 'vitest';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoImpulse, stereoNoise } from '../../testing/signals.ts';
import { eq, eqParameters, eqResponseDb } from './eq.ts';

const working: ParameterValues = {
  'band1.enabled': true,
  'band1.frequencyHz': 60,
  'band1.slopeDbPerOctave': '24',
  'band2.gainDb': 4,
  'band3.gainDb': -6,
  'band5.gainDb': 5,
  'band7.gainDb': 3,
};

describeProcessorLaws(eq, { working, rateToleranceDb: 0.05 });

describe('eq', () => {
  const noise = stereoNoise({ amplitude: 0.9, frames: 2_000, seed: 3 });

  test('as it comes, and with every band at 0 dB, the signal passes bit for bit', () => {
    expect(runProcessor(eq, {}, noise)).toEqual(noise);
    expect(runProcessor(eq, { 'band3.frequencyHz': 50, 'band4.q': 9, 'band5.enabled': false, 'band5.gainDb': 6 }, noise)).toEqual(noise);
  });

  test('one gain set on a fresh equaliser is heard', () => {
    expect(eqResponseDb(withDefaults(eqParameters, { 'band2.gainDb': -4 }), 20, 48_000)).toBeCloseTo(-4, 1);
  });
});
