import { describe, expect, test } from 'vitest';
import { loudnessAxis, loudnessDepth, minutesText, sectionsOf, timeTicks } from './loudness-axis.ts';

describe('the loudness axis', () => {
  test('is linear in LU and holds what lies outside at its edges', () => {
    const axis = loudnessAxis(-11, -14);
    const middle = (axis.topLufs + axis.bottomLufs) / 2;
    expect(loudnessDepth(axis, axis.topLufs)).toBe(0);
    expect(loudnessDepth(axis, middle)).toBeCloseTo(0.5);
    expect(loudnessDepth(axis, axis.bottomLufs)).toBe(1);
    expect(loudnessDepth(axis, 20)).toBe(0);
    expect(loudnessDepth(axis, Number.NEGATIVE_INFINITY)).toBe(1);
    expect(loudnessDepth(axis, Number.NaN)).toBe(1);
  });

  test('opens downwards for quiet music and upwards for what is over full scale', () => {
    expect(loudnessAxis(-30, -40).bottomLufs).toBeLessThanOrEqual(-52);
    expect(loudnessAxis(-1, -8).topLufs).toBeGreaterThan(0);
    expect(loudnessAxis(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY).bottomLufs).toBe(-36);
  });

  test('has a tick every 6 LU, all within it', () => {
    const { ticksLufs, topLufs, bottomLufs } = loudnessAxis(-11, -14);
    expect(ticksLufs).toEqual([-6, -12, -18, -24, -30, -36]);
    expect(ticksLufs.every((lufs) => lufs <= topLufs && lufs >= bottomLufs)).toBe(true);
  });
});

test('time ticks are round, and no more than there is room for', () => {
  expect(timeTicks(240, 5)).toEqual([0, 60, 120, 180, 240]);
  expect(timeTicks(17, 5)).toEqual([0, 5, 10, 15]);
  for (const seconds of [3, 59, 61, 599, 7_200]) expect(timeTicks(seconds, 6).length).toBeLessThanOrEqual(7);
});

test('minutes read as a clock', () => {
  expect([0, 59.6, 60, 605].map(minutesText)).toEqual(['0:00', '1:00', '1:00', '10:05']);
});

test('a section goes from its marker to the next, the last to the end; a marker behind the end is none', () => {
  const marker = (name: string, atFrames: number) => ({ id: `marker-${atFrames}`, name, atFrames });
  expect(sectionsOf([marker('Chorus', 500), marker('Intro', 0), marker('After', 1_000)], 1_000)).toEqual([
    { name: 'Intro', fromFrames: 0, toFrames: 500 },
    { name: 'Chorus', fromFrames: 500, toFrames: 1_000 },
  ]);
});
