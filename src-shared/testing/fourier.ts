/** Spectra for tests: a plain radix-2 transform, and what a moving parameter splashes outside its signal's band. */
import type { ParameterValue, ParameterValues } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { powerToDb } from '../units/decibel.ts';
import { testKernels } from './kernels.ts';
import { makeProcessor, runThrough, TEST_SAMPLE_RATE_HZ } from './run-processor.ts';
import { stereoSine } from './signals.ts';

/** Cooley–Tukey, in place; the length is a power of two. */
export function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let index = 1, mirrored = 0; index < size; index++) {
    let bit = size >> 1;
    for (; mirrored & bit; bit >>= 1) mirrored ^= bit;
    mirrored ^= bit;
    if (index < mirrored) {
      for (const part of [real, imaginary])
        [part[index], part[mirrored]] = [part[mirrored] as number, part[index] as number];
    }
  }
  for (let span = 1; span < size; span *= 2) {
    for (let offset = 0; offset < span; offset++) {
      const cosine = Math.cos((Math.PI * offset) / span);
      const sine = -Math.sin((Math.PI * offset) / span);
      for (let low = offset; low < size; low += 2 * span) {
        const high = low + span;
        const turnedReal = (real[high] as number) * cosine - (imaginary[high] as number) * sine;
        const turnedImaginary = (real[high] as number) * sine + (imaginary[high] as number) * cosine;
        real[high] = (real[low] as number) - turnedReal;
        imaginary[high] = (imaginary[low] as number) - turnedImaginary;
        real[low] = (real[low] as number) + turnedReal;
        imaginary[low] = (imaginary[low] as number) + turnedImaginary;
      }
    }
  }
}

/** Power |X|² of bins 0…N/2 of a real signal whose length is a power of two. */
export function powerSpectrum(signal: ArrayLike<number>): Float64Array {
  const real = Float64Array.from(signal);
  const imaginary = new Float64Array(real.length);
  transform(real, imaginary);
  return Float64Array.from(
    { length: real.length / 2 + 1 },
    (_, bin) => (real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2,
  );
}

/** One channel of interleaved stereo. */
export function channelOf(signal: Float32Array, side: 0 | 1): Float64Array {
  return Float64Array.from({ length: signal.length / 2 }, (_, frame) => signal[2 * frame + side] as number);
}

export type SplashOptions = {
  definition: ProcessorDefinition;
  values: ParameterValues;
  key: string;
  /** The two values that the parameter is thrown between, ten times a second, by hand (15 control steps). */
  between: readonly [ParameterValue, ParameterValue];
  hz: number;
  amplitude?: number;
  /** Bins in here count as splash. */
  bandHz: readonly [low: number, high: number];
};

/** Power in `bandHz` against the whole, in dB, while a parameter is thrown to and fro over a sine. */
export function splashDb(options: SplashOptions): number {
  const { definition, values, key, between, hz, bandHz, amplitude = 0.5 } = options;
  const kernels = testKernels();
  const processor = makeProcessor(definition, { ...values, [key]: between[0] }, { kernels });
  const throwFrames = 4_800;
  const throws = 16;
  const input = stereoSine({ hz, amplitude, frames: throwFrames * throws, sampleRateHz: TEST_SAMPLE_RATE_HZ });
  const output = new Float32Array(input.length);
  for (let index = 0; index < throws; index++) {
    processor.set(key, between[index % 2] as ParameterValue, 15);
    const range = [index * throwFrames * 2, (index + 1) * throwFrames * 2] as const;
    output.set(runThrough(processor, kernels, input.subarray(...range)), range[0]);
  }
  const frames = 65_536;
  const late = channelOf(output.subarray(output.length - 2 * frames), 0);
  // Blackman–Harris (1978), −92 dB side lobes, so that the cut-out's own edges do not count as splash.
  const windowed = late.map((value, frame) => {
    const angle = (2 * Math.PI * (frame + 0.5)) / frames;
    return (
      value * (0.35875 - 0.48829 * Math.cos(angle) + 0.14128 * Math.cos(2 * angle) - 0.01168 * Math.cos(3 * angle))
    );
  });
  let splash = 0;
  let total = 0;
  powerSpectrum(windowed).forEach((power, bin) => {
    const binHz = (bin * TEST_SAMPLE_RATE_HZ) / frames;
    total += power;
    if (binHz >= bandHz[0] && binHz <= bandHz[1]) splash += power;
  });
  return powerToDb(splash / total);
}
