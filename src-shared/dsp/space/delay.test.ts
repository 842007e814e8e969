import { describe, expect, test } from 'vitest';
import { channelOf, powerSpectrum, splashDb } from '../../testing/fourier.ts';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoImpulse, stereoNoise, stereoSine } from '../../testing/signals.ts';
import { gainToDb, powerToDb } from '../../units/decibel.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import { delay, delayParameters, repeatResponseDb } from './delay.ts';

const SAMPLE_RATE_HZ = 48_000;

describeProcessorLaws(delay, {
  working: { timeSeconds: 0.01, feedback: 0.7, mix: 0.5, swaySeconds: 0.001, pingPong: true },
  transparent: { mix: 0 },
  rateToleranceDb: 0.5,
});

/** Open filters: a repeat is then as sharp as a sample can be. */
const OPEN = { lowCutHz: 20, highCutHz: 20_000, mix: 1 };

function peaks(signal: Float64Array, thresholdDb: number): number[] {
  const least = 10 ** (thresholdDb / 20);
  return [...signal.keys()].filter((frame) => {
    const here = Math.abs(signal[frame] as number);
    const around = [-2, -1, 1, 2].map((offset) => Math.abs(signal[frame + offset] ?? 0));
    return here > least && around.every((value) => value < here);
  });
}

describe('delay', () => {
  test('mix 0 passes the input bit for bit', () => {
    const noise = stereoNoise({ amplitude: 0.9, frames: 30_000, seed: 3 });
    expect(runProcessor(delay, { mix: 0, feedback: 0.9, timeSeconds: 0.05 }, noise)).toEqual(noise);
  });

  test.each([
    ['0.1 s', { timeSeconds: 0.1 }, 4_800],
    ['a dotted eighth at 120 BPM: 0.375 s', { sync: true, timeBeats: 0.75 }, 18_000],
    ['a triplet eighth at 120 BPM: 1/6 s', { sync: true, timeBeats: 1 / 3 }, 8_000],
    ['one millisecond', { timeSeconds: 0.001 }, 48],
  ])('repeats fall on the exact frame: %s', (_, time, frames) => {
    const output = channelOf(
      runProcessor(delay, { ...OPEN, ...time, feedback: 0.5 }, stereoImpulse(frames * 3 + 10)),
      0,
    );
    expect(peaks(output, -20)).toEqual([frames, 2 * frames, 3 * frames]);
    // Before the first repeat there is nothing at all.
    expect(output.subarray(0, frames).every((value) => value === 0)).toBe(true);
  });

  test('ping-pong throws left, right, left', () => {
    const output = runProcessor(
      delay,
      { ...OPEN, pingPong: true, timeSeconds: 0.05, feedback: 0.6 },
      stereoImpulse(12_010),
    );
    expect(peaks(channelOf(output, 0), -30)).toEqual([2_400, 7_200, 12_000]);
    expect(peaks(channelOf(output, 1), -30)).toEqual([4_800, 9_600]);
  });

  test('an offset moves the right side alone', () => {
    const output = runProcessor(
      delay,
      { ...OPEN, timeSeconds: 0.05, offsetSeconds: 0.01, feedback: 0 },
      stereoImpulse(4_000),
    );
    expect(peaks(channelOf(output, 0), -20)).toEqual([2_400]);
    expect(peaks(channelOf(output, 1), -20)).toEqual([2_880]);
  });

  test('width 0 makes mono echoes of a one-sided input', () => {
    const left = stereoImpulse(4_000);
    left[1] = 0;
    const output = runProcessor(delay, { timeSeconds: 0.02, width: 0 }, left);
    for (let index = 2; index < output.length; index += 2) expect(output[index]).toBe(output[index + 1]);
  });

  test('repeat n has passed the reported filters n times (±0.01 dB)', () => {
    const frames = 16_384;
    const values = { lowCutHz: 300, highCutHz: 3_000, feedback: 0.8, mix: 1, timeSeconds: frames / SAMPLE_RATE_HZ };
    const output = channelOf(runProcessor(delay, values, stereoImpulse(frames * 4)), 0);
    for (const repeat of [1, 2, 3]) {
      const spectrum = powerSpectrum(output.subarray(frames * repeat, frames * (repeat + 1)));
      for (const hz of [60, 150, 300, 1_000, 3_000, 6_000]) {
        const bin = Math.round((hz * frames) / SAMPLE_RATE_HZ);
        const expected =
          repeat * repeatResponseDb(values, (bin * SAMPLE_RATE_HZ) / frames, SAMPLE_RATE_HZ) +
          (repeat - 1) * gainToDb(0.8);
        expect(Math.abs(powerToDb(spectrum[bin] as number) - expected), `${hz} Hz, repeat ${repeat}`).toBeLessThan(
          0.01,
        );
      }
    }
    expect(repeatResponseDb(values, 300, SAMPLE_RATE_HZ)).toBeCloseTo(-3.01, 1);
  });

  test('the most feedback keeps a sine below its bound, 1 / (1 − 0.98), over half a minute', () => {
    const input = stereoSine({ hz: 1_000, amplitude: 1, frames: SAMPLE_RATE_HZ * 30, sampleRateHz: SAMPLE_RATE_HZ });
    const output = runProcessor(delay, { ...OPEN, feedback: 0.98, timeSeconds: 0.01 }, input);
    let loudest = 0;
    for (const value of output) loudest = Math.max(loudest, Math.abs(value));
    expect(loudest).toBeLessThan(50.01);
    expect(loudest).toBeGreaterThan(30);
  });

  test.each<ParameterValues>([
    { timeSeconds: 0.02, feedback: 0.9 },
    { timeSeconds: 0.2, feedback: 0.4, offsetSeconds: 0.05, lowCutHz: 20 },
    { timeSeconds: 0.1, feedback: 0 },
  ])(
    'after tailSeconds nothing above −90 dBFS is left, and no more than a repeat too much was promised: %j',
    (values) => {
      const tail = delay.tailSeconds(withDefaults(delayParameters, values));
      const input = stereoSine({ hz: 1_000, amplitude: 1, frames: SAMPLE_RATE_HZ * 4, sampleRateHz: SAMPLE_RATE_HZ });
      const kernels = testKernels();
      const processor = makeProcessor(delay, { ...values, mix: 1 }, { kernels });
      runThrough(processor, kernels, input);
      const after = runThrough(processor, kernels, new Float32Array(2 * Math.ceil((tail + 1) * SAMPLE_RATE_HZ)));
      let last = 0;
      after.forEach((value, index) => {
        if (Math.abs(value) > 10 ** (-90 / 20)) last = index;
      });
      const lastSeconds = last / 2 / SAMPLE_RATE_HZ;
      expect(lastSeconds).toBeLessThan(tail);
      expect(lastSeconds).toBeGreaterThan(0.6 * tail - 0.3);
    },
  );

  test('a tail ends in exact silence', () => {
    const kernels = testKernels();
    const processor = makeProcessor(
      delay,
      { mix: 1, feedback: 0.5, timeSeconds: 0.01, swaySeconds: 0.002 },
      { kernels },
    );
    runThrough(processor, kernels, stereoNoise({ amplitude: 1, frames: 4_800, seed: 9 }));
    const after = runThrough(processor, kernels, new Float32Array(SAMPLE_RATE_HZ * 4));
    expect(after.subarray(-4_800).every((value) => value === 0)).toBe(true);
  });

  test.each([
    ['timeSeconds', 0.1, 0.35, -68],
    ['feedback', 0, 0.9, -75],
    ['pingPong', false, true, -75],
    ['lowCutHz', 20, 2_000, -75],
    ['highCutHz', 500, 20_000, -75],
    ['offsetSeconds', -0.05, 0.05, -70],
    ['width', 0, 2, -75],
    ['swaySeconds', 0, 0.005, -65],
    ['swayHz', 0.05, 8, -75],
    ['mix', 0, 1, -75],
  ] as const)('%s thrown over a 1 kHz sine splashes less than stated above 4 kHz', (key, low, high, mostDb) => {
    const values = { timeSeconds: 0.1, feedback: 0.6, mix: 0.5, swaySeconds: 0.001, lowCutHz: 20, highCutHz: 20_000 };
    const measured = splashDb({
      definition: delay,
      values,
      key,
      between: [low, high],
      hz: 1_000,
      bandHz: [4_000, 24_000],
    });
    expect(measured).toBeLessThan(mostDb);
  });
});
