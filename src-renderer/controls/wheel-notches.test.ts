import { expect, it } from 'vitest';
import { WheelNotches } from './wheel-notches.ts';

const wheel = (deltaY: number, more: Partial<WheelEvent> = {}) => ({
  deltaX: 0,
  deltaY,
  deltaMode: 0,
  shiftKey: false,
  ...more,
});

it('counts a notch as one, however far the system says it scrolls', () => {
  const notches = new WheelNotches();
  expect([-53, -100, -480, 120].map((deltaY) => notches.take(wheel(deltaY)))).toEqual([1, 1, 1, -1]);
  expect(notches.take(wheel(-3, { deltaMode: 1 }))).toBe(1);
});

it('gathers the small steps of a trackpad, and forgets them when it turns', () => {
  const notches = new WheelNotches();
  const swipe = (deltaY: number, times: number) => {
    let sum = 0;
    for (let count = 0; count < times; count++) sum += notches.take(wheel(deltaY)) ?? 0;
    return sum;
  };
  expect(swipe(-4, 30)).toBe(3);
  expect(swipe(-4, 9)).toBe(0);
  expect(swipe(4, 9)).toBe(0);
  expect(swipe(4, 1)).toBe(-1);
});

it('leaves a swipe sideways to what scrolls, and takes the wheel that Shift turned', () => {
  const notches = new WheelNotches();
  expect(notches.take(wheel(0, { deltaX: 60 }))).toBeUndefined();
  expect(notches.take(wheel(2, { deltaX: -9 }))).toBeUndefined();
  expect(notches.take(wheel(0, { deltaX: 120, shiftKey: true }))).toBe(-1);
});
