import type { Clip } from '../../src-shared/session/records/clip.ts';
import { clipEnd } from './clip-geometry.ts';
import type { Row } from './track-rows.ts';

/** Where an arrow takes the keyboard from a clip: to the next on its track, or to the nearest on the next track that has one. */
export function nextClip(
  rows: readonly Row[],
  clipsByTrack: ReadonlyMap<string, readonly Clip[]>,
  clip: Clip,
  arrow: 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown',
): Clip | undefined {
  const own = clipsByTrack.get(clip.trackId) ?? [];
  if (arrow === 'ArrowLeft') return own[own.indexOf(clip) - 1];
  if (arrow === 'ArrowRight') return own[own.indexOf(clip) + 1];
  const tracks = rows.filter(({ kind }) => kind === 'track').map(({ stripId }) => stripId);
  const step = arrow === 'ArrowUp' ? -1 : 1;
  for (let at = tracks.indexOf(clip.trackId) + step; at >= 0 && at < tracks.length; at += step) {
    const nearest = nearestClip(clipsByTrack.get(tracks[at] as string) ?? [], clip.startFrames);
    if (nearest) return nearest;
  }
  return undefined;
}

/** The clip that a frame is in, else the one whose edge is nearest. */
export function nearestClip(clips: readonly Clip[], frame: number): Clip | undefined {
  const away = (clip: Clip) => Math.max(clip.startFrames - frame, frame - clipEnd(clip) + 1, 0);
  let best: Clip | undefined;
  for (const clip of clips) if (best === undefined || away(clip) < away(best)) best = clip;
  return best;
}
