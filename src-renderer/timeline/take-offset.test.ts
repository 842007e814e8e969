import { expect, it } from 'vitest';
import { offsetText, parseOffset, typedOffset } from './take-offset.ts';

it('reads as how much earlier a take lies than it arrived', () => {
  expect(offsetText(512, 48_000)).toBe('−10.7 ms');
  expect(offsetText(-48, 48_000)).toBe('+1.0 ms');
  expect(offsetText(0, 48_000)).toBe('0 ms');
});

it('is typed in milliseconds, seconds or frames; without a sign as it is shown', () => {
  expect(parseOffset('−10.7 ms', 48_000)).toBe(514);
  expect(parseOffset('512 frames', 48_000)).toBe(512);
  expect(parseOffset('+1', 48_000)).toBe(-48);
  expect(parseOffset('0,5 s', 48_000)).toBe(24_000);
  expect(parseOffset('early', 48_000)).toBeUndefined();
});

it('left as it reads moves nothing, though it reads rounded', () => {
  expect(typedOffset('−10.7 ms', 512, 48_000)).toBe(512);
  expect(typedOffset('−10.8 ms', 512, 48_000)).toBe(518);
});
