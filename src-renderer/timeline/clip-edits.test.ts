import { describe, expect, it } from 'vitest';
import {
  clipsInside,
  crossfadeClips,
  duplicateClips,
  fadeClip,
  gainClips,
  joinClips,
  type Move,
  moveClips,
  muteClips,
  nudgeClips,
  removeClips,
  slipClips,
  splitClips,
  trimClips,
  trimClipsTo,
} from './clip-edits.ts';
import { clipEnd } from './clip-geometry.ts';
import { pasteClips } from './clipboard.ts';
import { after, BAR, BEAT, SessionHand, snapping } from './timeline-fixture.ts';

function song() {
  const hand = new SessionHand();
  const tracks = [hand.track('A'), hand.track('B'), hand.track('C')] as const;
  const first = hand.clip(tracks[0], BAR, BAR);
  const second = hand.clip(tracks[0], 2 * BAR, BAR);
  const other = hand.clip(tracks[1], BAR, 2 * BAR);
  return { session: hand.session, tracks, first, second, other };
}

const move = (clipIds: readonly string[], fields: Partial<Move>): Move => ({
  clipIds: new Set(clipIds),
  grabbedId: clipIds[0] as string,
  deltaFrames: 0,
  deltaTracks: 0,
  copy: false,
  ripple: false,
  ...fields,
});

describe('a move', () => {
  it('takes all chosen clips along by what the grabbed one snaps to', () => {
    const { session, tracks, first, other } = song();
    const on = { snapping: snapping(session, { mode: 'grid' }), trackIds: tracks };
    const moved = after(session, moveClips(session, move([first, other], { deltaFrames: BEAT * 0.9 }), on));
    expect(moved.clips[first]?.startFrames).toBe(BAR + BEAT);
    expect(moved.clips[other]?.startFrames).toBe(BAR + BEAT);
  });

  it('stops at the start of the session and at the first and last track', () => {
    const { session, tracks, first, other } = song();
    const on = { snapping: snapping(session), trackIds: tracks };
    const moved = after(
      session,
      moveClips(session, move([other, first], { deltaFrames: -9 * BAR, deltaTracks: 5 }), on),
    );
    expect(moved.clips[first]).toMatchObject({ startFrames: 0, trackId: tracks[1] });
    expect(moved.clips[other]).toMatchObject({ startFrames: 0, trackId: tracks[2] });
  });

  it('copies', () => {
    const { session, tracks, first } = song();
    const on = { snapping: snapping(session), trackIds: tracks };
    const copied = after(session, moveClips(session, move([first], { deltaFrames: 100, copy: true }), on));
    expect(Object.keys(copied.clips)).toHaveLength(4);
    expect(copied.clips[first]?.startFrames).toBe(BAR);
  });

  it('with ripple takes later clips of the same track along, and only those', () => {
    const { session, tracks, first, second, other } = song();
    const on = { snapping: snapping(session), trackIds: tracks };
    const moved = after(session, moveClips(session, move([first], { deltaFrames: BEAT, ripple: true }), on));
    expect(moved.clips[second]?.startFrames).toBe(2 * BAR + BEAT);
    expect(moved.clips[other]?.startFrames).toBe(BAR);
  });

  it('that leads nowhere sends nothing', () => {
    const { session, tracks, first } = song();
    expect(moveClips(session, move([first], {}), { snapping: snapping(session), trackIds: tracks }).steps).toEqual([]);
  });
});

describe('an edge', () => {
  it('is trimmed together with the same edge of other chosen clips', () => {
    const { session, first, second, other } = song();
    const chosen = new Set([first, second, other]);
    const edit = trimClips(session, chosen, {
      grabbedId: first,
      edge: 'start',
      toFrames: BAR + BEAT,
      snapping: snapping(session),
    });
    const trimmed = after(session, edit);
    expect([first, second, other].map((id) => trimmed.clips[id]?.startFrames)).toEqual([
      BAR + BEAT,
      2 * BAR,
      BAR + BEAT,
    ]);
    expect(trimmed.clips[first]?.offsetFrames).toBe(BAR + BEAT);
  });

  it('of an unchosen clip is trimmed alone', () => {
    const { session, first, other } = song();
    const edit = trimClips(session, new Set([other]), {
      grabbedId: first,
      edge: 'end',
      toFrames: 2 * BAR - 5,
      snapping: snapping(session),
    });
    expect(edit.steps).toHaveLength(1);
    expect(clipEnd(after(session, edit).clips[first] as never)).toBe(2 * BAR - 5);
  });
});

describe('what a clip holds', () => {
  it('is cut off at a place that it is inside of, before it or behind it', () => {
    const { session, first, second, other } = song();
    const at = BAR + BEAT;
    const trimmed = (edge: 'start' | 'end') => {
      const { clips } = after(session, trimClipsTo(session, [first, second, other], edge, at));
      return [first, second, other].map((id) => [clips[id]?.startFrames, clipEnd(clips[id] as never)]);
    };
    expect(trimmed('start')).toEqual([
      [at, 2 * BAR],
      [2 * BAR, 3 * BAR],
      [at, 3 * BAR],
    ]);
    expect(trimmed('end')).toEqual([
      [BAR, at],
      [2 * BAR, 3 * BAR],
      [BAR, at],
    ]);
    expect(trimClipsTo(session, [first], 'end', 2 * BAR).steps).toEqual([]);
  });

  it('draws one clip out to the playhead, as far as there is sound: what was played before a take', () => {
    const { session, first, second } = song();
    const clip = session.clips[first];
    const start = (to: number) => after(session, trimClipsTo(session, [first], 'start', to)).clips[first];
    expect(start(BAR - 700)).toMatchObject({ startFrames: BAR - 700, offsetFrames: (clip?.offsetFrames ?? 0) - 700 });
    expect(start(0)?.offsetFrames).toBe(Math.max(0, (clip?.offsetFrames ?? 0) - BAR));
    expect(trimClipsTo(session, [first, second], 'start', BAR - 700).steps).toEqual([]);
  });

  it('slips under it', () => {
    const { session, first } = song();
    expect(after(session, slipClips(session, new Set([first]), 700.4)).clips[first]).toMatchObject({
      startFrames: BAR,
      offsetFrames: BAR - 700,
    });
  });

  it('fades as far as there is room beside the other fade', () => {
    const { session, first } = song();
    const faded = after(
      session,
      fadeClip(session, first, { edge: 'fadeOut', toFrames: BAR + 3 * BEAT, shape: 'sCurve' }),
    );
    expect(faded.clips[first]?.fadeOut).toEqual({ lengthFrames: BEAT, shape: 'sCurve' });
    const full = after(faded, fadeClip(faded, first, { edge: 'fadeIn', toFrames: 9 * BAR }));
    expect(full.clips[first]?.fadeIn.lengthFrames).toBe(3 * BEAT);
  });

  it('is turned up in tenths of a dB, each clip from where it stands', () => {
    const { session, first, second } = song();
    const louder = after(session, gainClips(session, new Set([first]), 2));
    const both = after(louder, gainClips(louder, new Set([first, second]), 0.333));
    expect([first, second].map((id) => both.clips[id]?.gainDb)).toEqual([2.3, 0.3]);
  });

  it('is muted until all are, then sounds again', () => {
    const { session, first, second } = song();
    const one = after(session, muteClips(session, new Set([first])));
    const both = after(one, muteClips(one, new Set([first, second])));
    expect(both.clips[second]?.muted).toBe(true);
    expect(after(both, muteClips(both, new Set([first, second]))).clips[first]?.muted).toBe(false);
  });
});

describe('cutting and joining', () => {
  it('splits only what the place is inside of, and joins it again', () => {
    const { session, first, second, other } = song();
    const split = splitClips(session, [first, second, other], BAR + BEAT);
    expect(split.steps).toHaveLength(2);
    const cut = after(session, split);
    const pieces = Object.values(cut.clips).filter(
      ({ trackId }) => trackId === cut.clips[first]?.trackId && cut.clips[first]?.mediaId !== undefined,
    );
    expect(pieces).toHaveLength(3);
    const ids = pieces.filter(({ mediaId }) => mediaId === cut.clips[first]?.mediaId).map(({ id }) => id);
    expect(after(cut, joinClips(cut, new Set(ids))).clips[first]?.lengthFrames).toBe(BAR);
  });

  it('removes, with and without closing the gap', () => {
    const { session, first, second } = song();
    expect(after(session, removeClips(session, new Set([first]), false)).clips[second]?.startFrames).toBe(2 * BAR);
    expect(after(session, removeClips(session, new Set([first]), true)).clips[second]?.startFrames).toBe(BAR);
  });

  it('duplicates a choice behind itself', () => {
    const { session, first, other } = song();
    const copied = after(session, duplicateClips(session, new Set([first, other])));
    const added = Object.values(copied.clips).filter(({ id }) => session.clips[id] === undefined);
    expect(added.map(({ startFrames }) => startFrames)).toEqual([3 * BAR, 3 * BAR]);
  });

  it('crossfades neighbours, each giving half', () => {
    const { session, first, second } = song();
    const faded = after(session, crossfadeClips(session, new Set([first]), 1000));
    expect(clipEnd(faded.clips[first] as never)).toBe(2 * BAR + 500);
    expect(faded.clips[second]?.startFrames).toBe(2 * BAR - 500);
  });

  it('pastes a cut clip with all that it was', () => {
    const { session, tracks, first } = song();
    const faded = after(
      after(session, gainClips(session, new Set([first]), -3)),
      fadeClip(session, first, { edge: 'fadeIn', toFrames: BAR + 50 }),
    );
    const clip = faded.clips[first] as never as Parameters<typeof pasteClips>[1][number];
    const gone = after(faded, removeClips(faded, new Set([first]), false));
    const pasted = after(gone, pasteClips(gone, [clip], { atFrames: 5 * BAR, trackId: tracks[2] }));
    const added = Object.values(pasted.clips).find(({ id }) => gone.clips[id] === undefined);
    const { id: _id, ...rest } = clip;
    expect(added).toMatchObject({ ...rest, startFrames: 5 * BAR, trackId: tracks[2] });
  });
});

describe('choosing', () => {
  it('nudges no farther than the start', () => {
    const { session, first } = song();
    expect(after(session, nudgeClips(session, new Set([first]), -9 * BAR)).clips[first]?.startFrames).toBe(0);
  });

  it('holds what a rubber band touches on its tracks', () => {
    const { session, tracks, first, other } = song();
    expect(clipsInside(session, { from: BAR + 5, to: BAR + 9, trackIds: new Set(tracks) })).toEqual([first, other]);
    expect(clipsInside(session, { from: BAR, to: BAR + 9, trackIds: new Set([tracks[1]]) })).toEqual([other]);
  });
});
