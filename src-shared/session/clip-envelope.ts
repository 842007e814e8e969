/**
 * What a track plays: its clips in order of start, each with its gain and its two fades, overlaps turned into
 * crossfades.
 *
 * The rule of overlaps. Muted clips do not count. Clips are taken in order of start, of those that start together the
 * longest first. A clip that ends at or before the end of what came before it lies wholly inside: both simply sound
 * together, each with its own fades, because a crossfade would cost the outer clip its end. Every other clip crossfades
 * with the one that reached farthest before it, where they overlap: there the earlier clip's fade-out and the later
 * clip's fade-in are a pair over exactly the overlap, in place of the fades the clips have at these ends. The pair is of
 * equal power; where both play the same sound at the same place, as two pieces of one take do, it is linear, because what
 * is alike adds up: equal power would be up to 3 dB louder there.
 * A clip that is crossfaded at both ends at once is multiplied by both.
 */
import { dbToGain } from '../units/decibel.ts';
import type { Clip, Fade, FadeShape } from './records/clip.ts';
import type { Session } from './session.ts';

/** A stretch of the timeline in which a clip rises from or falls to silence; length 0 is no fade. */
export type SegmentFade = { readonly startFrames: number; readonly lengthFrames: number; readonly shape: FadeShape };

/** A clip as it sounds. `endFrames` is exclusive; `offsetFrames` is the frame of the media at `startFrames`; `gain` is linear. */
export type Segment = {
  readonly clipId: string;
  readonly mediaId: string;
  readonly startFrames: number;
  readonly endFrames: number;
  readonly offsetFrames: number;
  readonly gain: number;
  readonly fadeIn: SegmentFade;
  readonly fadeOut: SegmentFade;
};

/** What a track plays, in order of start. */
export function trackSegments(session: Session, trackId: string): Segment[] {
  return segmentsOf(Object.values(session.clips).filter((clip) => clip.trackId === trackId));
}

/** What each track plays, by track id: one pass over all clips. Tracks without clips are absent. */
export function segmentsByTrack(session: Session): Map<string, Segment[]> {
  const clips = new Map<string, Clip[]>();
  for (const clip of Object.values(session.clips)) {
    const list = clips.get(clip.trackId);
    if (list) list.push(clip);
    else clips.set(clip.trackId, [clip]);
  }
  return new Map([...clips].map(([trackId, list]) => [trackId, segmentsOf(list)]));
}

type Mutable = { -readonly [Field in keyof Segment]: Segment[Field] };

function segmentsOf(clips: readonly Clip[]): Segment[] {
  const segments = clips
    .filter((clip) => !clip.muted)
    .map((clip): Mutable => loneSegment(clip))
    .sort(inOrder);
  let farthest: Mutable | undefined;
  for (const segment of segments) {
    if (farthest && segment.endFrames <= farthest.endFrames) continue;
    const overlap = farthest ? farthest.endFrames - segment.startFrames : 0;
    if (farthest && overlap > 0) {
      const shape = isSameSound(farthest, segment) ? 'linear' : 'equalPower';
      const crossfade: SegmentFade = { startFrames: segment.startFrames, lengthFrames: overlap, shape };
      farthest.fadeOut = crossfade;
      segment.fadeIn = crossfade;
    }
    farthest = segment;
  }
  return segments;
}

/** Every frame of the timeline plays the same frame of the same file. */
function isSameSound(one: Segment, other: Segment): boolean {
  const isInLine = one.startFrames - one.offsetFrames === other.startFrames - other.offsetFrames;
  return isInLine && one.mediaId === other.mediaId;
}

function inOrder(a: Segment, b: Segment): number {
  return a.startFrames - b.startFrames || b.endFrames - a.endFrames || (a.clipId < b.clipId ? -1 : 1);
}

/** A clip as it sounds alone, as one that is muted or in a hand: its own fades, no neighbours. */
export function loneSegment(clip: Clip): Segment {
  const endFrames = clip.startFrames + clip.lengthFrames;
  return {
    clipId: clip.id,
    mediaId: clip.mediaId,
    startFrames: clip.startFrames,
    endFrames,
    offsetFrames: clip.offsetFrames,
    gain: dbToGain(clip.gainDb),
    fadeIn: fadeAt(clip.startFrames, clip.fadeIn),
    fadeOut: fadeAt(endFrames - clip.fadeOut.lengthFrames, clip.fadeOut),
  };
}

function fadeAt(startFrames: number, { lengthFrames, shape }: Fade): SegmentFade {
  return { startFrames, lengthFrames, shape };
}

/** sin(πt/2) for t of 0…1 by its Taylor series to x¹⁹ (error under 1e-15): only × and +, so every machine gets the same bits. */
export function quarterSine(t: number): number {
  const x = t * (Math.PI / 2);
  const square = x * x;
  let term = x;
  let sum = x;
  for (let power = 2; power < 20; power += 2) {
    term *= -square / (power * (power + 1));
    sum += term;
  }
  return sum;
}

/** The gain of a rising fade after a part `t` (0…1) of its length; a falling fade is `fadeGain(shape, 1 − t)`. */
export function fadeGain(shape: FadeShape, t: number): number {
  if (shape === 'linear') return t;
  if (shape === 'slow') return t * t;
  if (shape === 'fast') return Math.sqrt(t);
  const sine = quarterSine(t);
  return shape === 'equalPower' ? sine : sine * sine;
}

/**
 * The linear gain of a segment at a frame of the timeline; 0 outside it. A fade of n frames takes its curve at
 * (k + ½)/n for k = 0…n−1, so a fade-in is the mirror of a fade-out, and the two of a crossfade have power 1 at every frame.
 */
export function segmentGainAt(segment: Segment, frame: number): number {
  if (frame < segment.startFrames || frame >= segment.endFrames) return 0;
  return segment.gain * fadePart(segment.fadeIn, frame, false) * fadePart(segment.fadeOut, frame, true);
}

function fadePart({ startFrames, lengthFrames, shape }: SegmentFade, frame: number, falling: boolean): number {
  const at = frame - startFrames;
  if (at < 0) return falling ? 1 : 0;
  if (at >= lengthFrames) return falling ? 0 : 1;
  return fadeGain(shape, ((falling ? lengthFrames - 1 - at : at) + 0.5) / lengthFrames);
}
