import { expect, it } from 'vitest';
import { LevelHistogram } from './level-histogram.ts';

it('counts time by level in steps of a dB', () => {
  const histogram = new LevelHistogram();
  for (let count = 0; count < 60; count++) histogram.push(count % 3 === 0 ? -11.5 : -20, 1 / 60);
  const columns = [...histogram.columns()];
  expect(columns.map(({ fromDb }) => fromDb)).toEqual([-20, -12]);
  expect(columns[0]?.share).toBe(1);
  expect(columns[1]?.share).toBeCloseTo(0.5, 1);
});

it('forgets half in six seconds', () => {
  const histogram = new LevelHistogram();
  histogram.push(-30, 2);
  for (let count = 0; count < 600; count++) histogram.push(-10, 0.01);
  const share = [...histogram.columns()].find(({ fromDb }) => fromDb === -30)?.share;
  // 2 s, halved, beside the 6 s of the newer level, which faded too: ∫ 2^(−t/6) dt from 0 to 6.
  expect(share).toBeCloseTo(1 / (3 / Math.LN2), 2);
});

it('shows nothing of silence, of what lies below, and before there is enough', () => {
  const histogram = new LevelHistogram();
  for (const level of [Number.NEGATIVE_INFINITY, -90]) histogram.push(level, 1);
  histogram.push(-10, 0.05);
  expect([...histogram.columns()]).toEqual([]);
  histogram.push(3, 1);
  expect([...histogram.columns()].map(({ fromDb }) => fromDb)).toEqual([-10, -1]);
});
