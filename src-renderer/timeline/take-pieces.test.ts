import { describe, expect, it } from 'vitest';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import { takePieces, takeShares, takesOf } from './take-pieces.ts';

const fade = { lengthFrames: 0, shape: 'linear' } as const;
const clip = (change: Partial<Clip>): Clip => ({
  id: 'clip-9',
  trackId: 'strip-3',
  mediaId: 'media-4',
  name: 'Take 1',
  startFrames: 1000,
  offsetFrames: 500,
  lengthFrames: 1000,
  gainDb: 0,
  muted: false,
  fadeIn: fade,
  fadeOut: fade,
  colour: null,
  ...change,
});
const take = (change: Partial<Take> = {}): Take => ({
  id: 'take-5',
  trackId: 'strip-3',
  mediaId: 'media-4',
  name: 'Take 1',
  startFrames: 1000,
  offsetFrames: 500,
  lengthFrames: 4000,
  roundTripFrames: 0,
  dropouts: [],
  ...change,
});

describe('the pieces of a take', () => {
  it('are where clips play it at its place, within the take', () => {
    const clips = [clip({}), clip({ startFrames: 4000, offsetFrames: 3500, lengthFrames: 9000 })];
    expect(takePieces(take(), clips)).toEqual([
      { fromFrames: 1000, toFrames: 2000 },
      { fromFrames: 4000, toFrames: 5000 },
    ]);
  });

  it('are one where clips touch or overlap, in whatever order they are', () => {
    const clips = [clip({ startFrames: 1900, offsetFrames: 1400, lengthFrames: 600 }), clip({})];
    expect(takePieces(take(), clips)).toEqual([{ fromFrames: 1000, toFrames: 2500 }]);
  });

  it('are none of a clip that is muted, moved away, or of another file', () => {
    const others = [clip({ muted: true }), clip({ startFrames: 1001 }), clip({ mediaId: 'media-8' })];
    expect(takePieces(take(), others)).toEqual([]);
  });
});

it('shares of the comp add up to one, and are none without a comp', () => {
  const second = take({ id: 'take-6', mediaId: 'media-8' });
  const clips = [clip({}), clip({ mediaId: 'media-8', lengthFrames: 3000 })];
  expect([...takeShares([take(), second], clips)]).toEqual([
    ['take-5', 0.25],
    ['take-6', 0.75],
  ]);
  expect([...takeShares([take()], []).values()]).toEqual([0]);
});

it('takes lie in the order in which they were made', () => {
  const takes = { 'take-10': take({ id: 'take-10' }), 'take-9': take({ id: 'take-9' }) };
  expect(takesOf(takes, 'strip-3').map(({ id }) => id)).toEqual(['take-9', 'take-10']);
  expect(takesOf(takes, 'strip-4')).toEqual([]);
});
