import { expect, it } from 'vitest';
import { BOTH_ENDS, covered, NO_END, onlyEnd, toggledEnds, touchedEnds, withEdgeAt } from './stretch-ends.ts';

const IN = { from: true, to: false };
const OUT = { from: false, to: true };
const stretch = { fromFrames: 100, toFrames: 200 };

it('is switched at one end by a press there, and as a whole elsewhere; a loop has no ends of its own', () => {
  expect(toggledEnds('punch', BOTH_ENDS, 'to')).toEqual(IN);
  expect(toggledEnds('punch', IN, 'from')).toEqual(NO_END);
  expect(toggledEnds('punch', NO_END, 'to')).toEqual(OUT);
  expect(toggledEnds('punch', IN, 'body')).toEqual(NO_END);
  expect(toggledEnds('punch', NO_END, 'body')).toEqual(BOTH_ENDS);
  expect(toggledEnds('loop', BOTH_ENDS, 'to')).toEqual(NO_END);
});

it('counts where it is dragged', () => {
  expect(touchedEnds(IN, 'to')).toEqual(BOTH_ENDS);
  expect(touchedEnds(IN, 'from')).toEqual(IN);
  expect(touchedEnds(OUT, 'body')).toEqual(OUT);
  expect(touchedEnds(NO_END, 'from')).toEqual(BOTH_ENDS);
  expect(touchedEnds(IN, undefined)).toEqual(BOTH_ENDS);
});

it('takes the end that does not count along where the other would pass it', () => {
  expect(withEdgeAt(stretch, 'from', 150)).toEqual({ fromFrames: 150, toFrames: 200 });
  expect(withEdgeAt(stretch, 'from', 200)).toEqual({ fromFrames: 200, toFrames: 300 });
  expect(withEdgeAt(stretch, 'to', 150)).toEqual({ fromFrames: 100, toFrames: 150 });
  expect(withEdgeAt(stretch, 'to', 60)).toEqual({ fromFrames: 0, toFrames: 60 });
  expect(withEdgeAt(stretch, 'to', 0)).toEqual({ fromFrames: 0, toFrames: 1 });
});

it('reaches without end to the side of an end that does not count', () => {
  expect(covered(stretch, IN)).toEqual({ fromFrames: 100, toFrames: Number.POSITIVE_INFINITY });
  expect(covered(stretch, OUT)).toEqual({ fromFrames: 0, toFrames: 200 });
  for (const on of [BOTH_ENDS, NO_END]) expect([covered(stretch, on), onlyEnd(on)]).toEqual([stretch, undefined]);
});
