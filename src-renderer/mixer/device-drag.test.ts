import { expect, it } from 'vitest';
import { gapAt, indexInGap } from './device-drag-state.svelte.ts';

it('finds the gap nearest to the pointer, and the ends beyond', () => {
  expect([-50, 4, 12, 20, 30, 500].map((y) => gapAt(y, 3))).toEqual([0, 0, 1, 1, 2, 3]);
  expect(gapAt(40, 0)).toBe(0);
});

it('counts without the device that is moved, and says where it stays', () => {
  const ids = ['a', 'b', 'c'];
  expect([0, 1, 2, 3].map((gap) => indexInGap(ids, 'a', gap))).toEqual([undefined, undefined, 1, 2]);
  expect([0, 1, 2, 3].map((gap) => indexInGap(ids, 'c', gap))).toEqual([0, 1, undefined, undefined]);
  expect([0, 3].map((gap) => indexInGap(ids, 'of another strip', gap))).toEqual([0, 3]);
});
