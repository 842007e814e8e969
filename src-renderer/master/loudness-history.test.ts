import { expect, test } from 'vitest';
import { LoudnessHistory, PIECE_SECONDS } from './loudness-history.ts';

const loud = (shortTermLufs: number) => ({ shortTermLufs, integratedLufs: shortTermLufs + 1 });

test('a piece keeps what was measured when it was last played; what was never played is no number', () => {
  const history = new LoudnessHistory();
  history.note(2, loud(-20));
  history.note(2.1, loud(-18));
  const piece = Math.floor(2 / PIECE_SECONDS);
  expect(history.shortTermLufs(piece)).toBe(-18);
  expect(history.integratedLufs(piece)).toBe(-17);
  expect(history.shortTermLufs(0)).toBeNaN();
  expect(history.shortTermLufs(piece + 1)).toBeNaN();
  expect(history.pieces).toBe(piece + 1);
});

test('playing a place again replaces its measure and leaves the others', () => {
  const history = new LoudnessHistory();
  history.note(0, loud(-30));
  history.note(10, loud(-12));
  history.note(0, loud(-25));
  expect(history.shortTermLufs(0)).toBe(-25);
  expect(history.shortTermLufs(10 / PIECE_SECONDS)).toBe(-12);
});

test('silence is kept as silence, and is no maximum', () => {
  const history = new LoudnessHistory();
  history.note(0, loud(Number.NEGATIVE_INFINITY));
  expect(history.shortTermLufs(0)).toBe(Number.NEGATIVE_INFINITY);
  expect(history.maxShortTermLufs).toBe(Number.NEGATIVE_INFINITY);
});

test('the maximum outlives its place being played again, and goes with a reset', () => {
  const history = new LoudnessHistory();
  history.note(0, loud(-9));
  history.note(0, loud(-20));
  expect(history.maxShortTermLufs).toBe(-9);
  history.resetMaximum();
  expect(history.maxShortTermLufs).toBe(Number.NEGATIVE_INFINITY);
  expect(history.shortTermLufs(0)).toBe(-20);
});

test('every change has another version', () => {
  const history = new LoudnessHistory();
  const versions = [history.version];
  history.note(0, loud(-9));
  versions.push(history.version);
  history.clear();
  versions.push(history.version);
  expect(new Set(versions).size).toBe(3);
  expect(history.pieces).toBe(0);
});

test('what was heard is told in stretches, which a missed look does not break and a pause does', () => {
  const history = new LoudnessHistory();
  for (const seconds of [1, 1.25, 2.5, 5, 20]) history.note(seconds, loud(-20));
  expect(history.stretches).toEqual([[4, 5, 10, 20], [80]]);
  history.clear();
  expect(history.stretches).toEqual([]);
});
