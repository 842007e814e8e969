import { describe, expect, test } from 'vitest';
import { expectedOctaveDb } from '../../src-shared/analysis/master-proposal.ts';
import { SPECTRUM_COLUMNS, spectrumColumnHz } from '../../src-shared/protocol/telemetry.ts';
import { frequencyShare, SpectrumAverage, smoothed, tonalBalance } from './spectrum-average.ts';

const flat = (dbfs: number) => new Float32Array(SPECTRUM_COLUMNS).fill(dbfs);
const averageOf = (...looks: Float32Array[]) => {
  const average = new SpectrumAverage();
  for (const look of looks) average.add(look);
  const levels = new Float32Array(SPECTRUM_COLUMNS);
  average.levels(levels);
  return { average, levels };
};

describe('the average spectrum', () => {
  test('is a mean of power: half the time silent in a column is 3 dB less', () => {
    const half = flat(-20);
    half[10] = Number.NEGATIVE_INFINITY;
    const { levels } = averageOf(flat(-20), half);
    expect(levels[10]).toBeCloseTo(-23.01, 2);
    expect(levels[11]).toBeCloseTo(-20, 4);
  });

  test('does not count silence, and is silent before the first look', () => {
    const { average, levels } = averageOf(flat(-20), flat(-120), flat(Number.NEGATIVE_INFINITY));
    expect(average.looks).toBe(1);
    expect(levels[0]).toBeCloseTo(-20, 4);
    expect(averageOf().levels[0]).toBe(Number.NEGATIVE_INFINITY);
  });

  test('begins anew when it is cleared', () => {
    const { average, levels } = averageOf(flat(-3));
    average.clear();
    average.add(flat(-40));
    average.levels(levels);
    expect(levels[100]).toBeCloseTo(-40, 4);
  });
});

test('smoothing keeps a flat spectrum, its edges too, and spreads a peak by power', () => {
  const peak = flat(Number.NEGATIVE_INFINITY);
  peak[50] = 0;
  const into = new Float32Array(SPECTRUM_COLUMNS);
  smoothed(peak, 4, into);
  expect(into[46]).toBeCloseTo(-9.54, 2);
  expect(into[45]).toBe(Number.NEGATIVE_INFINITY);
  smoothed(flat(-30), 4, into);
  expect(into[0]).toBeCloseTo(-30, 4);
  expect(into[SPECTRUM_COLUMNS - 1]).toBeCloseTo(-30, 4);
});

describe('the tonal balance', () => {
  const expected = Float32Array.from({ length: SPECTRUM_COLUMNS }, (_, column) =>
    expectedOctaveDb(spectrumColumnHz(column)),
  );

  test('of the expected spectrum is all inside, whatever its level', () => {
    const balance = tonalBalance(expected.map((db) => db - 33));
    expect(balance?.insideShare).toBe(1);
    expect(balance?.expectedDbfs[120]).toBeCloseTo(expected[120]! - 33, 3);
  });

  test('falls with every part that lies out by more than 4 dB', () => {
    const bright = expected.map((db, column) => db - 30 + (spectrumColumnHz(column) > 4_000 ? 12 : 0));
    const share = tonalBalance(bright)?.insideShare ?? 1;
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.85);
  });

  test('is unknown while nothing sounds', () => {
    expect(tonalBalance(flat(Number.NEGATIVE_INFINITY))).toBeUndefined();
  });
});

test('the frequency axis is logarithmic from 20 Hz to 20 kHz', () => {
  expect([20, 200, 2_000, 20_000].map(frequencyShare)).toEqual(
    [0, 1 / 3, 2 / 3, 1].map((share) => expect.closeTo(share, 9)),
  );
});
