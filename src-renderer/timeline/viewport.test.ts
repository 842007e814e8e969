import { describe, expect, it } from 'vitest';
import { followPlayhead } from './place-playhead.svelte.ts';
import type { TimelineState } from './timeline-state.svelte.ts';
import {
  devicePixels,
  fitted,
  fittedSong,
  frameAt,
  revealing,
  scrolledBy,
  type Viewport,
  xAt,
  zoomedAt,
} from './viewport.ts';

const view: Viewport = { fromFrames: 10_000, framesPerPixel: 100, width: 800 };
const SONG = 1_000_000;

describe('the part of the timeline on screen', () => {
  it('turns places into frames and back', () => {
    expect(xAt(view, 12_000)).toBe(20);
    expect(frameAt(view, xAt(view, 54_321))).toBeCloseTo(54_321);
  });

  it('keeps what is under the pointer under it while it zooms', () => {
    for (const factor of [1.3, 0.8, 4]) {
      const zoomed = zoomedAt(view, 300, factor, SONG);
      expect(frameAt(zoomed, 300)).toBeCloseTo(frameAt(view, 300), 6);
      expect(zoomed.framesPerPixel).toBeCloseTo(100 / factor);
    }
  });

  it('zooms no closer than 16 pixels a frame, and no farther than twice the song', () => {
    expect(zoomedAt(view, 0, 1e9, SONG).framesPerPixel).toBe(1 / 16);
    expect(zoomedAt(view, 0, 1e-9, SONG).framesPerPixel).toBe((2 * SONG) / 800);
  });

  it('scrolls neither before frame 0 nor past the end', () => {
    expect(scrolledBy(view, -1e6, SONG).fromFrames).toBe(0);
    const last = scrolledBy(view, 1e6, SONG);
    expect(xAt(last, SONG)).toBeCloseTo(200);
  });

  it('fits a stretch with room on both sides, the whole song from its start', () => {
    const stretch = fitted(view, 200_000, 300_000);
    expect(xAt(stretch, 200_000)).toBeGreaterThan(0);
    expect(xAt(stretch, 300_000)).toBeLessThan(800);
    expect(fitted(view, 0, SONG).fromFrames).toBe(0);
  });

  it('fits the song with the playhead behind it or near its end, which turns no page at once', () => {
    const song = { lengthFrames: SONG, isPlaying: true };
    for (const playheadFrames of [0, 0.5 * SONG, 0.99 * SONG, SONG, 1.4 * SONG, 8 * SONG]) {
      const shown = fittedSong(view, { ...song, playheadFrames });
      expect(shown.fromFrames).toBe(0);
      expect(xAt(shown, SONG)).toBeLessThan(800);
      const app = { transport: { playing: true } };
      expect(followPlayhead({ view: shown, follow: true, app } as unknown as TimelineState, playheadFrames)).toBe(
        false,
      );
    }
    const atEnd = { lengthFrames: SONG, isPlaying: false, playheadFrames: SONG };
    expect(fittedSong(view, atEnd)).toEqual(fitted(view, 0, SONG));
  });

  it('moves only when what is to be seen is not', () => {
    expect(revealing(view, 30_000)).toBe(view);
    const moved = revealing(view, 500_000);
    expect(xAt(moved, 500_000)).toBeCloseTo(160);
  });
});

describe('device pixels', () => {
  it('lie on one grid however far it scrolls: two places stay as far apart', () => {
    for (const ratio of [1, 1.25, 2]) {
      const apart = [0, 13, 101, 977, 12_345].map((fromFrames) => {
        const xOf = devicePixels({ ...view, fromFrames }, ratio);
        return xOf(200_050) - xOf(150_025);
      });
      expect(new Set(apart).size).toBe(1);
    }
  });
});
