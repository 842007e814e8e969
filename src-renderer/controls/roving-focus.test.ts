import { expect, it } from 'vitest';
import { nextPlace } from './roving-focus.ts';

it('moves round a group, and to its ends', () => {
  expect(['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp'].map((key) => nextPlace(key, 0, 3))).toEqual([1, 1, 2, 2]);
  expect(nextPlace('ArrowRight', 2, 3)).toBe(0);
  expect([nextPlace('Home', 2, 3), nextPlace('End', 0, 3), nextPlace('a', 1, 3)]).toEqual([0, 2, -1]);
});
