import { expect, it } from 'vitest';
import { stepOf } from './control-group.ts';

it('leads from control to control, but leaves ↑ ↓ to what has a value', () => {
  expect(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].map((key) => stepOf(key, false))).toEqual([-1, 1, -1, 1]);
  expect(['ArrowLeft', 'ArrowRight'].map((key) => stepOf(key, true))).toEqual([-1, 1]);
  for (const key of ['ArrowUp', 'ArrowDown', 'Home']) expect(stepOf(key, true)).toBeNaN();
});
