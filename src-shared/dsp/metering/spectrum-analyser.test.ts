import { describe, expect, test } from 'vitest';
import { seededRandom, stereoNoise, stereoSine } from '../../testing/signals.ts';
import { RealFft } from './real-fft.ts';
import { SpectrumAnalyser } from './spectrum-analyser.ts';

describe('RealFft', () => {
  test.each([4, 8, 64, 1_024])('of %i samples agrees with the plain sum', (size) => {
    const random = seededRandom(size);
    const signal = Float64Array.from({ length: size }, () => random() - 0.5);
    const fft = new RealFft(size);
    fft.transform(signal);
    for (let bin = 0; bin <= size / 2; bin++) {
      let real = 0;
      let imaginary = 0;
      signal.forEach((value, n) => {
        real += value * Math.cos((2 * Math.PI * bin * n) / size);
        imaginary -= value * Math.sin((2 * Math.PI * bin * n) / size);
      });
      expect(Math.abs((fft.real[bin] as number) - real)).toBeLessThan(1e-11 * size);
      expect(Math.abs((fft.imaginary[bin] as number) - imaginary)).toBeLessThan(1e-11 * size);
    }
  });

  test('refuses what is not a power of two', () => {
    expect(() => new RealFft(1_000)).toThrow(RangeError);
  });
});

describe('SpectrumAnalyser', () => {
  const sampleRateHz = 48_000;

  function bandsOf(signal: Float32Array, bandsPerOctave: number): { centresHz: Float64Array; levels: Float64Array } {
    const analyser = new SpectrumAnalyser({ sampleRateHz, bandsPerOctave });
    for (let at = 0; at < signal.length; at += 998) analyser.push(signal.subarray(at, at + 998));
    const levels = new Float64Array(analyser.bandCentresHz.length);
    analyser.bands(levels);
    return { centresHz: analyser.bandCentresHz, levels };
  }

  test.each([
    [3, 100, -6],
    [3, 1_000, -20],
    [12, 1_000, -20],
    [12, 8_000, 0],
    [24, 4_000, -60],
  ])(
    '%i bands an octave: a sine of %i Hz at %i dBFS reads its level in its band, and is the highest',
    (bandsPerOctave, hz, levelDbfs) => {
      const { centresHz, levels } = bandsOf(
        stereoSine({ hz, amplitude: 10 ** (levelDbfs / 20), frames: 9_000, sampleRateHz }),
        bandsPerOctave,
      );
      const highest = levels.indexOf(Math.max(...levels));
      expect(Math.abs((levels[highest] as number) - levelDbfs)).toBeLessThan(0.3);
      expect(Math.abs(Math.log2((centresHz[highest] as number) / hz))).toBeLessThan(1 / bandsPerOctave);
    },
  );

  test('white noise rises 3 dB an octave in octave bands', () => {
    const { levels } = bandsOf(stereoNoise({ amplitude: 0.5, frames: 8_192, seed: 3 }), 1);
    const rises = levels.slice(4).map((level, index) => level - (levels[index + 3] as number));
    expect(rises.reduce((sum, rise) => sum + rise, 0) / rises.length).toBeCloseTo(3.01, 0);
  });

  test('opposite channels do not cancel; silence is −∞', () => {
    const sine = stereoSine({ hz: 1_000, amplitude: 1, frames: 9_000, sampleRateHz });
    const opposite = sine.map((value, index) => (index % 2 === 0 ? value : -value));
    expect(Math.max(...bandsOf(opposite, 3).levels)).toBeCloseTo(Math.max(...bandsOf(sine, 3).levels), 9);
    expect(bandsOf(new Float32Array(100), 3).levels.every((level) => level === Number.NEGATIVE_INFINITY)).toBe(true);
  });

  test("bins show a sine's peak at its frequency", () => {
    const analyser = new SpectrumAnalyser({ sampleRateHz, sizeFrames: 4_096 });
    const bin = 100;
    analyser.push(stereoSine({ hz: bin * analyser.binHz, amplitude: 0.5, frames: 4_096, sampleRateHz }));
    const levels = new Float64Array(2_049);
    analyser.bins(levels);
    expect(levels.indexOf(Math.max(...levels))).toBe(bin);
    expect(levels[bin]).toBeCloseTo(-6.02, 2);
  });
});
