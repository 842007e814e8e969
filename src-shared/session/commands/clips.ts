import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import type { Clip, Fade } from '../records/clip.ts';
import { command } from './command.ts';
import { type AddClip, putClip, requireTrack } from './media.ts';

type OneClip = { readonly clipId: string };

const NO_FADE: Fade = { lengthFrames: 0, shape: 'linear' };

/** The clip with fades no longer than it has room for, the fade-in first. */
function fitFades(clip: Clip): Clip {
  const fadeIn = { ...clip.fadeIn, lengthFrames: Math.min(clip.fadeIn.lengthFrames, clip.lengthFrames) };
  const room = clip.lengthFrames - fadeIn.lengthFrames;
  return { ...clip, fadeIn, fadeOut: { ...clip.fadeOut, lengthFrames: Math.min(clip.fadeOut.lengthFrames, room) } };
}

export const addClip = command((draft, args: AddClip) => {
  putClip(draft, args);
});

/** Moves a clip in time, and to another track when `trackId` is given. */
export const moveClip = command(
  (draft, { clipId, startFrames, trackId }: OneClip & { readonly startFrames: number; readonly trackId?: string }) => {
    const clip = draft.get('clips', clipId);
    if (trackId !== undefined) requireTrack(draft, trackId);
    draft.update('clips', clipId, { startFrames, trackId: trackId ?? clip.trackId });
  },
);

export const moveClipToTrack = command((draft, { clipId, trackId }: OneClip & { readonly trackId: string }) => {
  requireTrack(draft, trackId);
  draft.update('clips', clipId, { trackId });
});

export type TrimClip = OneClip & { readonly startFrames?: number; readonly endFrames?: number };

/**
 * Moves the edges of a clip to places on the timeline; what sounds stays where it is. An edge stops at the end of its
 * sound file, at the session's start and one frame before the other edge.
 */
export const trimClip = command((draft, { clipId, startFrames, endFrames }: TrimClip) => {
  const clip = draft.get('clips', clipId);
  const { lengthFrames: mediaFrames } = draft.get('media', clip.mediaId);
  const earliest = Math.max(0, clip.startFrames - clip.offsetFrames);
  const latest = clip.startFrames - clip.offsetFrames + mediaFrames;
  const start = Math.min(Math.max(startFrames ?? clip.startFrames, earliest), clip.startFrames + clip.lengthFrames - 1);
  const end = Math.max(Math.min(endFrames ?? clip.startFrames + clip.lengthFrames, latest), start + 1);
  const offsetFrames = clip.offsetFrames + start - clip.startFrames;
  draft.put('clips', fitFades({ ...clip, startFrames: start, offsetFrames, lengthFrames: end - start }));
});

/** Moves the sound under a clip that stays in place; it stops at the ends of the sound file. */
export const slipClip = command((draft, { clipId, offsetFrames }: OneClip & { readonly offsetFrames: number }) => {
  const clip = draft.get('clips', clipId);
  const last = draft.get('media', clip.mediaId).lengthFrames - clip.lengthFrames;
  draft.update('clips', clipId, { offsetFrames: Math.min(Math.max(0, offsetFrames), last) });
});

/** Cuts a clip in two that sound as the one did, but a fade that reaches across the cut ends there. The second is new. Throws `not-possible` when the place is not inside. */
export const splitClip = command((draft, { clipId, atFrames }: OneClip & { readonly atFrames: number }) => {
  split(draft, draft.get('clips', clipId), atFrames);
});

function split(draft: Draft, clip: Clip, atFrames: number): Clip {
  const first = atFrames - clip.startFrames;
  if (!(first > 0 && first < clip.lengthFrames))
    throw new CommandError('not-possible', `“${clip.name}” cannot be split there: the place is not inside it.`);
  const rest = fitFades({
    ...clip,
    id: draft.newId('clip'),
    startFrames: atFrames,
    offsetFrames: clip.offsetFrames + first,
    lengthFrames: clip.lengthFrames - first,
    fadeIn: NO_FADE,
  });
  draft.put('clips', fitFades({ ...clip, lengthFrames: first, fadeOut: NO_FADE }));
  draft.put('clips', rest);
  return rest;
}

function follows(next: Clip, clip: Clip): boolean {
  return (
    next.trackId === clip.trackId &&
    next.mediaId === clip.mediaId &&
    next.gainDb === clip.gainDb &&
    next.muted === clip.muted &&
    next.startFrames === clip.startFrames + clip.lengthFrames &&
    next.offsetFrames === clip.offsetFrames + clip.lengthFrames
  );
}

/** Makes one clip of pieces that continue each other: same track, sound, gain and mute, and no gap. It undoes splits. */
export const joinClips = command((draft, { clipIds }: { readonly clipIds: readonly string[] }) => {
  const clips = [...new Set(clipIds)].map((id) => draft.get('clips', id)).sort((a, b) => a.startFrames - b.startFrames);
  const [first, ...others] = clips;
  if (!first || others.length === 0) throw new CommandError('not-possible', 'Joining takes at least two clips.');
  let joined = first;
  for (const next of others) {
    if (!follows(next, joined)) {
      throw new CommandError(
        'not-possible',
        `“${joined.name}” and “${next.name}” cannot be joined: they do not continue the same sound without a gap.`,
      );
    }
    joined = { ...joined, lengthFrames: joined.lengthFrames + next.lengthFrames, fadeOut: next.fadeOut };
    draft.remove('clips', next.id);
  }
  draft.put('clips', fitFades(joined));
});

/** A copy of a clip at another place: right behind it when `startFrames` is absent. */
export const duplicateClip = command(
  (draft, { clipId, startFrames, trackId }: OneClip & { readonly startFrames?: number; readonly trackId?: string }) => {
    const clip = draft.get('clips', clipId);
    if (trackId !== undefined) requireTrack(draft, trackId);
    const start = startFrames ?? clip.startFrames + clip.lengthFrames;
    draft.put('clips', { ...clip, id: draft.newId('clip'), startFrames: start, trackId: trackId ?? clip.trackId });
  },
);

export const setClipGain = command((draft, { clipId, gainDb }: OneClip & { readonly gainDb: number }) => {
  draft.update('clips', clipId, { gainDb });
});

/** Sets one fade of a clip; throws `invalid-value` when the two fades do not fit into it. */
export const setFade = command(
  (draft, { clipId, edge, fade }: OneClip & { readonly edge: 'fadeIn' | 'fadeOut'; readonly fade: Fade }) => {
    draft.update('clips', clipId, { [edge]: fade });
  },
);

export const muteClip = command((draft, { clipId, muted }: OneClip & { readonly muted: boolean }) => {
  draft.update('clips', clipId, { muted });
});

export const renameClip = command((draft, { clipId, name }: OneClip & { readonly name: string }) => {
  draft.update('clips', clipId, { name });
});

/** A colour of its own; null takes the track's. */
export const colourClip = command((draft, { clipId, colour }: OneClip & { readonly colour: number | null }) => {
  draft.update('clips', clipId, { colour });
});

export const removeClip = command((draft, { clipId }: OneClip) => draft.remove('clips', clipId));

/** Removes clips and closes the gaps: later clips of their tracks move left by what went. Markers and automation stay. */
export const rippleDelete = command((draft, { clipIds }: { readonly clipIds: readonly string[] }) => {
  const gone = [...new Set(clipIds)].map((id) => draft.get('clips', id));
  for (const { id } of gone) draft.remove('clips', id);
  for (const clip of draft.all('clips')) {
    const earlier = gone.filter((other) => other.trackId === clip.trackId && other.startFrames < clip.startFrames);
    const shift = coveredFrames(earlier, clip.startFrames);
    if (shift > 0) draft.update('clips', clip.id, { startFrames: clip.startFrames - shift });
  }
});

/** Frames before `untilFrames` that at least one of the clips covers. */
function coveredFrames(clips: readonly Clip[], untilFrames: number): number {
  let covered = 0;
  let reached = 0;
  for (const { startFrames, lengthFrames } of [...clips].sort((a, b) => a.startFrames - b.startFrames)) {
    const end = Math.min(startFrames + lengthFrames, untilFrames);
    covered += Math.max(0, end - Math.max(startFrames, reached));
    reached = Math.max(reached, end);
  }
  return covered;
}
