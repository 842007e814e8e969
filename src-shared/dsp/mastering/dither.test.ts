import { describe, expect, test } from 'vitest';
import { testKernels } from '../../testing/kernels.ts';
import { stereoNoise, stereoSine } from '../../testing/signals.ts';
import { RealFft } from '../metering/real-fft.ts';
import { Dither, type DitherOptions } from './dither.ts';
import { audibilityWeight, noiseShapingResponseDb, noiseShapingWeights } from './noise-shaping.ts';

const SAMPLE_RATE_HZ = 48_000;
const STEP_16 = 1 / 32_768;

type Options = Partial<DitherOptions> & { blockFrames?: number };

function dithered(signal: Float32Array, options: Options = {}): Float32Array {
  const {
    blockFrames = 512,
    channels = 2,
    kind = 'tpdf',
    bitDepth = 16,
    sampleRateHz = SAMPLE_RATE_HZ,
    ...rest
  } = options;
  const kernels = testKernels();
  const block = kernels.allocate(blockFrames * channels * 4);
  const dither = new Dither(kernels, { kind, bitDepth, channels, sampleRateHz, ...rest });
  const output = new Float32Array(signal.length);
  for (let at = 0; at < signal.length; at += blockFrames * channels) {
    const part = signal.subarray(at, at + blockFrames * channels);
    kernels.f32.set(part, block >>> 2);
    dither.process(block, part.length / channels);
    output.set(kernels.f32.subarray(block >>> 2, (block >>> 2) + part.length), at);
  }
  return output;
}

/** One channel of output less input, in steps. */
function errorSteps(input: Float32Array, output: Float32Array, channel = 0, stepSize = STEP_16): Float64Array {
  return Float64Array.from(
    { length: input.length / 2 },
    (_, frame) => ((output[frame * 2 + channel] as number) - (input[frame * 2 + channel] as number)) / stepSize,
  );
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function power(values: Float64Array): number {
  return mean(values.map((value) => value * value));
}

/** Power per bin, of 4096 frames each averaged over the signal. */
function powerSpectrum(values: Float64Array): Float64Array {
  const size = 4_096;
  const fft = new RealFft(size);
  const spectrum = new Float64Array(size / 2 + 1);
  const looks = Math.floor(values.length / size);
  for (let look = 0; look < looks; look++) {
    const from = look * size;
    fft.transform(
      values.subarray(from, from + size).map((value, index) => value * Math.sin((Math.PI * (index + 0.5)) / size)),
    );
    for (let bin = 0; bin < spectrum.length; bin++) {
      spectrum[bin] =
        (spectrum[bin] as number) +
        ((fft.real[bin] as number) ** 2 + (fft.imaginary[bin] as number) ** 2) / (looks * size * 0.5);
    }
  }
  return spectrum;
}

describe.each(['tpdf', 'shaped'] as const)('%s dither', (kind) => {
  const noise = stereoNoise({ amplitude: 0.7, frames: 3_001, seed: 8 });

  test.each([16, 24] as const)('leaves whole steps of %i bits, within their range', (bitDepth) => {
    const scale = 2 ** (bitDepth - 1);
    for (const value of dithered(
      noise.map((sample) => sample * 2),
      { kind, bitDepth },
    )) {
      expect(Number.isInteger(value * scale)).toBe(true);
      expect(value * scale).toBeLessThanOrEqual(scale - 1);
      expect(value * scale).toBeGreaterThanOrEqual(-scale);
    }
  });

  test.each([1, 17, 64, 3_001])('blocks of %i frames give the same file', (blockFrames) => {
    expect(dithered(noise, { kind, blockFrames })).toEqual(dithered(noise, { kind }));
  });

  test.each([1, 2, 3, 6])('works on %i channels, each with noise of its own', (channels) => {
    const constant = new Float32Array(6_000 * channels).fill(0.1);
    const output = dithered(constant, { kind, channels });
    for (let channel = 1; channel < channels; channel++) {
      let same = 0;
      for (let frame = 0; frame < 6_000; frame++)
        same += Number(output[frame * channels] === output[frame * channels + channel]);
      expect(same).toBeLessThan(4_500);
    }
    expect(mean(Float64Array.from(output))).toBeCloseTo(0.1, 5);
  });

  test('the same seed makes the same file, another another', () => {
    expect(dithered(noise, { kind, seed: 5 })).toEqual(dithered(noise, { kind, seed: 5 }));
    expect(dithered(noise, { kind, seed: 5 })).not.toEqual(dithered(noise, { kind, seed: 6 }));
  });

  test.each([16, 24] as const)('what already is %i bits passes bit for bit', (bitDepth) => {
    const grid = noise.map((value) => Math.round(value * 2 ** (bitDepth - 1)) / 2 ** (bitDepth - 1));
    grid[100] = -1;
    expect(dithered(grid, { kind, bitDepth })).toEqual(grid);
    expect(dithered(new Float32Array(5_000), { kind, bitDepth })).toEqual(new Float32Array(5_000));
  });

  test('begins with the first frame that is not whole steps, and goes on to the end', () => {
    const signal = new Float32Array(20_000);
    signal[9_001] = STEP_16 / 2;
    const output = dithered(signal, { kind });
    expect(output.subarray(0, 9_000).every((value) => value === 0)).toBe(true);
    expect(output.subarray(9_002, 9_100).some((value) => value !== 0)).toBe(true);
    expect(output.subarray(19_000).some((value) => value !== 0)).toBe(true);
  });

  test('a sine of −90 dBFS stays a sine: no harmonic above −40 dB of it, where rounding alone makes −20 dB', () => {
    const size = 2 ** 18;
    const cycles = 5_443;
    const amplitude = 10 ** (-90 / 20);
    const input = stereoSine({ hz: cycles, amplitude, frames: size, sampleRateHz: size });
    const worst = (samples: Float32Array) => {
      const fft = new RealFft(size);
      fft.transform(samples.filter((_, index) => index % 2 === 0));
      const level = (bin: number) => Math.hypot(fft.real[bin] as number, fft.imaginary[bin] as number);
      return Math.max(...[2, 3, 4, 5, 7, 9].map((order) => 20 * Math.log10(level(cycles * order) / level(cycles))));
    };
    expect(worst(dithered(input, { kind }))).toBeLessThan(-40);
    expect(worst(input.map((value) => Math.round(value / STEP_16) * STEP_16))).toBeGreaterThan(-20);
  });

  test('the noise has nothing to do with the signal, nor left with right', () => {
    const input = stereoNoise({ amplitude: 0.4, frames: 2 ** 17, seed: 2 });
    const output = dithered(input, { kind });
    const left = errorSteps(input, output, 0);
    const right = errorSteps(input, output, 1);
    const signal = Float64Array.from({ length: left.length }, (_, frame) => input[frame * 2] as number);
    const correlation = (a: Float64Array, b: Float64Array) =>
      mean(a.map((value, index) => value * (b[index] as number))) / Math.sqrt(power(a) * power(b));
    expect(Math.abs(correlation(left, right))).toBeLessThan(0.012);
    expect(Math.abs(correlation(left, signal))).toBeLessThan(0.012);
  });
});

describe('tpdf dither', () => {
  test.each([0.05, 0.25, 0.5, 0.77])(
    'at %f of a step: the error is 0 in the mean and ¼ step² in power, whatever the signal',
    (place) => {
      const input = new Float32Array(2 ** 18).fill((1_000 + place) * STEP_16);
      const error = errorSteps(input, dithered(input));
      expect(Math.abs(mean(error))).toBeLessThan(0.006);
      expect(power(error)).toBeGreaterThan(0.25 * 0.98);
      expect(power(error)).toBeLessThan(0.25 * 1.02);
    },
  );

  test('the noise is white within 0.6 dB in 32 bands', () => {
    const input = new Float32Array(2 ** 19).fill(0.3333 * STEP_16);
    const spectrum = powerSpectrum(errorSteps(input, dithered(input)));
    for (let band = 0; band < 32; band++) {
      const bins = spectrum.subarray(band * 64 + 2, (band + 1) * 64);
      expect(Math.abs(10 * Math.log10(mean(bins) / 0.25))).toBeLessThan(0.6);
    }
  });
});

describe('shaped dither', () => {
  test.each([44_100, 48_000, 96_000])(
    'at %i Hz the noise has the shape that is stated, within 1 dB',
    (sampleRateHz) => {
      const input = new Float32Array(2 ** 19).fill(0.3333 * STEP_16);
      const spectrum = powerSpectrum(errorSteps(input, dithered(input, { kind: 'shaped', sampleRateHz })));
      const weights = noiseShapingWeights(sampleRateHz);
      for (let band = 0; band < 32; band++) {
        const measured = spectrum.subarray(band * 64 + 2, (band + 1) * 64);
        const stated = measured.map(
          (_, index) =>
            0.25 *
            10 **
              (noiseShapingResponseDb(weights, ((band * 64 + 2 + index) * sampleRateHz) / 4_096, sampleRateHz) / 10),
        );
        expect(Math.abs(10 * Math.log10(mean(measured) / mean(stated))), `band ${band}`).toBeLessThan(1);
      }
    },
  );

  test.each([44_100, 48_000, 96_000])(
    'at %i Hz it is 10 dB less audible than white dither, for at most 11 dB more noise in all',
    (sampleRateHz) => {
      const weights = noiseShapingWeights(sampleRateHz);
      let total = 0;
      let heard = 0;
      let heardOfWhite = 0;
      const points = 4_000;
      for (let point = 0; point < points; point++) {
        const hz = ((point + 0.5) / points) * (sampleRateHz / 2);
        const gain = 10 ** (noiseShapingResponseDb(weights, hz, sampleRateHz) / 10);
        total += gain / points;
        heard += gain * audibilityWeight(hz);
        heardOfWhite += audibilityWeight(hz);
      }
      expect(10 * Math.log10(heard / heardOfWhite)).toBeLessThan(-10);
      expect(10 * Math.log10(total)).toBeLessThan(11);
    },
  );
});

describe('dither off', () => {
  test('changes nothing', () => {
    const noise = stereoNoise({ amplitude: 0.7, frames: 500, seed: 8 });
    expect(dithered(noise, { kind: 'off' })).toEqual(noise);
  });
});
