import { describe, expect, test } from 'vitest';
import { ffmpegFigures, hasFfmpeg } from '../../testing/ffmpeg.ts';
import { testKernels } from '../../testing/kernels.ts';
import { describeProcessorLaws } from '../../testing/processor-laws.ts';
import { makeProcessor, runThrough } from '../../testing/run-processor.ts';
import { seededRandom, stereoNoise, stereoSine } from '../../testing/signals.ts';
import { FINE_JUDGE, IDEAL_JUDGE, judgedTruePeak, type TruePeakJudge } from '../../testing/true-peak-judge.ts';
import { dbToGain, gainToDb } from '../../units/decibel.ts';
import type { ParameterValues } from '../core/parameter-spec.ts';
import {
  CAUTIOUS_INTERPOLATOR,
  doubleRate,
  interpolationReachFrames,
  interpolationSteps,
} from '../metering/interpolation-table.ts';
import { RealFft } from '../metering/real-fft.ts';
import { Dither } from './dither.ts';
import { LIMITER_MARGIN_DB, limiter, limiterLatencyFrames, limiterStageLengths } from './limiter.ts';

describeProcessorLaws(limiter, { working: { ceilingDbtp: -12, inputGainDb: 9 }, rateToleranceDb: 0.1 });

const SAMPLE_RATE_HZ = 48_000;
const FRAMES = 4_000;

/** Runs with silence before and after, so that the whole output is seen. */
function limited(signal: Float32Array, values: ParameterValues = {}, sampleRateHz = SAMPLE_RATE_HZ): Float32Array {
  const kernels = testKernels();
  const processor = makeProcessor(limiter, values, { kernels, sampleRateHz });
  const padFrames = processor.latencyFrames + 300;
  const padded = new Float32Array(signal.length + padFrames * 4);
  padded.set(signal, padFrames * 2);
  return runThrough(processor, kernels, padded);
}

/** The gain of the first stage at each frame of time, word for word: every window looked through whole. */
function plainGains(
  signal: Float32Array,
  { lookAheadSeconds, releaseSeconds }: { lookAheadSeconds: number; releaseSeconds: number },
) {
  const frames = signal.length / 2;
  const { boxes, delayFrames, holdFrames } = limiterStageLengths(
    Math.round(lookAheadSeconds * SAMPLE_RATE_HZ),
    0.01 * SAMPLE_RATE_HZ,
  );
  const reachFrames = interpolationReachFrames(CAUTIOUS_INTERPOLATOR);
  const aim = dbToGain(-LIMITER_MARGIN_DB);
  const needs = new Float64Array(frames);
  for (const channel of [0, 1]) {
    let fine: ArrayLike<number> = signal.filter((_, index) => index % 2 === channel);
    for (const weights of interpolationSteps(CAUTIOUS_INTERPOLATOR)) fine = doubleRate(fine, weights);
    // Time runs `reachFrames` ahead of the frame that is judged.
    for (let index = 0; index < (frames - reachFrames) * 8; index++) {
      const frame = (index >> 3) + reachFrames;
      needs[frame] = Math.max(needs[frame] as number, Math.abs(fine[index] as number) / aim - 1);
    }
  }
  let release = 0;
  let gain = needs.map((_, frame) => {
    const held = Math.max(...needs.subarray(Math.max(0, frame - holdFrames + 1), frame + 1));
    release = Math.max(held, release * Math.exp(-1 / (releaseSeconds * SAMPLE_RATE_HZ)) - 1e-9);
    return 1 / (1 + release);
  });
  for (const box of boxes) {
    const before = gain;
    gain = before.map((_, frame) => {
      let sum = 0;
      for (let back = 0; back < box; back++) sum += before[frame - back] ?? 1;
      return sum / box;
    });
  }
  return { gain, delayFrames };
}

function truePeakDb(signal: Float32Array, judge: TruePeakJudge = FINE_JUDGE): number {
  return gainToDb(Math.max(judgedTruePeak(signal, 0, judge), judgedTruePeak(signal, 1, judge)));
}

/** A signal from a value per frame, the right channel a little different. */
function signalOf(valueAt: (frame: number) => number, frames = FRAMES): Float32Array {
  const signal = new Float32Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) {
    signal[frame * 2] = valueAt(frame);
    signal[frame * 2 + 1] = -0.9 * (signal[frame * 2] as number);
  }
  return signal;
}

const random = seededRandom(77);
const white = () => 2 * random() - 1;
const coin = () => (random() < 0.5 ? 1 : -1);
const alternating = (frame: number) => (frame % 2 === 0 ? 1 : -1);

const HARD_SIGNALS: readonly (readonly [name: string, signal: Float32Array])[] = [
  ['an edge of +100 dB under a tone', signalOf((frame) => (frame < 2_000 ? 1 : 1e5) * Math.sin(frame * 0.05))],
  ['an edge of +100 dB to a constant', signalOf((frame) => (frame < 2_000 ? 0.01 : 1e5))],
  ['an edge of +100 dB in noise', signalOf((frame) => (frame < 2_000 ? 1 : 1e5) * white())],
  ['a full-scale square', signalOf((frame) => (frame % 100 < 50 ? 1 : -1))],
  ['a square 40 dB over', signalOf((frame) => 100 * (frame % 37 < 18 ? 1 : -1))],
  ['white noise × 1000', signalOf(() => 1_000 * white())],
  ['white noise a little over', signalOf(() => 1.3 * white())],
  ['random signs × 1000', signalOf(() => 1_000 * coin())],
  ['fs/4 between its samples', signalOf((frame) => 4 * Math.sin((Math.PI / 2) * frame + Math.PI / 4))],
  ['fs/6 between its samples', signalOf((frame) => 4 * Math.sin((Math.PI / 3) * frame + Math.PI / 3))],
  ['0.45 fs', signalOf((frame) => 4 * Math.sin(Math.PI * 0.9 * frame + 1))],
  ['just under fs/2', signalOf((frame) => 4 * Math.sin(Math.PI * 0.98 * frame))],
  ['alternating signs that turn over', signalOf((frame) => 2 * alternating(frame) * (frame % 97 < 48 ? 1 : -1))],
  ['alternating impulses', signalOf((frame) => (frame % 500 < 2 ? 30 * alternating(frame) : 0))],
  ['bursts of noise', signalOf((frame) => (frame % 700 < 30 ? 50 : 0.3) * white())],
  ['noise that swings by 100 dB', signalOf((frame) => Math.exp(6 * Math.sin(frame * 0.01)) * white())],
  ['noise that swings fast', signalOf((frame) => Math.exp(6 * Math.sin(frame * 0.3)) * white())],
  ['random signs that grow by 100 dB', signalOf((frame) => Math.exp((frame % 1_000) * 0.012) * coin())],
  [
    'infinities and what is not a number',
    signalOf((frame) => [Number.POSITIVE_INFINITY, Number.NaN, Number.NEGATIVE_INFINITY, 0.5][frame % 997] ?? white()),
  ],
];

describe('the ceiling', () => {
  test.each(HARD_SIGNALS)('holds under %s, looked at 32 times as finely', (_, signal) => {
    const output = limited(signal, { ceilingDbtp: -1 });
    expect(output.every(Number.isFinite)).toBe(true);
    expect(truePeakDb(output)).toBeLessThanOrEqual(-1);
  });

  test.each(HARD_SIGNALS.slice(0, 9))('holds with the shortest look-ahead and release under %s', (_, signal) => {
    const output = limited(signal, { ceilingDbtp: -6, lookAheadSeconds: 0.001, releaseSeconds: 0.01 });
    expect(truePeakDb(output)).toBeLessThanOrEqual(-6);
  });

  test.each([44_100, 96_000, 192_000])('holds at %i Hz with the longest look-ahead', (sampleRateHz) => {
    for (const index of [0, 5, 15]) {
      const [name, signal] = HARD_SIGNALS[index] as (typeof HARD_SIGNALS)[number];
      expect(truePeakDb(limited(signal, { lookAheadSeconds: 0.01 }, sampleRateHz)), name).toBeLessThanOrEqual(-1);
    }
  });

  test('holds under 40 random bursts, most of them near fs/2', () => {
    const chance = seededRandom(5);
    for (let round = 0; round < 40; round++) {
      const amplitude = 10 ** (5 * chance() - 1);
      const cycle = 2.6 + 0.5 * chance();
      const growth = 0.1 * (chance() - 0.5);
      const from = Math.floor(300 * chance());
      const until = from + 1 + Math.floor(300 * chance() ** 2);
      const burst = (frame: number) => amplitude * Math.sin(cycle * frame) * Math.exp(growth * (frame - from));
      const signal = signalOf((frame) => (frame >= from && frame < until ? burst(frame) : 0.3 * white()), 600);
      const output = limited(signal, {
        lookAheadSeconds: 0.001 * 10 ** chance(),
        releaseSeconds: 0.01 * 10 ** chance(),
      });
      expect(truePeakDb(output), `round ${round}`).toBeLessThanOrEqual(-1);
    }
  });

  // Content above 0.47 fs over the whole band: where no interpolator of a finite length sees everything. A meter's does not either.
  test('for a nearly ideal interpolator, full-band noise stays within 0.35 dB, and what a microphone can send stays under', () => {
    expect(truePeakDb(limited(signalOf(() => 1_000 * white(), 3_000)), IDEAL_JUDGE)).toBeLessThanOrEqual(-0.65);
    const tone = signalOf(
      (frame) => 5 * Math.sin(frame * 1.1) + 5 * Math.sin(frame * 2.2) + (frame % 400 < 20 ? 9 : 0),
      3_000,
    );
    expect(truePeakDb(limited(tone), IDEAL_JUDGE)).toBeLessThanOrEqual(-1);
  });

  test.each([-20, -9, -1, 0])('of %f dBTP is reached within 0.4 dB by a loud signal, and kept', (ceilingDbtp) => {
    const peakDb = truePeakDb(
      limited(stereoSine({ hz: 997, amplitude: 1, frames: FRAMES, sampleRateHz: SAMPLE_RATE_HZ }), {
        ceilingDbtp,
        inputGainDb: 12,
      }),
    );
    expect(peakDb).toBeLessThanOrEqual(ceilingDbtp);
    expect(peakDb).toBeGreaterThan(ceilingDbtp - 0.4);
  });

  test.each([
    [16, 'tpdf', -1],
    [16, 'shaped', -1],
    [16, 'shaped', -20],
    [24, 'tpdf', -1],
  ] as const)('holds in a file of %i bits with %s dither at %f dBTP', (bitDepth, kind, ceilingDbtp) => {
    for (const [, signal] of [2, 4, 7].map((index) => HARD_SIGNALS[index] as (typeof HARD_SIGNALS)[number])) {
      const output = limited(signal, { ceilingDbtp });
      const kernels = testKernels();
      const block = kernels.allocateFrames(output.length / 2);
      kernels.f32.set(output, block >>> 2);
      new Dither(kernels, { kind, bitDepth, channels: 2, sampleRateHz: SAMPLE_RATE_HZ }).process(
        block,
        output.length / 2,
      );
      expect(truePeakDb(kernels.frames(block, output.length / 2).slice())).toBeLessThanOrEqual(ceilingDbtp);
    }
  });

  test('lowered by automation, it holds for all that comes after the move', () => {
    const kernels = testKernels();
    const processor = makeProcessor(limiter, { ceilingDbtp: -1, inputGainDb: 12 }, { kernels });
    const noise = stereoNoise({ amplitude: 1, frames: 9_600, seed: 3 });
    runThrough(processor, kernels, noise);
    processor.set('ceilingDbtp', -10, 10);
    runThrough(processor, kernels, noise.subarray(0, 2 * (processor.latencyFrames + 640)));
    expect(truePeakDb(runThrough(processor, kernels, noise))).toBeLessThanOrEqual(-10);
  });

  test.skipIf(!hasFfmpeg())('holds to FFmpeg too', () => {
    const all = Float32Array.from(HARD_SIGNALS.flatMap(([, signal]) => [...limited(signal)]));
    // FFmpeg prints tenths.
    expect(ffmpegFigures(all, SAMPLE_RATE_HZ, 2).truePeakDbtp).toBeLessThanOrEqual(-1);
  });
});

describe('under the ceiling', () => {
  test('a signal passes bit for bit, delayed by the latency', () => {
    const noise = stereoNoise({ amplitude: 0.3, frames: 8_000, seed: 6 });
    const kernels = testKernels();
    const processor = makeProcessor(limiter, {}, { kernels });
    const output = runThrough(processor, kernels, noise);
    expect(output.subarray(processor.latencyFrames * 2)).toEqual(
      noise.subarray(0, noise.length - processor.latencyFrames * 2),
    );
    expect(processor.readouts[0]).toBe(0);
  });

  test('after a reduction has been released it passes bit for bit again', () => {
    const frames = 96_000;
    const signal = stereoNoise({ amplitude: 0.3, frames, seed: 6 });
    signal[2_000] = 3;
    const kernels = testKernels();
    const processor = makeProcessor(limiter, { releaseSeconds: 0.05 }, { kernels });
    const output = runThrough(processor, kernels, signal);
    const from = 72_000;
    expect(output.subarray((from + processor.latencyFrames) * 2)).toEqual(
      signal.subarray(from * 2, signal.length - processor.latencyFrames * 2),
    );
  });
});

describe('gain', () => {
  const kernels = testKernels();

  test('reads out in dB below 0, as deep as the signal is over', () => {
    const processor = makeProcessor(limiter, { ceilingDbtp: -6, inputGainDb: 6 }, { kernels });
    runThrough(processor, kernels, stereoSine({ hz: 997, amplitude: 1, frames: 9_600, sampleRateHz: SAMPLE_RATE_HZ }));
    expect(Math.abs((processor.readouts[0] as number) + 12)).toBeLessThan(0.4);
  });

  test('both channels get the same: a loud left moves a quiet right', () => {
    const signal = signalOf(() => white());
    for (let index = 0; index < signal.length; index += 2) signal[index] = 8 * (signal[index] as number);
    const output = limited(signal);
    const at = output.findIndex((value) => value !== 0) & ~1;
    // The same ratio on both sides at every frame, to the precision of the samples.
    const start = signal.findIndex((value) => value !== 0) & ~1;
    for (let index = 2_000; index < 6_000; index += 2) {
      const left = (output[at + index] as number) / (signal[start + index] as number);
      const right = (output[at + index + 1] as number) / (signal[start + index + 1] as number);
      expect(Math.abs(left / right - 1)).toBeLessThan(1e-5);
    }
  });

  test.each([0.05, 0.2, 1])(
    'a release of %f s lets go to 37 %% of the reduction in that time, ±5 %%',
    (releaseSeconds) => {
      const processor = makeProcessor(limiter, { releaseSeconds, ceilingDbtp: 0 }, { kernels });
      const frames = Math.round((releaseSeconds * 2.2 + 0.1) * SAMPLE_RATE_HZ);
      const loudFrames = 2_400;
      const signal = new Float32Array(frames * 2);
      for (let index = 0; index < signal.length; index++) signal[index] = index < loudFrames * 2 ? 2 : 1e-3;
      const output = runThrough(processor, kernels, signal);
      const reductionAt = (frame: number) => 1e-3 / (output[(frame + processor.latencyFrames) * 2] as number) - 1;
      // Long past the loud part's ringing and the hold.
      const from = loudFrames + 1_000;
      const seconds = releaseSeconds;
      const ratio = reductionAt(from + Math.round(seconds * SAMPLE_RATE_HZ)) / reductionAt(from);
      const measured = -seconds / Math.log(ratio);
      expect(Math.abs(measured / releaseSeconds - 1)).toBeLessThan(0.05);
    },
  );

  test('glides down within the look-ahead: no step of gain larger than a smooth curve makes', () => {
    const processor = makeProcessor(limiter, { ceilingDbtp: 0, lookAheadSeconds: 0.005 }, { kernels });
    const signal = new Float32Array(9_600).fill(0.01);
    for (let index = 4_800; index < signal.length; index++) signal[index] = 2;
    const output = runThrough(processor, kernels, signal);
    const onset = 2_400 + processor.latencyFrames;
    let largest = 0;
    for (let frame = onset - 400; frame < onset - 1; frame++) {
      largest = Math.max(largest, Math.abs((output[(frame + 1) * 2] as number) - (output[frame * 2] as number)) / 0.01);
    }
    // Half the gain in 240 frames; three running means are steepest in the middle, 2.25 times their average.
    expect(largest).toBeLessThan((0.55 / 240) * 2.4);
    expect(largest).toBeGreaterThan(0.5 / 240);
  });
});

describe('distortion', () => {
  /** Harmonics 2 … 10 against the fundamental. */
  function totalHarmonicDistortion(output: Float32Array, cycles: number, size: number): number {
    const fft = new RealFft(size);
    fft.transform(output.filter((_, index) => index % 2 === 0).subarray(-size));
    const level = (order: number) =>
      Math.hypot(fft.real[cycles * order] as number, fft.imaginary[cycles * order] as number);
    return Math.hypot(...[2, 3, 4, 5, 6, 7, 8, 9, 10].map(level)) / level(1);
  }

  test.each([
    [100, 0.0001],
    [60, 0.0001],
    [40, 0.02],
    [1_000, 0.0001],
  ])('a sine of about %i Hz, 6 dB over, at the default release: THD below %f', (hz, limit) => {
    const size = 32_768;
    const cycles = Math.round((hz * size) / SAMPLE_RATE_HZ);
    const signal = stereoSine({
      hz: (cycles * SAMPLE_RATE_HZ) / size,
      amplitude: 2,
      frames: 3 * size,
      sampleRateHz: SAMPLE_RATE_HZ,
    });
    const kernels = testKernels();
    const output = runThrough(makeProcessor(limiter, { ceilingDbtp: 0 }, { kernels }), kernels, signal);
    expect(totalHarmonicDistortion(output, cycles, size)).toBeLessThan(limit);
  });
});

describe('the clever parts against the plain ones', () => {
  test('its gain is that of a direct calculation in double precision', () => {
    const values = { ceilingDbtp: 0, lookAheadSeconds: 0.002, releaseSeconds: 0.02 };
    const kernels = testKernels();
    const processor = makeProcessor(limiter, values, { kernels });
    const signal = signalOf(
      (frame) => ([0.5, 3, 0.7, 40, 0.2, 1.2][Math.floor(frame / 700) % 6] as number) * white(),
      8_000,
    );
    const output = runThrough(processor, kernels, signal);
    const gains = plainGains(signal, values);
    const trimDelayFrames = processor.latencyFrames - gains.delayFrames;
    for (let frame = gains.delayFrames; frame < 8_000 - trimDelayFrames; frame++) {
      const expected = (signal[(frame - gains.delayFrames) * 2] as number) * (gains.gain[frame] as number);
      expect(Math.abs((output[(frame + trimDelayFrames) * 2] as number) - expected)).toBeLessThan(2e-6);
    }
  });

  test('a limiter that is fed in pieces is the same while the ceiling moves', () => {
    const noise = stereoNoise({ amplitude: 2, frames: 12_000, seed: 12 });
    const run = (blockFrames: number) => {
      const own = testKernels();
      const processor = makeProcessor(limiter, { ceilingDbtp: -3 }, { kernels: own });
      const first = runThrough(processor, own, noise.subarray(0, 12_000), { blockFrames });
      processor.set('ceilingDbtp', -9, 20);
      return [...first, ...runThrough(processor, own, noise.subarray(12_000), { blockFrames })];
    };
    expect(run(100)).toEqual(run(512));
  });

  test('the latency is what it says at every rate', () => {
    for (const sampleRateHz of [44_100, 48_000, 96_000, 192_000]) {
      const latencyFrames = limiterLatencyFrames(0.005, sampleRateHz);
      expect(latencyFrames / sampleRateHz).toBeLessThan(0.0085);
      expect(latencyFrames / sampleRateHz).toBeGreaterThan(0.005);
    }
  });

  test('a ceiling is an amplitude', () => {
    expect(dbToGain(-20)).toBeCloseTo(0.1, 12);
  });
});
