import { expect, test } from 'vitest';
import { stereoFigures } from './stereo-figures.ts';

test('a mono mix has no side and loses nothing in mono', () => {
  const { midDb, sideDb, monoDb, balanceDb } = stereoFigures(-12, -12, 1);
  expect(midDb).toBeCloseTo(-12, 6);
  expect(sideDb).toBe(Number.NEGATIVE_INFINITY);
  expect(monoDb).toBeCloseTo(0, 6);
  expect(balanceDb).toBe(0);
});

test('unrelated sides lose 3.01 dB in mono, opposite ones everything', () => {
  expect(stereoFigures(-12, -12, 0).monoDb).toBeCloseTo(-3.0103, 4);
  expect(stereoFigures(-12, -12, -1).monoDb).toBe(Number.NEGATIVE_INFINITY);
});

test('one side alone has as much middle as side, and leans nowhere that a number could say', () => {
  const { midDb, sideDb, balanceDb } = stereoFigures(-6, Number.NEGATIVE_INFINITY, Number.NaN);
  expect(midDb).toBeCloseTo(-12.02, 2);
  expect(sideDb).toBeCloseTo(midDb, 9);
  expect(balanceDb).toBe(Number.NEGATIVE_INFINITY);
});

test('agrees with middle and side worked out sample by sample', () => {
  const left = Array.from({ length: 4_800 }, (_, n) => 0.5 * Math.sin(n / 7) + 0.2 * Math.sin(n / 3));
  const right = Array.from({ length: 4_800 }, (_, n) => 0.4 * Math.sin(n / 7) - 0.1 * Math.sin(n / 3));
  const power = (samples: number[]) => samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  const db = (value: number) => 10 * Math.log10(value);
  const product = left.reduce((sum, value, n) => sum + value * right[n]!, 0) / left.length;
  const correlation = product / Math.sqrt(power(left) * power(right));
  const figures = stereoFigures(db(power(left)), db(power(right)), correlation);
  expect(figures.midDb).toBeCloseTo(db(power(left.map((value, n) => (value + right[n]!) / 2))), 6);
  expect(figures.sideDb).toBeCloseTo(db(power(left.map((value, n) => (value - right[n]!) / 2))), 6);
});

test('silence is silent and even', () => {
  const silence = stereoFigures(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN);
  expect(silence).toEqual({
    midDb: Number.NEGATIVE_INFINITY,
    sideDb: Number.NEGATIVE_INFINITY,
    balanceDb: 0,
    monoDb: 0,
  });
});
