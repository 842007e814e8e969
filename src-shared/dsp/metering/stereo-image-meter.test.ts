import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { SlidingSum } from './sliding-sum.ts';
import { StereoImageMeter } from './stereo-image-meter.ts';

function measure(signal: Float32Array, blockFrames = 512): StereoImageMeter {
  const kernels = testKernels();
  const block = kernels.allocateFrames(blockFrames);
  const meter = new StereoImageMeter(kernels, 48_000);
  for (let at = 0; at < signal.length; at += blockFrames * 2) {
    const part = signal.subarray(at, at + blockFrames * 2);
    kernels.f32.set(part, block >>> 2);
    meter.process(block, part.length / 2);
  }
  return meter;
}

describe('StereoImageMeter', () => {
  const sine = stereoSine({ hz: 440, amplitude: 0.5, frames: 24_000, sampleRateHz: 48_000 });
  const noise = stereoNoise({ amplitude: 0.5, frames: 24_000, seed: 4 });

  test('mono is 1, opposite −1, unrelated near 0, silence none', () => {
    expect(measure(sine).correlation).toBeCloseTo(1, 12);
    expect(measure(sine.map((value, index) => (index % 2 === 0 ? value : -value))).correlation).toBeCloseTo(-1, 12);
    expect(Math.abs(measure(noise).correlation)).toBeLessThan(0.03);
    expect(measure(new Float32Array(24_000)).correlation).toBeNaN();
  });

  test('a quarter turn between the sides is 0', () => {
    const turned = sine.map(
      (_, index) => 0.5 * Math.sin((2 * Math.PI * 500 * (index >> 1)) / 48_000 + (index % 2) * (Math.PI / 2)),
    );
    expect(Math.abs(measure(turned).correlation)).toBeLessThan(1e-6);
  });

  test('balance is −1, 0, 1 from left to right', () => {
    expect(measure(sine).balance).toBeCloseTo(0, 12);
    expect(measure(sine.map((value, index) => (index % 2 === 0 ? value : 0))).balance).toBe(-1);
    expect(measure(sine.map((value, index) => (index % 2 === 0 ? 0 : value))).balance).toBe(1);
    expect(measure(new Float32Array(24_000)).balance).toBe(0);
  });

  test('what is 0.3 s past does not count, blocks do not matter', () => {
    const changing = Float32Array.from([...noise, ...sine]);
    expect(measure(changing).correlation).toBeCloseTo(1, 12);
    expect(measure(changing, 37).correlation).toBeCloseTo(measure(changing).correlation, 12);
  });
});

describe('SlidingSum', () => {
  test.each([1, 2, 7, 80])('agrees with the plain sum of the latest %i', (length) => {
    const window = new SlidingSum(length);
    const values = Array.from({ length: 300 }, (_, index) => (index % 50 === 0 ? 1e12 : Math.sin(index) ** 2));
    values.forEach((value, index) => {
      const plain = values.slice(Math.max(0, index + 1 - length), index + 1).reduce((sum, each) => sum + each, 0);
      expect(Math.abs(window.push(value) / plain - 1)).toBeLessThan(1e-12);
    });
  });
});
