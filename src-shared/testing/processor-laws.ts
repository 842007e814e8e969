import { describe, expect, test } from 'vitest';
import type { ParameterSpec, ParameterValue, ParameterValues } from '../dsp/core/parameter-spec.ts';
import { whyInvalid, withDefaults } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import { gainToDb } from '../units/decibel.ts';
import { testKernels } from './kernels.ts';
import { makeProcessor, runProcessor, runThrough, TEST_SAMPLE_RATE_HZ } from './run-processor.ts';
import { seededRandom, stereoImpulse, stereoNoise } from './signals.ts';

const SAMPLE_RATES_HZ = [44_100, 48_000, 96_000] as const;

export type LawOptions = {
  /** Values under which the processor does its work (a compressor that compresses): used by every law. */
  working: ParameterValues;
  /** Values under which an impulse comes out as an impulse, to find its latency; default: the defaults. */
  transparent?: ParameterValues;
  /** How far the output level of noise may differ between 44.1, 48 and 96 kHz, in dB. */
  rateToleranceDb: number;
  /** False for processors that add sound of their own to silence (none should). */
  silentOnSilence?: boolean;
};

/** The laws that hold for every processor; its own physics is tested beside them. */
export function describeProcessorLaws(definition: ProcessorDefinition, options: LawOptions): void {
  describe(`${definition.type} keeps the laws of a processor`, () => {
    const { working } = options;
    const noise = stereoNoise({ amplitude: 0.5, frames: 6_000, seed: 7 });

    test('defaults lie within their own ranges', () => {
      for (const [key, spec] of Object.entries(definition.parameters)) {
        expect(whyInvalid(spec, spec.default), key).toBeUndefined();
      }
    });

    test.each([1, 17, 64, 257])('blocks of %i frames give the same output bit for bit', (blockFrames) => {
      const whole = runMoving(definition, working, noise, 512);
      expect(runMoving(definition, working, noise, blockFrames)).toEqual(whole);
    });

    test('reset is bit-equal to fresh', () => {
      const kernels = testKernels();
      const processor = makeProcessor(definition, working, { kernels });
      const fresh = runThrough(processor, kernels, noise);
      processor.reset();
      expect(runThrough(processor, kernels, noise)).toEqual(fresh);
    });

    if (options.silentOnSilence !== false) {
      test('silence in, silence out', () => {
        const silence = new Float32Array(9_600);
        expect(runProcessor(definition, working, silence)).toEqual(silence);
      });
    }

    test('stays finite at every extreme and at 200 random settings', () => {
      const seed = Date.now() >>> 0;
      const random = seededRandom(seed);
      for (const values of [
        ...extremes(definition),
        ...Array.from({ length: 200 }, () => randomValues(definition, random)),
      ]) {
        const output = runProcessor(definition, values, noise.subarray(0, 2_000));
        expect(output.every(Number.isFinite), `seed ${seed}: ${JSON.stringify(values)}`).toBe(true);
      }
    });

    test('the impulse arrives at the reported latency', () => {
      const values = withDefaults(definition.parameters, options.transparent ?? {});
      const kernels = testKernels();
      const processor = makeProcessor(definition, values, { kernels });
      const output = runThrough(processor, kernels, stereoImpulse(processor.latencyFrames + 512));
      expect(loudestFrame(output)).toBe(processor.latencyFrames);
      expect(processor.latencyFrames).toBe(definition.latencyFrames(values, TEST_SAMPLE_RATE_HZ));
    });

    test('44.1, 48 and 96 kHz agree', () => {
      const levels = SAMPLE_RATES_HZ.map((sampleRateHz) => {
        // The same band-limited tones at each rate: noise would hold more treble at the higher one.
        const output = runProcessor(definition, working, tones(sampleRateHz), { sampleRateHz });
        return levelDb(output.subarray(output.length / 2));
      });
      expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(options.rateToleranceDb);
    });

    test('while it works it takes no kernel memory, and release gives back all', () => {
      const kernels = testKernels();
      const processor = makeProcessor(definition, working, { kernels });
      // The first block is the test's own.
      runThrough(processor, kernels, noise);
      const before = [kernels.allocatedBytes, kernels.u8.byteLength];
      for (const [key, value] of Object.entries(randomValues(definition, seededRandom(5))))
        if (definition.parameters[key]?.automatable) processor.set(key, value, 3);
      for (let pass = 0; pass < 4; pass++) runThrough(processor, kernels, noise);
      expect([kernels.allocatedBytes, kernels.u8.byteLength]).toEqual(before);
      processor.release();
      expect(kernels.allocatedBytes).toBe(0);
    });
  });
}

/** Runs with parameters that move on the way, at the same frames whatever the block size. */
function runMoving(
  definition: ProcessorDefinition,
  values: ParameterValues,
  input: Float32Array,
  blockFrames: number,
): Float32Array {
  const kernels = testKernels();
  const processor = makeProcessor(definition, values, { kernels });
  const half = 3_000 * 2;
  const first = runThrough(processor, kernels, input.subarray(0, half), { blockFrames });
  const random = seededRandom(11);
  for (const [key, value] of Object.entries(randomValues(definition, random))) {
    if (definition.parameters[key]?.automatable) processor.set(key, value, 5);
  }
  const second = runThrough(processor, kernels, input.subarray(half), { blockFrames });
  const output = new Float32Array(input.length);
  output.set(first);
  output.set(second, half);
  return output;
}

function randomValue(spec: ParameterSpec, random: () => number): ParameterValue {
  if (spec.kind === 'boolean') return random() < 0.5;
  if (spec.kind === 'choice') return spec.choices[Math.floor(random() * spec.choices.length)] as string;
  const minimum = Math.max(spec.minimum, -100);
  if (spec.taper !== 'logarithmic') return minimum + (spec.maximum - minimum) * random();
  return spec.minimum * (spec.maximum / spec.minimum) ** random();
}

function randomValues(definition: ProcessorDefinition, random: () => number): ParameterValues {
  return Object.fromEntries(
    Object.entries(definition.parameters).map(([key, spec]) => [key, randomValue(spec, random)]),
  );
}

/** All minima, all maxima, and each parameter at either end with the others at their defaults. */
function extremes(definition: ProcessorDefinition): ParameterValues[] {
  const ends = Object.entries(definition.parameters).map(([key, spec]) => {
    if (spec.kind === 'boolean') return [key, false, true] as const;
    if (spec.kind === 'choice') return [key, spec.choices[0] as string, spec.choices.at(-1) as string] as const;
    return [key, spec.minimum, spec.maximum] as const;
  });
  const low = Object.fromEntries(ends.map(([key, minimum]) => [key, minimum]));
  const high = Object.fromEntries(ends.map(([key, , maximum]) => [key, maximum]));
  return [low, high, ...ends.flatMap(([key, minimum, maximum]) => [{ [key]: minimum }, { [key]: maximum }])];
}

function loudestFrame(signal: Float32Array): number {
  let loudest = 0;
  for (let frame = 1; frame < signal.length / 2; frame++) {
    if (Math.abs(signal[frame * 2] as number) > Math.abs(signal[loudest * 2] as number)) loudest = frame;
  }
  return loudest;
}

function tones(sampleRateHz: number): Float32Array {
  const frames = sampleRateHz;
  const signal = new Float32Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) {
    let value = 0;
    for (const hz of [80, 300, 1_000, 3_500, 9_000])
      value += 0.12 * Math.sin((2 * Math.PI * hz * frame) / sampleRateHz);
    signal[frame * 2] = value;
    signal[frame * 2 + 1] = value;
  }
  return signal;
}

function levelDb(signal: Float32Array): number {
  let sum = 0;
  for (const value of signal) sum += value * value;
  return gainToDb(Math.sqrt(sum / signal.length));
}
