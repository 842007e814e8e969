import { describe, expect, test } from 'vitest';
import { seededRandom } from '../testing/signals.ts';
import { dbToGain } from '../units/decibel.ts';
import { correlate } from './correlation.ts';
import { chirp, findRoundTrip } from './round-trip.ts';

const sampleRateHz = 48_000;

type Heard = { readonly at: number; readonly gain: number };

/** What an input takes down of a chirp that arrives at these places, in white noise of an RMS in dBFS. */
function hear(
  played: Float32Array,
  {
    arrivals,
    frames,
    noiseDb,
    seed = 1,
  }: { arrivals: readonly Heard[]; frames: number; noiseDb: number; seed?: number },
): Float32Array {
  const random = seededRandom(seed);
  const amplitude = noiseDb === Number.NEGATIVE_INFINITY ? 0 : dbToGain(noiseDb) * Math.sqrt(3);
  const captured = Float32Array.from({ length: frames }, () => amplitude * (2 * random() - 1));
  for (const { at, gain } of arrivals)
    for (let frame = 0; frame < played.length && at + frame < frames; frame++)
      captured[at + frame] = (captured[at + frame] as number) + gain * (played[frame] as number);
  return captured;
}

describe('correlation', () => {
  test('equals the sum, lag by lag', () => {
    const random = seededRandom(3);
    const signal = Float32Array.from({ length: 61 }, () => random() - 0.5);
    const pattern = Float32Array.from({ length: 23 }, () => random() - 0.5);
    const fast = correlate(signal, pattern);
    expect(fast).toHaveLength(signal.length);
    for (let lag = 0; lag < signal.length; lag++) {
      const sum = pattern.reduce((so, value, at) => so + value * (signal[lag + at] ?? 0), 0);
      expect(fast[lag]).toBeCloseTo(sum, 12);
    }
  });
});

describe('round trip', () => {
  test.each([44_100, 48_000, 96_000])('a chirp at %i Hz peaks at its level and begins and ends softly', (rate) => {
    const played = chirp(rate, -12);
    const peak = played.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(played).toHaveLength(rate);
    expect(20 * Math.log10(peak)).toBeCloseTo(-12, 2);
    expect(Math.abs(played[0] as number)).toBeLessThan(1e-6);
    expect(Math.abs(played.at(-1) as number)).toBeLessThan(1e-6);
  });

  test.each([0, 1, 63, 512, 1_237, 4_096, 30_011, 100_003, 200_000])(
    'a cable of %i frames is found to the frame, in noise 40 dB below it',
    (at) => {
      const played = chirp(sampleRateHz, -12);
      const captured = hear(played, { arrivals: [{ at, gain: 0.5 }], frames: at + 60_000, noiseDb: -58, seed: at + 7 });
      const found = findRoundTrip({ played, captured, sampleRateHz, throughAir: false });
      expect(found).toMatchObject({ kind: 'found', delayFrames: at, isInverted: false });
      if (found.kind !== 'found') return;
      expect(found.exactFrames).toBeCloseTo(at, 1);
      expect(found.gainDb).toBeCloseTo(-6.02, 1);
      expect(found.confidenceDb).toBeGreaterThan(25);
    },
  );

  test.each([1, 2, 3, 4, 5])(
    'a chirp of −60 dBFS under noise that is 20 dB louder is found to the frame (seed %i)',
    (seed) => {
      const played = chirp(sampleRateHz, -12);
      // The chirp's RMS is 3 dB under its peak, and less for its soft ends.
      const captured = hear(played, {
        arrivals: [{ at: 901, gain: dbToGain(-48) }],
        frames: 90_000,
        noiseDb: -43,
        seed,
      });
      const found = findRoundTrip({ played, captured, sampleRateHz, throughAir: false });
      expect(found).toMatchObject({ kind: 'found', delayFrames: 901 });
    },
  );

  test('a turned polarity is found, and said', () => {
    const played = chirp(44_100, -20);
    const captured = hear(played, { arrivals: [{ at: 777, gain: -0.3 }], frames: 60_000, noiseDb: -80 });
    const found = findRoundTrip({ played, captured, sampleRateHz: 44_100, throughAir: false });
    expect(found).toMatchObject({ kind: 'found', delayFrames: 777, isInverted: true });
  });

  test('between two frames the parabola says where', () => {
    const played = chirp(sampleRateHz, -12);
    const arrivals = [
      { at: 500, gain: 0.5 },
      { at: 501, gain: 0.5 },
    ];
    const captured = hear(played, { arrivals, frames: 60_000, noiseDb: Number.NEGATIVE_INFINITY });
    const found = findRoundTrip({ played, captured, sampleRateHz, throughAir: false });
    expect(found.kind === 'found' && found.exactFrames).toBeCloseTo(500.5, 1);
  });

  test('through the air the first arrival counts, though a reflection is louder', () => {
    const played = chirp(sampleRateHz, -24);
    const random = seededRandom(9);
    const room = Array.from({ length: 200 }, (_, echo) => ({
      at: 1_700 + Math.round(9_000 * random()),
      gain: 0.02 * (random() - 0.5) * (1 - echo / 200),
    }));
    const arrivals = [{ at: 1_450, gain: 0.05 }, { at: 1_637, gain: -0.11 }, ...room];
    const captured = hear(played, { arrivals, frames: 140_000, noiseDb: -75 });
    const found = findRoundTrip({ played, captured, sampleRateHz, throughAir: true });
    expect(found).toMatchObject({ kind: 'found', delayFrames: 1_450, isInverted: false });
  });

  test('by cable a second arrival is told apart from a clean loop', () => {
    const played = chirp(sampleRateHz, -12);
    const arrivals = [
      { at: 300, gain: 0.3 },
      { at: 812, gain: 0.25 },
    ];
    const captured = hear(played, { arrivals, frames: 80_000, noiseDb: -70 });
    const found = findRoundTrip({ played, captured, sampleRateHz, throughAir: false });
    expect(found).toMatchObject({ kind: 'echo', delayFrames: 300, laterFrames: 512 });
  });

  test.each([1, 2, 3])('noise alone is nothing, in every mode (seed %i)', (seed) => {
    const played = chirp(sampleRateHz, -12);
    const captured = hear(played, { arrivals: [], frames: 150_000, noiseDb: -30, seed });
    for (const throughAir of [false, true])
      expect(findRoundTrip({ played, captured, sampleRateHz, throughAir }).kind).toBe('nothing');
  });

  test('digital silence is nothing', () => {
    const played = chirp(sampleRateHz, -12);
    const found = findRoundTrip({ played, captured: new Float32Array(100_000), sampleRateHz, throughAir: false });
    expect(found).toEqual({ kind: 'nothing', levelDb: Number.NEGATIVE_INFINITY });
  });

  test('an input that is driven past full scale is noticed', () => {
    const played = chirp(sampleRateHz, -6);
    const captured = hear(played, { arrivals: [{ at: 40, gain: 3 }], frames: 60_000, noiseDb: -90 });
    const clipped = captured.map((sample) => Math.max(-1, Math.min(1, sample)));
    expect(findRoundTrip({ played, captured: clipped, sampleRateHz, throughAir: false })).toEqual({ kind: 'overload' });
  });

  test('a chirp that is cut off by the end of what was taken down is not placed', () => {
    const played = chirp(sampleRateHz, -12);
    const captured = hear(played, { arrivals: [{ at: 20_000, gain: 0.5 }], frames: 50_000, noiseDb: -60 });
    expect(findRoundTrip({ played, captured, sampleRateHz, throughAir: false }).kind).toBe('nothing');
  });
});
