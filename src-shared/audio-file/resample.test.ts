import { describe, expect, it } from 'vitest';
import { Resampler } from './resample.ts';

function resample(
  samples: Float32Array,
  channels: number,
  rates: readonly [number, number],
  chunkFrames = 1e9,
): Float32Array {
  const resampler = new Resampler({ channels, fromHz: rates[0], toHz: rates[1] });
  const out: number[] = [];
  for (let at = 0; at < samples.length; at += chunkFrames * channels) {
    for (const x of resampler.process(samples.subarray(at, at + chunkFrames * channels))) out.push(x);
  }
  for (const x of resampler.flush()) out.push(x);
  return Float32Array.from(out);
}

const sine = (hz: number, rateHz: number, frames: number) =>
  Float32Array.from({ length: frames }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));

/** Least-squares amplitude of a sine in `samples`, and the level of all that is not this sine, in dB. */
function fitSine(samples: Float32Array, hz: number, rateHz: number): { gainDb: number; restDb: number; phase: number } {
  const w = (2 * Math.PI * hz) / rateHz;
  let [cc, ss, cs, xc, xs] = [0, 0, 0, 0, 0];
  for (const [i, x] of samples.entries()) {
    const [c, s] = [Math.cos(w * i), Math.sin(w * i)];
    [cc, ss, cs, xc, xs] = [cc + c * c, ss + s * s, cs + c * s, xc + x * c, xs + x * s];
  }
  const det = cc * ss - cs * cs;
  const [a, b] = [(xc * ss - xs * cs) / det, (xs * cc - xc * cs) / det];
  let rest = 0;
  for (const [i, x] of samples.entries()) rest += (x - a * Math.cos(w * i) - b * Math.sin(w * i)) ** 2;
  return {
    gainDb: 10 * Math.log10(a * a + b * b),
    restDb: 10 * Math.log10((2 * rest) / samples.length),
    phase: Math.atan2(a, b),
  };
}

const rmsDb = (samples: Float32Array) =>
  10 * Math.log10((2 * samples.reduce((sum, x) => sum + x * x, 0)) / samples.length);

/** Where two arrays differ, −1 when nowhere. (A failing toEqual would print both for minutes.) */
function firstDifference(a: Float32Array, b: Float32Array): number {
  return a.length === b.length ? a.findIndex((x, i) => x !== b[i]) : Math.min(a.length, b.length);
}

describe('Resampler', () => {
  const pairs = [
    [44_100, 48_000],
    [48_000, 44_100],
    [96_000, 44_100],
    [44_100, 96_000],
    [22_050, 48_000],
  ] as const;

  it.each(pairs)('%d → %d Hz: the pass band is flat to 0.0005 dB and in phase, the rest below −120 dB', (from, to) => {
    const nyquist = Math.min(from, to) / 2;
    for (const part of [0.001, 0.05, 0.3, 0.6, 0.85, 0.92]) {
      const hz = part * nyquist;
      const out = resample(sine(hz, from, from / 2), 1, [from, to]);
      const { gainDb, restDb, phase } = fitSine(out.subarray(4000, out.length - 4000), hz, to);
      expect(Math.abs(gainDb)).toBeLessThan(0.0005);
      expect(restDb).toBeLessThan(-120);
      // Frame 0 stays frame 0: the sine is where it was, to a thousandth of a frame.
      const shifted = phase - (2 * Math.PI * hz * 4000) / to;
      const wrapped = shifted - 2 * Math.PI * Math.round(shifted / (2 * Math.PI));
      expect(Math.abs(wrapped) / ((2 * Math.PI * hz) / to)).toBeLessThan(0.001);
    }
  });

  it.each([
    [48_000, 44_100],
    [96_000, 44_100],
    [96_000, 48_000],
  ])('%d → %d Hz: what lies above the new Nyquist frequency folds back below −120 dB', (from, to) => {
    for (const hz of [to / 2 + 1, to / 2 + 500, to / 2 + 1900, from / 2 - 100]) {
      const out = resample(sine(hz, from, from / 2), 1, [from, to]);
      expect(rmsDb(out.subarray(4000, out.length - 4000))).toBeLessThan(-120);
    }
  });

  it('a steady level stays exactly that level', () => {
    const out = resample(new Float32Array(44_100).fill(0.5), 1, [44_100, 48_000]);
    expect(out.subarray(2000, -2000).every((x) => x === 0.5)).toBe(true);
  });

  it('a click stays at its place', () => {
    const samples = new Float32Array(44_100);
    samples[22_050] = 1;
    const out = resample(samples, 1, [44_100, 48_000]);
    expect(out.indexOf(out.reduce((a, b) => Math.max(a, b)))).toBe(24_000);
  });

  it('gives round(n·to/from) frames and the same samples for any chunking, mono, stereo and more', () => {
    for (const channels of [1, 2, 3]) {
      for (const frames of [1, 2, 147, 5000, 9999]) {
        const samples = Float32Array.from({ length: frames * channels }, (_, i) => Math.sin(i * i));
        const whole = resample(samples, channels, [44_100, 48_000]);
        expect(whole.length).toBe(Math.round((frames * 48_000) / 44_100) * channels);
        for (const chunk of [1, 64, 4097]) {
          expect(firstDifference(resample(samples, channels, [44_100, 48_000], chunk), whole)).toBe(-1);
        }
      }
    }
  });

  it('treats channels alike', () => {
    const mono = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i * i));
    const alone = resample(mono, 1, [48_000, 44_100]);
    const stereo = resample(
      Float32Array.from({ length: 6000 }, (_, i) => mono[i >> 1]!),
      2,
      [48_000, 44_100],
    );
    for (const side of [0, 1]) {
      expect(
        firstDifference(
          stereo.filter((_, i) => i % 2 === side),
          alone,
        ),
      ).toBe(-1);
    }
  });

  it('passes the same rate through, bit for bit', () => {
    const samples = Float32Array.of(1, -0, 1e-40, 5);
    expect(resample(samples, 2, [48_000, 48_000])).toEqual(samples);
  });
});
