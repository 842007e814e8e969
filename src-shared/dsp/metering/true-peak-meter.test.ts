import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { burstInTone, fadedTone } from '../../testing/loudness-signals.ts';
import { seededRandom, stereoNoise } from '../../testing/signals.ts';
import { gainToDb } from '../../units/decibel.ts';
import {
  CAUTIOUS_INTERPOLATOR,
  doubleRate,
  FINE_METER_INTERPOLATOR,
  interpolationBounds,
  interpolationSteps,
  METER_INTERPOLATOR,
} from './interpolation-table.ts';
import { TruePeakMeter, type TruePeakMeterOptions } from './true-peak-meter.ts';

const RATES_HZ = [44_100, 48_000, 96_000] as const;

function measure(
  signal: Float32Array,
  options: Partial<TruePeakMeterOptions> & { blockFrames?: number } = {},
): TruePeakMeter {
  const { blockFrames = 512, channels = 2, ...rest } = options;
  const kernels = testKernels();
  const block = kernels.allocate(blockFrames * channels * 4);
  const meter = new TruePeakMeter(kernels, { channels, ...rest });
  for (let at = 0; at < signal.length; at += blockFrames * channels) {
    const part = signal.subarray(at, at + blockFrames * channels);
    kernels.f32.set(part, block >>> 2);
    meter.process(block, part.length / channels);
  }
  meter.finish();
  return meter;
}

/** Tech 3341: what a true-peak meter may read above and below. */
function expectWithinTolerance(readingDbtp: number, expectedDbtp: number): void {
  expect(readingDbtp - expectedDbtp).toBeLessThanOrEqual(0.2);
  expect(readingDbtp - expectedDbtp).toBeGreaterThanOrEqual(-0.4);
}

describe.each([4, 8] as const)('EBU Tech 3341 at %i-fold oversampling, +0.2/−0.4 dB', (oversampling) => {
  describe.each(RATES_HZ)('at %i Hz', (sampleRateHz) => {
    test.each([
      { number: 15, cyclesPerFrame: 1 / 4, amplitude: 0.5, phaseDegrees: 0, expectedDbtp: -6 },
      { number: 16, cyclesPerFrame: 1 / 4, amplitude: 0.5, phaseDegrees: 45, expectedDbtp: -6 },
      { number: 17, cyclesPerFrame: 1 / 6, amplitude: 0.5, phaseDegrees: 60, expectedDbtp: -6 },
      { number: 18, cyclesPerFrame: 1 / 8, amplitude: 0.5, phaseDegrees: 67.5, expectedDbtp: -6 },
      { number: 19, cyclesPerFrame: 1 / 4, amplitude: 1.41, phaseDegrees: 45, expectedDbtp: 3 },
    ])(
      'test $number: a tone of amplitude $amplitude at phase $phaseDegrees° reads $expectedDbtp dBTP',
      ({ expectedDbtp, ...tone }) => {
        const signal = fadedTone({ ...tone, frames: sampleRateHz, sampleRateHz });
        expectWithinTolerance(gainToDb(measure(signal, { oversampling }).truePeak), expectedDbtp);
      },
    );

    test.each([
      [20, 0],
      [21, 1],
      [22, 2],
      [23, 3],
    ] as const)('test %i: one full-scale period inside a tone, from offset %i, reads 0 dBTP', (_, offset) => {
      expectWithinTolerance(
        gainToDb(measure(burstInTone(offset, sampleRateHz / 4, sampleRateHz), { oversampling }).truePeak),
        0,
      );
    });
  });
});

describe('TruePeakMeter', () => {
  const signal = swellingNoise(20_000);

  test.each([
    [4, METER_INTERPOLATOR],
    [8, FINE_METER_INTERPOLATOR],
  ] as const)('at %i-fold, the plain method in double precision agrees to 1e-5', (oversampling, interpolator) => {
    const left = signal.filter((_, index) => index % 2 === 0);
    const steps = interpolationSteps(interpolator).slice(0, Math.log2(oversampling));
    let fine: ArrayLike<number> = left;
    for (const weights of steps) fine = doubleRate(fine, weights);
    const peak = Float64Array.from(fine).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(measure(signal, { oversampling }).channelTruePeak(0) / peak).toBeCloseTo(1, 5);
  });

  test.each([4, 8] as const)('what %i-fold skips changes nothing', (oversampling) => {
    for (const input of [
      signal,
      stereoNoise({ amplitude: 1, frames: 5_000, seed: 2 }),
      burstInTone(1, 4_800, 48_000),
    ]) {
      const meter = measure(input, { oversampling });
      const plain = measure(input, { oversampling, skips: false });
      expect(meter.channelTruePeak(0)).toBe(plain.channelTruePeak(0));
      expect(meter.channelTruePeak(1)).toBe(plain.channelTruePeak(1));
    }
  });

  test.each([1, 17, 64, 511, 5_000])('blocks of %i frames read the same to the last bit', (blockFrames) => {
    expect(measure(signal, { blockFrames }).truePeak).toBe(measure(signal).truePeak);
  });

  test.each([1, 2, 3, 5, 6, 16])('a peak in the last of %i channels is found', (channels) => {
    const frames = 999;
    const input = new Float32Array(frames * channels);
    for (let frame = 0; frame < frames; frame++)
      input[frame * channels + channels - 1] = 0.5 * Math.sin((Math.PI / 2) * frame + Math.PI / 4);
    expect(gainToDb(measure(input, { channels }).truePeak)).toBeCloseTo(
      gainToDb(measure(stereoOf(input, channels)).truePeak),
      5,
    );
  });

  test('a click at the very end and one at the very start count with their ringing', () => {
    const click = new Float32Array(400);
    click[398] = 1;
    click[396] = 1;
    expect(measure(click).channelTruePeak(0)).toBeGreaterThan(1.2);
    expect(measure(click.toReversed()).channelTruePeak(1)).toBeGreaterThan(1.2);
  });

  test('left and right are kept apart; a reset forgets', () => {
    const meter = measure(Float32Array.from({ length: 2_000 }, (_, index) => (index % 2 === 0 ? 0.25 : -0.75)));
    expect(meter.channelTruePeak(0)).toBeLessThan(0.4);
    expect(meter.channelTruePeak(1)).toBeGreaterThan(0.7);
    meter.reset();
    expect(meter.truePeak).toBe(0);
  });

  test.each([METER_INTERPOLATOR, FINE_METER_INTERPOLATOR, CAUTIOUS_INTERPOLATOR])(
    'no signal exceeds the bounds that skipping rests on (%j)',
    (interpolator) => {
      const { fromSamples, fromHalves } = interpolationBounds(interpolator);
      const [first] = interpolationSteps(interpolator);
      // The worst signal for the half point: each tap's sign at full scale.
      const worst = new Float64Array(200);
      first.forEach((weight, k) => {
        worst[100 - k] = Math.sign(weight);
        worst[101 + k] = Math.sign(weight);
      });
      const peak = doubleRate(worst, first).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(peak).toBeLessThanOrEqual(fromSamples);
      expect(peak).toBeGreaterThan(fromSamples * 0.8);
      expect(fromHalves).toBeGreaterThan(1);
      expect(fromHalves).toBeLessThan(fromSamples);
    },
  );
});

function stereoOf(input: Float32Array, channels: number): Float32Array {
  return Float32Array.from(
    { length: (input.length / channels) * 2 },
    (_, index) => input[(index >> 1) * channels + channels - 1] as number,
  );
}

/** Noise that swells and fades, so that some stretches can be skipped. */
function swellingNoise(frames: number): Float32Array {
  const random = seededRandom(9);
  return Float32Array.from(
    { length: frames * 2 },
    (_, index) => (0.5 + 0.49 * Math.sin(index / 3_000)) ** 3 * (2 * random() - 1),
  );
}
