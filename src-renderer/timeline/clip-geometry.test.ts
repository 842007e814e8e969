import { describe, expect, it } from 'vitest';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import { clipBox, clipPartAt, gainDbPerPixel, gainHandleX, gainLineY } from './clip-geometry.ts';
import type { Row } from './track-rows.ts';
import type { Viewport } from './viewport.ts';

const view: Viewport = { fromFrames: 0, framesPerPixel: 100, width: 1000 };
const row: Row = { kind: 'track', stripId: 'strip-1', laneId: null, top: 100, height: 48, depth: 0, number: 1 };
const none = { lengthFrames: 0, shape: 'linear' } as const;
const clip: Clip = {
  id: 'clip-1',
  trackId: 'strip-1',
  mediaId: 'media-1',
  name: 'Clip',
  startFrames: 10_000,
  offsetFrames: 0,
  lengthFrames: 20_000,
  gainDb: 0,
  muted: false,
  fadeIn: none,
  fadeOut: none,
  colour: null,
};
const at = (x: number, y: number, fields: Partial<Clip> = {}) =>
  clipPartAt(view, row, { ...clip, ...fields }, { x, y });

describe('the parts of a clip', () => {
  it('are its edges, its body, and nothing outside', () => {
    expect([98, 100, 200, 299, 302].map((x) => at(x, 135))).toEqual([undefined, 'start', 'body', 'end', undefined]);
    expect(at(200, 148)).toBeUndefined();
  });

  it('are the handles at the inner ends of the fades, at the head of the wave', () => {
    expect(at(101, 115)).toBe('fadeIn');
    expect(at(150, 116, { fadeIn: { lengthFrames: 5000, shape: 'linear' } })).toBe('fadeIn');
    expect(at(240, 116, { fadeOut: { lengthFrames: 6000, shape: 'linear' } })).toBe('fadeOut');
  });

  it('of a narrow clip are the body and edges alone', () => {
    expect([100, 105, 109].map((x) => at(x, 115, { lengthFrames: 1000 }))).toEqual(['start', 'body', 'end']);
  });

  it('are a handle on the gain line at 0 dB, once the clip is chosen, in the middle of what is seen of it', () => {
    const box = clipBox(view, row, clip);
    const y = gainLineY(box, 0);
    const chosen = (x: number, fields: Partial<Clip> = {}) =>
      clipPartAt(view, row, { ...clip, ...fields }, { x, y, selected: true });
    expect([200, 205, 220].map((x) => chosen(x))).toEqual(['gain', 'gain', 'body']);
    expect(at(200, y)).toBe('body');
    expect(gainHandleX({ left: -500, right: 300 }, view.width)).toBe(150);
    expect(gainHandleX({ left: 100, right: 150 }, view.width)).toBeUndefined();
  });

  it('are the gain line once it is off 0 dB, and a pixel of it is the same everywhere', () => {
    const box = clipBox(view, row, clip);
    expect(at(200, gainLineY(box, -6), { gainDb: -6 })).toBe('gain');
    expect(at(200, gainLineY(box, 0))).toBe('body');
    expect(gainLineY(box, -6) - gainLineY(box, 0)).toBeCloseTo(6 / gainDbPerPixel(box));
  });
});
