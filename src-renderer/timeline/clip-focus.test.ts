import { describe, expect, it } from 'vitest';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import { nearestClip, nextClip } from './clip-focus.ts';
import { BAR, SessionHand } from './timeline-fixture.ts';
import { layoutRows } from './track-rows.ts';

function song() {
  const hand = new SessionHand();
  const [a, , b] = [hand.track('A'), hand.track('Empty'), hand.track('B')];
  const ids = [hand.clip(a, 0, BAR), hand.clip(a, 2 * BAR, BAR), hand.clip(b, 0, BAR), hand.clip(b, 3 * BAR, BAR)];
  const clips = ids.map((id) => hand.session.clips[id] as Clip);
  const byTrack = new Map([
    [a, clips.slice(0, 2)],
    [b, clips.slice(2)],
  ]);
  const rows = layoutRows(hand.session, {
    heights: new Map(),
    defaultHeight: 48,
    collapsed: new Set(),
    opened: new Set(),
    takesOpened: new Set(),
  });
  return { rows, byTrack, clips: clips as [Clip, Clip, Clip, Clip] };
}

describe('an arrow', () => {
  it('goes to the next clip of the track, and stops at its ends', () => {
    const { rows, byTrack, clips } = song();
    expect(nextClip(rows, byTrack, clips[0], 'ArrowRight')).toBe(clips[1]);
    expect(nextClip(rows, byTrack, clips[0], 'ArrowLeft')).toBeUndefined();
  });

  it('goes to the nearest clip of the next track that has one', () => {
    const { rows, byTrack, clips } = song();
    expect(nextClip(rows, byTrack, clips[1], 'ArrowDown')).toBe(clips[3]);
    expect(nextClip(rows, byTrack, clips[2], 'ArrowUp')).toBe(clips[0]);
    expect(nextClip(rows, byTrack, clips[2], 'ArrowDown')).toBeUndefined();
  });

  it('finds the clip that a place is in before any beside it', () => {
    const { clips } = song();
    expect(nearestClip(clips.slice(0, 2), BAR - 1)).toBe(clips[0]);
    expect(nearestClip([], 0)).toBeUndefined();
  });
});
