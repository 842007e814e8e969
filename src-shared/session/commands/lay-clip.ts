/** Clips that replace what lies under them: takes on the track, and comps of them. Nothing is cut but the track's clips. */
import type { Draft } from '../draft.ts';
import type { Clip } from '../records/clip.ts';

/** Where two clips meet they overlap by this, and so crossfade. */
export const CROSSFADE_SECONDS = 0.01;

const NO_FADE = { lengthFrames: 0, shape: 'linear' } as const;

type Side = 'left' | 'right';
type Range = { readonly fromFrames: number; readonly toFrames: number; readonly crossfade: number };

/**
 * Puts a clip on its track in place of what sounds there, and lets it overlap its neighbours where they touch. Muted clips
 * stay as they are. Returns the new clip's id.
 */
export function layClip(draft: Draft, clip: Omit<Clip, 'id'>): string {
  const crossfade = Math.round(draft.get('settings', 'session').sampleRateHz * CROSSFADE_SECONDS);
  const toFrames = clip.startFrames + clip.lengthFrames;
  const range = { fromFrames: clip.startFrames, toFrames, crossfade };
  for (const other of soundingOn(draft, clip.trackId)) cut(draft, other, range);
  const id = draft.newId('clip');
  draft.put('clips', { ...clip, id });
  for (const side of ['left', 'right'] as const) overlap(draft, id, side, crossfade);
  return id;
}

function soundingOn(draft: Draft, trackId: string): Clip[] {
  return draft.all('clips').filter((clip) => clip.trackId === trackId && !clip.muted);
}

/** Takes a stretch of the timeline out of a clip. What is left and no longer than a crossfade was one, and goes too. */
function cut(draft: Draft, clip: Clip, { fromFrames, toFrames, crossfade }: Range): void {
  const end = clip.startFrames + clip.lengthFrames;
  if (end <= fromFrames || clip.startFrames >= toFrames) return;
  const before = fromFrames - clip.startFrames;
  const after = end - toFrames;
  draft.remove('clips', clip.id);
  if (before > crossfade) draft.put('clips', shortened({ ...clip, lengthFrames: before, fadeOut: NO_FADE }));
  if (after <= crossfade) return;
  const offsetFrames = clip.offsetFrames + toFrames - clip.startFrames;
  const id = before > crossfade ? draft.newId('clip') : clip.id;
  const rest = { ...clip, id, startFrames: toFrames, offsetFrames, lengthFrames: after, fadeIn: NO_FADE };
  draft.put('clips', shortened(rest));
}

/** The clip with fades that fit into it. */
function shortened(clip: Clip): Clip {
  const fadeIn = Math.min(clip.fadeIn.lengthFrames, clip.lengthFrames);
  const fadeOut = Math.min(clip.fadeOut.lengthFrames, clip.lengthFrames - fadeIn);
  return {
    ...clip,
    fadeIn: { ...clip.fadeIn, lengthFrames: fadeIn },
    fadeOut: { ...clip.fadeOut, lengthFrames: fadeOut },
  };
}

/** A neighbour that the clip touches is overlapped: by what the clip has there, else by what the neighbour has. */
function overlap(draft: Draft, clipId: string, side: Side, crossfade: number): void {
  const clip = draft.get('clips', clipId);
  const edge = side === 'left' ? clip.startFrames : clip.startFrames + clip.lengthFrames;
  const touches = ({ startFrames, lengthFrames }: Clip) =>
    side === 'left' ? startFrames + lengthFrames === edge : startFrames === edge;
  const neighbour = soundingOn(draft, clip.trackId).find((other) => other.id !== clipId && touches(other));
  if (!neighbour) return;
  const most = Math.min(crossfade, Math.floor(clip.lengthFrames / 2), Math.floor(neighbour.lengthFrames / 2));
  const own = Math.min(most, room(draft, clip, side));
  if (own > 0) {
    draft.put('clips', extended(clip, side, own));
    return;
  }
  const other = side === 'left' ? 'right' : 'left';
  const theirs = Math.min(most, room(draft, neighbour, other));
  if (theirs > 0) draft.put('clips', extended(neighbour, other, theirs));
}

/** What the sound file has beyond an edge of a clip, and the timeline before its start. */
function room(draft: Draft, clip: Clip, side: Side): number {
  if (side === 'left') return Math.min(clip.offsetFrames, clip.startFrames);
  return draft.get('media', clip.mediaId).lengthFrames - clip.offsetFrames - clip.lengthFrames;
}

function extended(clip: Clip, side: Side, frames: number): Clip {
  const lengthFrames = clip.lengthFrames + frames;
  if (side === 'right') return { ...clip, lengthFrames };
  return { ...clip, lengthFrames, startFrames: clip.startFrames - frames, offsetFrames: clip.offsetFrames - frames };
}
