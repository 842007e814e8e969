import { describe, expect, test } from 'vitest';
import { channelOf, powerSpectrum, splashDb } from '../../testing/fourier.ts';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { gainToDb, powerToDb } from '../../units/decibel.ts';
import { saturation, saturationCurve } from './saturation.ts';

const SAMPLE_RATES_HZ = [44_100, 48_000, 96_000] as const;
const CHARACTERS = ['tape', 'tube', 'clean'] as const;
const FRAMES = 16_384;

describeProcessorLaws(saturation, {
  working: { driveDb: 15, character: 'tube', tone: 0.3, mix: 0.8 },
  transparent: { mix: 0 },
  rateToleranceDb: 0.1,
});

/** Peak amplitude in dBFS of each bin, of a sine on an exact bin after everything has settled. */
function settledBinsDb(
  values: Record<string, number | string | boolean>,
  bin: number,
  amplitude: number,
  sampleRateHz: number,
): Float64Array {
  // Half a second or more to settle, a DC blocker included; the rest is one period of the analysis.
  const settle = 3 * FRAMES;
  const input = stereoSine({ hz: (bin * sampleRateHz) / FRAMES, amplitude, frames: settle + FRAMES, sampleRateHz });
  const output = channelOf(runProcessor(saturation, values, input, { sampleRateHz }), 0).subarray(settle);
  return powerSpectrum(output).map((power, index) => powerToDb(power) - gainToDb(index === 0 ? FRAMES : FRAMES / 2));
}

/** An odd bin near a frequency: then no alias of a harmonic falls on a harmonic. */
function oddBin(hz: number, sampleRateHz: number): number {
  return 2 * Math.round((hz * FRAMES) / sampleRateHz / 2) + 1;
}

describe('saturation', () => {
  test.each(SAMPLE_RATES_HZ.flatMap((rate) => CHARACTERS.map((character) => [character, rate] as const)))(
    '%s at %i Hz: a full-scale 5 kHz sine driven by 12 dB aliases below −90 dBFS',
    (character, sampleRateHz) => {
      const bin = oddBin(5_000, sampleRateHz);
      const levels = settledBinsDb({ character, driveDb: 12, autoLevel: false }, bin, 1, sampleRateHz);
      expect(levels[bin]).toBeGreaterThan(-6);
      levels.forEach((level, index) => {
        if (index % bin !== 0) expect(level, `bin ${index}`).toBeLessThan(-90);
      });
    },
  );

  test.each(SAMPLE_RATES_HZ)(
    'at %i Hz the response is flat within 0.1 dB to 18 kHz where nothing saturates',
    (sampleRateHz) => {
      for (const character of CHARACTERS) {
        for (const hz of [30, 100, 1_000, 5_000, 10_000, 15_000, 18_000]) {
          const bin = oddBin(hz, sampleRateHz);
          const levels = settledBinsDb({ character, driveDb: 0, autoLevel: false }, bin, 0.001, sampleRateHz);
          expect(Math.abs((levels[bin] as number) + 60), `${character} ${hz} Hz`).toBeLessThan(0.1);
        }
      }
    },
  );

  test('tape and clean make odd harmonics only, tube makes even ones too', () => {
    const bin = oddBin(1_000, 48_000);
    const harmonics = CHARACTERS.map((character) => {
      const levels = settledBinsDb({ character, driveDb: 6, autoLevel: false }, bin, 0.5, 48_000);
      return {
        character,
        second: levels[2 * bin] as number,
        third: levels[3 * bin] as number,
        dc: levels[0] as number,
      };
    });
    for (const { character, second, third, dc } of harmonics) {
      expect(dc, character).toBeLessThan(-100);
      expect(third, character).toBeGreaterThan(-50);
      if (character === 'tube') expect(second).toBeGreaterThan(-30);
      else expect(second, character).toBeLessThan(-120);
    }
  });

  test('slow signals follow the reported curve within 0.001', () => {
    // 20 Hz: far below the emphasis, and 2,400 frames a period.
    for (const character of ['tape', 'clean'] as const) {
      const kernels = testKernels();
      const processor = makeProcessor(saturation, { character, driveDb: 12, autoLevel: false }, { kernels });
      const input = stereoSine({ hz: 20, amplitude: 0.7, frames: 9_600, sampleRateHz: 48_000 });
      const output = runThrough(processor, kernels, input);
      for (let frame = 4_800; frame < 9_600; frame += 7) {
        const driven = (input[2 * (frame - processor.latencyFrames)] as number) * 10 ** (12 / 20);
        expect(Math.abs((output[2 * frame] as number) - saturationCurve(character, driven))).toBeLessThan(
          character === 'tape' ? 0.02 : 0.001,
        );
      }
    }
  });

  test.each(SAMPLE_RATES_HZ)('at %i Hz mix 0 is the input, delayed by the latency, bit for bit', (sampleRateHz) => {
    const noise = stereoNoise({ amplitude: 0.9, frames: 4_000, seed: 5 });
    const kernels = testKernels();
    const processor = makeProcessor(saturation, { mix: 0, driveDb: 24, outputDb: -6 }, { kernels, sampleRateHz });
    const output = runThrough(processor, kernels, noise);
    const latency = processor.latencyFrames;
    expect(Number.isInteger(latency)).toBe(true);
    expect(latency / sampleRateHz).toBeLessThan(0.0025);
    expect(output.subarray(2 * latency)).toEqual(noise.subarray(0, noise.length - 2 * latency));
    expect(output.subarray(0, 2 * latency).every((value) => value === 0)).toBe(true);
  });

  test('half a mix of an unsaturated signal is the signal: both paths are in phase', () => {
    const noise = stereoNoise({ amplitude: 0.0005, frames: 4_000, seed: 6 });
    const smooth = noise.map((_, index) =>
      index < 4 ? 0 : [0, 2, 4].reduce((sum, back) => sum + (noise[index - back] as number) / 3, 0),
    );
    const options = { kernels: testKernels() };
    const processor = makeProcessor(
      saturation,
      { mix: 0.5, driveDb: 0, autoLevel: false, character: 'clean' },
      options,
    );
    const output = runThrough(processor, options.kernels, smooth);
    const latency = processor.latencyFrames;
    let rest = 0;
    let whole = 0;
    for (let index = 1_000; index < output.length; index++) {
      rest += ((output[index] as number) - (smooth[index - 2 * latency] as number)) ** 2;
      whole += (output[index] as number) ** 2;
    }
    expect(powerToDb(rest / whole)).toBeLessThan(-20);
  });

  test('auto level keeps a −12 dBFS sine within 0.5 dB over the whole drive', () => {
    for (const character of CHARACTERS) {
      for (const driveDb of [0, 6, 12, 24, 36]) {
        const input = stereoSine({ hz: 200, amplitude: 10 ** (-12 / 20), frames: 48_000, sampleRateHz: 48_000 });
        const output = runProcessor(saturation, { character, driveDb }, input).subarray(48_000);
        const power = output.reduce((sum, value) => sum + value * value, 0) / output.length;
        expect(Math.abs(powerToDb(power) - -15.01), `${character} ${driveDb}`).toBeLessThan(0.5);
      }
    }
  });

  test('a steady square wave passes the ceiling by no more than the filters ring: 20 %', () => {
    const square = stereoSine({ hz: 997, amplitude: 1, frames: 9_600, sampleRateHz: 48_000 }).map(
      (value) => Math.sign(value) * 100,
    );
    const output = runProcessor(saturation, { character: 'clean', driveDb: 36, autoLevel: false }, square).subarray(
      2_000,
    );
    expect(output.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThan(1.2);
  });

  test.each(CHARACTERS)('%s falls back to exact silence', (character) => {
    const kernels = testKernels();
    const processor = makeProcessor(saturation, { character, tone: 0.5 }, { kernels });
    runThrough(processor, kernels, stereoNoise({ amplitude: 1, frames: 4_800, seed: 9 }));
    const after = runThrough(processor, kernels, new Float32Array(2 * 48_000 * 4));
    expect(after.subarray(-4_800).every((value) => value === 0)).toBe(true);
  });

  test.each([
    // Not to 36 dB: there a 9 kHz sine is a square wave, whose aliases alone are louder than this.
    ['driveDb', 0, 18],
    ['tone', -1, 1],
    ['autoLevel', false, true],
    ['outputDb', -24, 12],
    ['mix', 0, 1],
  ] as const)('%s thrown over a 9 kHz sine splashes under −75 dB below 6 kHz', (key, low, high) => {
    for (const character of ['tape', 'clean']) {
      const values = { character, driveDb: 12, mix: 0.7 };
      const options = {
        definition: saturation,
        values,
        key,
        between: [low, high],
        hz: 9_000,
        bandHz: [100, 6_000],
      } as const;
      expect(splashDb(options), character).toBeLessThan(-75);
    }
  });
});
