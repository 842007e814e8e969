import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';

const COUNT = 65_536;
const DB_PER_OCTAVE = 20 * Math.log10(2);

function throughKernel(values: Float32Array, name: 'log2Values' | 'exp2Values'): Float32Array {
  const kernels = testKernels();
  const pointer = kernels.allocate(values.byteLength);
  kernels.f32.set(values, pointer >>> 2);
  kernels.run[name](pointer, values.length);
  return kernels.f32.slice(pointer >>> 2, (pointer >>> 2) + values.length);
}

describe('log2 and exp2 of the kernels', () => {
  test('log2 in f32: within 2e-6 dB near 0 dB, within a rounding of the result elsewhere', () => {
    // From −240 to +240 dB, and finely around 0 dB.
    const wide = Float32Array.from({ length: COUNT }, (_, index) => 2 ** (-40 + (80 * index) / COUNT));
    const near = Float32Array.from({ length: COUNT }, (_, index) => 0.5 + (1.5 * index) / COUNT);
    for (const [index, value] of throughKernel(near, 'log2Values').entries()) {
      const errorDb = (value - Math.log2(near[index] as number)) * DB_PER_OCTAVE;
      if (Math.abs(errorDb) > 2e-6) expect.fail(`log2(${near[index]}) is ${errorDb} dB off`);
    }
    for (const [index, value] of throughKernel(wide, 'log2Values').entries()) {
      const errorDb = (value - Math.log2(wide[index] as number)) * DB_PER_OCTAVE;
      if (Math.abs(errorDb) > 3e-5) expect.fail(`log2(${wide[index]}) is ${errorDb} dB off`);
    }
  });

  test('exp2 in f32: within 2e-7 of the value, 2e-6 dB', () => {
    const input = Float32Array.from({ length: COUNT }, (_, index) => -126 + (252 * index) / COUNT);
    for (const [index, value] of throughKernel(input, 'exp2Values').entries()) {
      const relative = value / 2 ** (input[index] as number) - 1;
      if (Math.abs(relative) > 2e-7) expect.fail(`2^${input[index]} is off by ${relative}`);
    }
  });

  test('whole octaves are exact', () => {
    const octaves = Float32Array.from({ length: 64 }, (_, index) => index - 32);
    const gains = octaves.map((value) => 2 ** value);
    expect(throughKernel(octaves, 'exp2Values')).toEqual(gains);
    expect(throughKernel(gains, 'log2Values')).toEqual(octaves);
    const { run } = testKernels();
    for (let octave = -1_022; octave <= 1_023; octave++) expect(run.exp2Value(octave)).toBe(2 ** octave);
  });

  test('f64: log2 within 4e-15 of one octave near 0 dB, exp2 within 4e-15 of the value', () => {
    const { run } = testKernels();
    for (let index = 0; index < COUNT; index++) {
      const x = 0.25 + (4 * index) / COUNT;
      if (Math.abs(run.log2Value(x) - Math.log2(x)) > 4e-15) expect.fail(`log2(${x})`);
      const y = -50 + (100 * index) / COUNT;
      if (Math.abs(run.exp2Value(y) / 2 ** y - 1) > 4e-15) expect.fail(`2^${y}: ${run.exp2Value(y) / 2 ** y - 1}`);
    }
  });
});
