import { expect, it } from 'vitest';
import { type StripBox, stripPlace } from './strip-drag-state.svelte.ts';

const boxes: StripBox[] = ['a', 'b', 'c', 'd'].map((stripId, index) => ({ stripId, left: index * 80, width: 80 }));

it('puts a dragged strip before the one whose middle lies further right', () => {
  expect(stripPlace(boxes, 'a', 130)).toEqual({ index: 1, x: 160 });
  expect(stripPlace(boxes, 'a', 210)).toEqual({ index: 2, x: 240 });
  expect(stripPlace(boxes, 'd', 30)).toEqual({ index: 0, x: 0 });
  expect(stripPlace(boxes, 'c', 110)).toEqual({ index: 1, x: 80 });
});

it('ends after the last, and says nothing where it stands', () => {
  expect(stripPlace(boxes, 'a', 900)).toEqual({ index: 3, x: 320 });
  for (const x of [81, 100, 190]) expect(stripPlace(boxes, 'b', x)).toBeUndefined();
  expect(stripPlace(boxes, 'elsewhere', 10)).toBeUndefined();
});
