import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { stereoImpulse } from '../../testing/signals.ts';
import {
  BIQUAD_BYTES,
  type Biquad,
  biquadResponseDb,
  clearBiquad,
  highPass,
  highPassOnePole,
  lowPass,
  lowPassOnePole,
  poleRadius,
  writeBiquad,
} from './biquad.ts';

const RATES_HZ = [44_100, 48_000, 96_000, 192_000];

/** Output of the kernel for an impulse in both channels, left channel only. */
function impulseResponse(section: Biquad, frames: number): Float32Array {
  const kernels = testKernels();
  const memory = kernels.allocate(BIQUAD_BYTES);
  const block = kernels.allocateFrames(frames);
  writeBiquad(kernels, memory, section);
  kernels.frames(block, frames).set(stereoImpulse(frames));
  kernels.run.biquadProcess(memory, block, frames);
  return kernels.frames(block, frames).filter((_, index) => index % 2 === 0);
}

/** Level in dB of one frequency of a finite signal. */
function levelAt(signal: Float32Array, hz: number, sampleRateHz: number): number {
  let real = 0;
  let imaginary = 0;
  signal.forEach((value, frame) => {
    const angle = (2 * Math.PI * hz * frame) / sampleRateHz;
    real += value * Math.cos(angle);
    imaginary -= value * Math.sin(angle);
  });
  return 10 * Math.log10(real * real + imaginary * imaginary);
}

describe('biquad sections', () => {
  test.each([
    ['low-pass', lowPass(2_000, Math.SQRT1_2, 48_000)],
    ['high-pass', highPass(150, Math.SQRT1_2, 48_000)],
    ['low-pass of one pole', lowPassOnePole(5_000, 48_000)],
    ['high-pass of one pole', highPassOnePole(300, 48_000)],
  ])('%s: the kernel measures what responseDb says', (_, section) => {
    const response = impulseResponse(section, 16_384);
    for (const hz of [100, 440, 2_000, 7_000, 15_000]) {
      expect(levelAt(response, hz, 48_000)).toBeCloseTo(biquadResponseDb(section, hz, 48_000), 2);
    }
  });

  test('the corner is 3 dB down at every rate, and every pole is inside the circle', () => {
    for (const sampleRateHz of RATES_HZ) {
      for (const hz of [20, 120, 1_000, 6_000, 20_000]) {
        for (const design of [lowPassOnePole, highPassOnePole]) {
          expect(biquadResponseDb(design(hz, sampleRateHz), hz, sampleRateHz)).toBeCloseTo(-3.0103, 4);
        }
        for (const design of [lowPass, highPass]) {
          const section = design(hz, Math.SQRT1_2, sampleRateHz);
          expect(biquadResponseDb(section, hz, sampleRateHz)).toBeCloseTo(-3.0103, 4);
          expect(poleRadius(section)).toBeLessThan(1);
        }
      }
    }
  });

  test('a state that dies away becomes exact zero, and clearing silences it', () => {
    const kernels = testKernels();
    const memory = kernels.allocate(BIQUAD_BYTES);
    const block = kernels.allocateFrames(4_096);
    writeBiquad(kernels, memory, highPass(1_000, Math.SQRT1_2, 48_000));
    kernels.frames(block, 4_096).set(stereoImpulse(4_096));
    kernels.run.biquadProcess(memory, block, 4_096);
    expect([...kernels.f64.subarray(memory >>> 3, (memory >>> 3) + 4)]).toEqual([0, 0, 0, 0]);
    kernels.frames(block, 16).fill(1);
    kernels.run.biquadProcess(memory, block, 16);
    clearBiquad(kernels, memory);
    kernels.frames(block, 16).fill(0);
    kernels.run.biquadProcess(memory, block, 16);
    expect(kernels.frames(block, 16).every((value) => value === 0)).toBe(true);
  });
});
