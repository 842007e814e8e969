import { describe, expect, it } from 'vitest';
import { draggedStretch, shareTheRow } from './stretch-hand.ts';

const before = { fromFrames: 100, toFrames: 200 };

describe('a stretch of the ruler', () => {
  it('is made from where the drag began, either way, and is never empty', () => {
    expect(draggedStretch(undefined, null, { origin: 50, frame: 80 })).toEqual({ fromFrames: 50, toFrames: 80 });
    expect(draggedStretch(undefined, null, { origin: 50, frame: 20 })).toEqual({ fromFrames: 20, toFrames: 50 });
    expect(draggedStretch(undefined, before, { origin: 50, frame: 50 })).toEqual({ fromFrames: 50, toFrames: 51 });
  });

  it('keeps the other edge, and turns round when one passes it', () => {
    expect(draggedStretch('from', before, { origin: 100, frame: 150 })).toEqual({ fromFrames: 150, toFrames: 200 });
    expect(draggedStretch('to', before, { origin: 200, frame: 60 })).toEqual({ fromFrames: 60, toFrames: 100 });
  });

  it('moves as a whole, not before the start', () => {
    expect(draggedStretch('body', before, { origin: 150, frame: 170 })).toEqual({ fromFrames: 120, toFrames: 220 });
    expect(draggedStretch('body', before, { origin: 150, frame: 0 })).toEqual({ fromFrames: 0, toFrames: 100 });
  });

  it('shares the row with the other only where both lie', () => {
    expect(shareTheRow(before, { fromFrames: 150, toFrames: 300 })).toBe(true);
    expect(shareTheRow(before, { fromFrames: 200, toFrames: 300 })).toBe(false);
    expect(shareTheRow(null, before)).toBe(false);
  });
});
