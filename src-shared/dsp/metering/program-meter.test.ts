import { describe, expect, test } from 'vitest';
import { ffmpegFigures, hasFfmpeg } from '../../testing/ffmpeg.ts';
import { testKernels } from '../../testing/kernels.ts';
import { steppedTone } from '../../testing/loudness-signals.ts';
import { seededRandom } from '../../testing/signals.ts';
import { type ProgramFigures, ProgramMeter } from './program-meter.ts';

function figuresOf(
  samples: Float32Array,
  options: { sampleRateHz?: number; channels?: number; pieceFrames?: number } = {},
): ProgramFigures {
  const { sampleRateHz = 48_000, channels = 2, pieceFrames = 10_000 } = options;
  const meter = new ProgramMeter(testKernels(), { sampleRateHz, channels });
  for (let at = 0; at < samples.length; at += pieceFrames * channels)
    meter.measure(samples.subarray(at, at + pieceFrames * channels));
  return meter.finish();
}

describe('ProgramMeter', () => {
  test('silence has no loudness and no level', () => {
    expect(figuresOf(new Float32Array(96_000))).toEqual({
      integratedLufs: null,
      loudnessRangeLu: null,
      maxMomentaryLufs: null,
      maxShortTermLufs: null,
      truePeakDbtp: null,
      samplePeakDbfs: null,
      clippedFrames: 0,
      dcOffset: 0,
      correlation: null,
    });
  });

  test('no frames at all have no figures', () => {
    expect(figuresOf(new Float32Array(0)).dcOffset).toBeNull();
  });

  test('a calibration tone reads what the standard says', () => {
    const figures = figuresOf(steppedTone([[10, -18]], 48_000));
    expect(figures.integratedLufs).toBeCloseTo(-18, 1);
    expect(figures.loudnessRangeLu).toBeCloseTo(0, 1);
    expect(figures.samplePeakDbfs).toBeCloseTo(-18, 3);
    expect(figures.truePeakDbtp).toBeCloseTo(-18, 1);
    expect(figures.correlation).toBeCloseTo(1, 9);
    expect(figures.dcOffset).toBeCloseTo(0, 6);
  });

  test('true peak is never under sample peak', () => {
    const figures = figuresOf(music(3, 48_000));
    expect(figures.truePeakDbtp as number).toBeGreaterThanOrEqual(figures.samplePeakDbfs as number);
  });

  test('DC, clipping and opposite sides are told', () => {
    const samples = steppedTone([[1, -6]], 48_000).map((value, index) => (index % 2 === 0 ? value - 0.125 : -value));
    samples[2_000] = 1;
    samples[2_001] = -1;
    samples[3_001] = -1.5;
    const figures = figuresOf(samples);
    expect(figures.clippedFrames).toBe(2);
    expect(figures.dcOffset).toBeCloseTo(-0.125, 4);
    expect(figures.correlation).toBeLessThan(-0.9);
    expect(figures.samplePeakDbfs).toBeCloseTo(3.52, 2);
  });

  test.each([1, 2, 3, 5, 6, 8])('%i channels: clipped frames are counted once', (channels) => {
    const samples = new Float32Array(1_000 * channels).fill(0.1);
    samples.fill(1, 500 * channels, 501 * channels);
    samples[999 * channels + channels - 1] = -1;
    expect(figuresOf(samples, { channels }).clippedFrames).toBe(2);
    expect(figuresOf(samples, { channels }).samplePeakDbfs).toBe(0);
  });

  test('correlation: the same 1, unrelated 0, one side silent null, mono null', () => {
    const random = seededRandom(3);
    const noise = Float32Array.from({ length: 96_000 }, () => random() - 0.5);
    expect(figuresOf(noise).correlation).toBeCloseTo(0, 1);
    expect(figuresOf(noise.map((_, index) => noise[index & ~1] as number)).correlation).toBeCloseTo(1, 9);
    expect(figuresOf(noise.map((value, index) => (index % 2 === 0 ? value : 0))).correlation).toBeNull();
    expect(figuresOf(noise, { channels: 1 }).correlation).toBeNull();
  });

  test.each([1, 100, 4_801])('pieces of %i frames give the same figures to the last bit', (pieceFrames) => {
    const samples = music(4, 48_000);
    const { correlation, dcOffset, ...rest } = figuresOf(samples, { pieceFrames });
    expect(rest).toEqual({ ...figuresOf(samples), correlation: undefined, dcOffset: undefined });
    expect(correlation).toBeCloseTo(figuresOf(samples).correlation as number, 12);
    expect(dcOffset).toBeCloseTo(figuresOf(samples).dcOffset as number, 12);
  });
});

describe.skipIf(!hasFfmpeg())('against ffmpeg ebur128, within 0.1 LU and 0.2 dB beyond its rounding', () => {
  test.each([
    [44_100, 2],
    [48_000, 2],
    [96_000, 2],
    [48_000, 1],
  ])('something like music at %i Hz, %i channels', (sampleRateHz, channels) => {
    // FFmpeg lets the range see windows that are not full yet, Tech 3342 does not; 3 s of silence first make them equal.
    const stereo = Float32Array.from([...new Float32Array(3 * sampleRateHz * 2), ...music(12, sampleRateHz)]);
    const samples = channels === 2 ? stereo : stereo.filter((_, index) => index % 2 === 0);
    const ours = figuresOf(samples, { sampleRateHz, channels });
    const theirs = ffmpegFigures(samples, sampleRateHz, channels);
    const rounding = 0.05;
    // The range to the tolerance of Tech 3342: on so short a programme one window more or less moves a percentile by half a LU.
    expect(Math.abs((ours.integratedLufs as number) - theirs.integratedLufs)).toBeLessThanOrEqual(0.1 + rounding);
    expect(Math.abs((ours.loudnessRangeLu as number) - theirs.loudnessRangeLu)).toBeLessThanOrEqual(1);
    expect(Math.abs((ours.truePeakDbtp as number) - theirs.truePeakDbtp)).toBeLessThanOrEqual(0.2 + rounding);
    expect(Math.abs((ours.samplePeakDbfs as number) - theirs.samplePeakDbfs)).toBeLessThanOrEqual(rounding);
  });
});

/** Plucked chords, a bass and noise hits: transients, quiet gaps and a stereo image. */
function music(seconds: number, sampleRateHz: number): Float32Array {
  const random = seededRandom(21);
  const samples = new Float32Array(Math.round(seconds * sampleRateHz) * 2);
  for (let frame = 0; frame < samples.length / 2; frame++) {
    const time = frame / sampleRateHz;
    const beat = time % 0.5;
    const level = Math.floor(time / 3) % 2 === 0 ? 1 : 0.25;
    const pluck =
      Math.exp(-6 * beat) * [220, 277.2, 329.6, 1_760].reduce((sum, hz) => sum + Math.sin(2 * Math.PI * hz * time), 0);
    const bass = Math.sin(2 * Math.PI * 55 * time);
    const hit = Math.exp(-60 * beat) * (2 * random() - 1);
    samples[frame * 2] = level * (0.13 * pluck + 0.2 * bass + 0.3 * hit);
    samples[frame * 2 + 1] = level * (0.09 * pluck + 0.2 * bass - 0.2 * hit);
  }
  return samples;
}
