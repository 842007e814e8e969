import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runProcessor, runThrough } from '../../testing/run-processor.ts';
import { stereoImpulse, stereoNoise, stereoSine } from '../../testing/signals.ts';
import type { Biquad } from '../core/biquad.ts';
import { type ParameterValues, withDefaults } from '../core/parameter-spec.ts';
import type { Processor } from '../core/processor.ts';
import { bandSections } from './band-filter.ts';
import { eq, eqParameters, eqResponseDb } from './eq.ts';

const RATE_HZ = 48_000;

const working: ParameterValues = {
  'band1.enabled': true,
  'band1.frequencyHz': 60,
  'band1.slopeDbPerOctave': '24',
  'band2.gainDb': 4,
  'band3.gainDb': -6,
  'band5.gainDb': 5,
  'band7.gainDb': 3,
};

describeProcessorLaws(eq, { working, rateToleranceDb: 0.02 });

/** Level in dB of one frequency of the left channel. */
function levelDbAt(stereo: Float32Array, hz: number, sampleRateHz: number): number {
  let real = 0;
  let imaginary = 0;
  for (let frame = 0; frame < stereo.length / 2; frame++) {
    const angle = (2 * Math.PI * hz * frame) / sampleRateHz;
    real += (stereo[frame * 2] as number) * Math.cos(angle);
    imaginary -= (stereo[frame * 2] as number) * Math.sin(angle);
  }
  return 10 * Math.log10(real * real + imaginary * imaginary);
}

/** Direct form I in double precision: the stupid version of the kernel, one channel. */
function slowFilter(sections: readonly Biquad[], input: ArrayLike<number>): Float64Array {
  let signal = Float64Array.from(input);
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const output = new Float64Array(signal.length);
    for (let n = 0; n < signal.length; n++) {
      const at = (from: Float64Array, back: number): number => (n >= back ? (from[n - back] as number) : 0);
      output[n] =
        b0 * at(signal, 0) + b1 * at(signal, 1) + b2 * at(signal, 2) - a1 * at(output, 1) - a2 * at(output, 2);
    }
    signal = output;
  }
  return signal;
}

function left(stereo: Float32Array): Float32Array {
  return stereo.filter((_, index) => index % 2 === 0);
}

describe('eq: what it does to a signal', () => {
  const noise = stereoNoise({ amplitude: 0.9, frames: 2_000, seed: 3 });

  test('as it comes, and with every band at 0 dB or off, the signal passes bit for bit', () => {
    expect(runProcessor(eq, {}, noise)).toEqual(noise);
    const neutral = { 'band3.frequencyHz': 50, 'band4.q': 9, 'band5.enabled': false, 'band5.gainDb': 6 };
    expect(runProcessor(eq, neutral, noise)).toEqual(noise);
  });

  test('one gain set on a fresh equaliser is heard', () => {
    expect(eqResponseDb(withDefaults(eqParameters, { 'band2.gainDb': -4 }), 20, RATE_HZ)).toBeCloseTo(-4, 1);
    expect(runProcessor(eq, { 'band2.gainDb': -4 }, noise)).not.toEqual(noise);
  });

  const settings: Record<string, ParameterValues> = {
    'a mix of bands': working,
    'one bell': { 'band6.gainDb': 6, 'band6.frequencyHz': 15_000 },
    'two shelves': { 'band2.gainDb': -9, 'band7.gainDb': 12 },
    'three bands': { 'band2.gainDb': 3, 'band4.gainDb': -12, 'band4.q': 8, 'band7.gainDb': -4 },
    'notch and passes': {
      'band1.enabled': true,
      'band1.slopeDbPerOctave': '18',
      'band1.frequencyHz': 200,
      'band4.type': 'notch',
      'band8.enabled': true,
      'band8.slopeDbPerOctave': '48',
      'band8.frequencyHz': 9_000,
    },
    'all eight': {
      ...working,
      'band1.slopeDbPerOctave': '42',
      'band4.gainDb': 2,
      'band6.gainDb': -3,
      'band8.enabled': true,
      'band8.slopeDbPerOctave': '6',
    },
  };

  test.each(Object.keys(settings))('%s: measured equals reported within 0.01 dB', (name) => {
    for (const sampleRateHz of [44_100, 48_000, 96_000]) {
      const response = runProcessor(eq, settings[name] as ParameterValues, stereoImpulse(32_768), { sampleRateHz });
      const values = withDefaults(eqParameters, settings[name]);
      for (const hz of [60, 110, 250, 1_000, 4_000, 9_500, 15_000, 20_000]) {
        const reported = eqResponseDb(values, hz, sampleRateHz);
        if (reported > -80)
          expect(Math.abs(levelDbAt(response, hz, sampleRateHz) - reported), `${hz} Hz`).toBeLessThan(0.01);
      }
    }
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%i bands: the kernel equals the slow filter to float precision', (count) => {
    const values: Record<string, number | string> = {};
    const sections: Biquad[] = [];
    for (let band = 1; band <= 8; band++) {
      const bell = {
        type: 'bell',
        frequencyHz: 90 * 2 ** band,
        gainDb: band <= count ? 7 - 2 * band : 0,
        q: 0.5 + band / 3,
      } as const;
      values[`band${band}.type`] = bell.type;
      values[`band${band}.frequencyHz`] = bell.frequencyHz;
      values[`band${band}.gainDb`] = bell.gainDb;
      values[`band${band}.q`] = bell.q;
      if (band <= count) sections.push(...bandSections({ ...bell, slopeDbPerOctave: 12 }, RATE_HZ));
    }
    const enabled = Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`band${index + 1}.enabled`, true]));
    const output = left(runProcessor(eq, { ...values, ...enabled }, noise));
    const wanted = slowFilter(sections, left(noise));
    for (let frame = 0; frame < output.length; frame++) {
      expect(Math.abs((output[frame] as number) - (wanted[frame] as number))).toBeLessThan(1.3e-7);
    }
  });

  test('the arithmetic of a 30 Hz bell of Q 10 adds less than −140 dBFS of noise', () => {
    const settings = { type: 'bell', frequencyHz: 30, gainDb: 12, q: 10 } as const;
    const quiet = stereoNoise({ amplitude: 0.05, frames: 96_000, seed: 5 });
    const output = left(runProcessor(eq, { 'band3.frequencyHz': 30, 'band3.gainDb': 12, 'band3.q': 10 }, quiet));
    const wanted = slowFilter(bandSections({ ...settings, slopeDbPerOctave: 12 }, RATE_HZ), left(quiet));
    const power =
      output.reduce((sum, value, frame) => sum + (value - (wanted[frame] as number)) ** 2, 0) / output.length;
    expect(10 * Math.log10(power)).toBeLessThan(-140);
  });

  test('after the music ends the tail reaches exact silence, before it could crawl in denormal numbers', () => {
    const ringing = { 'band3.frequencyHz': 40, 'band3.gainDb': 12, 'band3.q': 4 };
    const output = runProcessor(eq, ringing, stereoImpulse(12 * RATE_HZ));
    expect(output.subarray(-RATE_HZ).every((value) => value === 0)).toBe(true);
    const smallest = output.reduce(
      (least, value) => (value !== 0 && Math.abs(value) < least ? Math.abs(value) : least),
      1,
    );
    expect(smallest).toBeGreaterThan(1e-30);
  });
});

describe('eq: moves make no click', () => {
  /** What a click leaves above 6 kHz, where the sine has nothing, in dB of the sine's amplitude. */
  function clickDb(sineHz: number, start: ParameterValues, move: (processor: Processor, step: number) => void): number {
    const kernels = testKernels();
    const processor = makeProcessor(eq, start, { kernels });
    const sine = stereoSine({ hz: sineHz, amplitude: 0.5, frames: 500 * 64, sampleRateHz: RATE_HZ });
    const output = new Float32Array(sine.length);
    for (let step = 0; step < 500; step++) {
      if (step >= 150) move(processor, step - 150);
      output.set(runThrough(processor, kernels, sine.subarray(step * 128, (step + 1) * 128)), step * 128);
    }
    const steep = bandSections(
      { type: 'highPass', frequencyHz: 6_000, gainDb: 0, q: Math.SQRT1_2, slopeDbPerOctave: 48 },
      RATE_HZ,
    );
    const residue = slowFilter([...steep, ...steep], left(output)).subarray(100 * 64);
    return 20 * Math.log10(residue.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0) / 0.5);
  }

  const once =
    (key: string, value: number | boolean | string, glideSteps = 15) =>
    (processor: Processor, step: number): void => {
      if (step === 20) processor.set(key, value, glideSteps);
    };

  test.each([60, 200, 1_000])('an automated sweep of a bell under a %i Hz sine stays below −120 dB', (hz) => {
    const sweep = (processor: Processor, step: number): void =>
      processor.set('band3.frequencyHz', 500 * 4 ** (step / 350), 1);
    expect(clickDb(hz, { 'band3.gainDb': 6, 'band3.frequencyHz': 500 }, sweep)).toBeLessThan(-120);
  });

  const cut: ParameterValues = { 'band1.enabled': true, 'band1.frequencyHz': 100 };
  test.each([
    ['a bell lifted by hand', {}, once('band3.gainDb', 6), -85],
    ['a shelf moved from +6 to −6 dB', { 'band2.gainDb': 6 }, once('band2.gainDb', -6), -105],
    ['a gain that jumps to exactly 0 dB', { 'band3.gainDb': 12 }, once('band3.gainDb', 0, 0), -75],
    ['a bell switched off', { 'band3.gainDb': 12 }, once('band3.enabled', false, 0), -75],
    ['a low cut switched on', {}, once('band1.enabled', true), -80],
    ['a low cut made steeper', cut, once('band1.slopeDbPerOctave', '48'), -75],
    ['a high-pass turned into a bell', { ...cut, 'band1.gainDb': 9 }, once('band1.type', 'bell'), -75],
    ['a corner moved up by hand', { ...cut, 'band1.frequencyHz': 20 }, once('band1.frequencyHz', 400), -100],
    ['a corner moved down by hand', { ...cut, 'band1.frequencyHz': 400 }, once('band1.frequencyHz', 20), -100],
    ['a wide bell made narrow', { 'band3.gainDb': 12, 'band3.q': 0.3 }, once('band3.q', 10), -95],
  ] as const)('%s', (_, start, move, limitDb) => {
    for (const hz of [60, 200, 1_000]) expect(clickDb(hz, start, move), `${hz} Hz`).toBeLessThan(limitDb);
  });

  test.each([1, 17, 257])('blocks of %i frames give the same output while kinds change', (blockFrames) => {
    const run = (size: number): Float32Array[] => {
      const kernels = testKernels();
      const processor = makeProcessor(eq, working, { kernels });
      return [
        ['band1.type', 'lowShelf'],
        ['band1.gainDb', 3],
        ['band1.slopeDbPerOctave', '48'],
        ['band5.type', 'lowPass'],
        ['band5.enabled', false],
        ['band5.enabled', true],
      ].map(([key, value]) => {
        processor.set(key as string, value as string | number | boolean, 1);
        return runThrough(processor, kernels, noise, { blockFrames: size });
      });
    };
    const noise = stereoNoise({ amplitude: 0.5, frames: 777, seed: 12 });
    expect(run(blockFrames)).toEqual(run(512));
  });

  test('a switch that is turned back in the middle of its fade ends where it began', () => {
    const kernels = testKernels();
    const processor = makeProcessor(eq, {}, { kernels });
    const noise = stereoNoise({ amplitude: 0.5, frames: 64 * 64, seed: 9 });
    runThrough(processor, kernels, noise);
    processor.set('band1.enabled', true, 0);
    runThrough(processor, kernels, noise.subarray(0, 128 * 5));
    processor.set('band1.enabled', false, 0);
    runThrough(processor, kernels, noise.subarray(0, 128 * 40));
    expect(runThrough(processor, kernels, noise)).toEqual(noise);
  });

  test('after a fade the output is that of an equaliser that always had the setting', () => {
    const kernels = testKernels();
    const processor = makeProcessor(eq, {}, { kernels });
    const noise = stereoNoise({ amplitude: 0.5, frames: 64 * 400, seed: 10 });
    processor.set('band1.enabled', true, 0);
    processor.set('band1.frequencyHz', 200, 15);
    const output = runThrough(processor, kernels, noise).subarray(64 * 300 * 2);
    const wanted = runProcessor(eq, { 'band1.enabled': true, 'band1.frequencyHz': 200 }, noise).subarray(64 * 300 * 2);
    for (let index = 0; index < output.length; index++) {
      expect(Math.abs((output[index] as number) - (wanted[index] as number))).toBeLessThan(1e-6);
    }
  });
});
