import { expect, it } from 'vitest';
import { scrolledByDrag, scrollThumb } from './scroll-thumb.ts';

const half = { content: 1000, shown: 500, at: 0, trough: 500 };

it('is as long as what is shown, and goes from end to end of the trough', () => {
  expect(scrollThumb(half)).toEqual({ start: 0, length: 250 });
  expect(scrollThumb({ ...half, at: 500 })).toEqual({ start: 250, length: 250 });
  expect(scrollThumb({ ...half, content: 500 })).toBeUndefined();
});

it('can always be taken hold of, and still reaches the ends', () => {
  const long = { ...half, content: 100_000 };
  expect(scrollThumb(long)?.length).toBe(24);
  expect(scrollThumb({ ...long, at: 99_500 })?.start).toBe(476);
  expect(scrolledByDrag(long, 476)).toBe(99_500);
});
