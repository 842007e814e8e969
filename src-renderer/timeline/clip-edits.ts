/** What can be done to clips, as edits: pure, so that a drag can be looked at before it is done. */
import type { Clip, FadeShape } from '../../src-shared/session/records/clip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { clipEnd } from './clip-geometry.ts';
import type { Edit, Step } from './edit.ts';
import { type Snapping, snapped, snappedDelta } from './snap.ts';

const many = (count: number, one: string, more: string) => (count === 1 ? one : `${more} ${count} clips`);

export function clipsOf(session: Session, clipIds: Iterable<string>): Clip[] {
  return [...clipIds].flatMap((id) => session.clips[id] ?? []).sort(byStart);
}

function byStart(a: Clip, b: Clip): number {
  return a.startFrames - b.startFrames || (a.id < b.id ? -1 : 1);
}

export type Move = {
  readonly clipIds: ReadonlySet<string>;
  /** The one under the pointer: it is what snaps. */
  readonly grabbedId: string;
  readonly deltaFrames: number;
  /** Rows down, counted in tracks. */
  readonly deltaTracks: number;
  readonly copy: boolean;
  /** Later clips of the same tracks move along. */
  readonly ripple: boolean;
};

/** Moves or copies clips by the same distance in time and over the same number of tracks, as far as there is room. */
export function moveClips(
  session: Session,
  move: Move,
  { snapping, trackIds }: { snapping: Snapping; trackIds: readonly string[] },
): Edit {
  const grabbed = session.clips[move.grabbedId];
  const chosen = clipsOf(session, move.clipIds);
  if (!grabbed || chosen.length === 0) return { name: 'Move clip', steps: [] };
  const clips = move.ripple && !move.copy ? withLater(session, chosen) : chosen;
  const earliest = Math.min(...clips.map((clip) => clip.startFrames));
  const wanted = snappedDelta(grabbed.startFrames, clipEnd(grabbed), move.deltaFrames, snapping);
  const delta = Math.max(-earliest, move.deltaFrames === 0 ? 0 : wanted);
  const places = clips.map((clip) => trackIds.indexOf(clip.trackId));
  const down = Math.min(Math.max(move.deltaTracks, -Math.min(...places)), trackIds.length - 1 - Math.max(...places));
  const steps = clips.map((clip, index): Step => {
    const args = { clipId: clip.id, startFrames: clip.startFrames + delta };
    const trackId = trackIds[(places[index] as number) + down];
    const change = trackId === undefined || places[index] === -1 ? args : { ...args, trackId };
    return { command: move.copy ? 'duplicateClip' : 'moveClip', args: change };
  });
  const name = move.copy ? many(clips.length, 'Duplicate clip', 'Duplicate') : many(clips.length, 'Move clip', 'Move');
  return { name, steps: delta === 0 && down === 0 && !move.copy ? [] : steps };
}

/** The clips and all that begin after the first of them on its track. */
function withLater(session: Session, clips: readonly Clip[]): Clip[] {
  const from = new Map<string, number>();
  for (const { trackId, startFrames } of clips)
    from.set(trackId, Math.min(from.get(trackId) ?? startFrames, startFrames));
  return Object.values(session.clips)
    .filter(({ trackId, startFrames }) => startFrames >= (from.get(trackId) ?? Number.POSITIVE_INFINITY))
    .sort(byStart);
}

/** Moves the same edge of clips that share it, such as of a stack of drums. */
export function trimClips(
  session: Session,
  clipIds: ReadonlySet<string>,
  {
    grabbedId,
    edge,
    toFrames,
    snapping,
  }: { grabbedId: string; edge: 'start' | 'end'; toFrames: number; snapping: Snapping },
): Edit {
  const grabbed = session.clips[grabbedId];
  if (!grabbed) return { name: 'Trim clip', steps: [] };
  const at = snapped(toFrames, snapping);
  const place = (clip: Clip) => (edge === 'start' ? clip.startFrames : clipEnd(clip));
  const together = clipsOf(session, clipIds).filter((clip) => place(clip) === place(grabbed));
  const clips = together.includes(grabbed) ? together : [grabbed];
  const steps = clips.map(
    (clip): Step => ({
      command: 'trimClip',
      args: edge === 'start' ? { clipId: clip.id, startFrames: at } : { clipId: clip.id, endFrames: at },
    }),
  );
  return { name: many(clips.length, 'Trim clip', 'Trim'), steps: at === place(grabbed) ? [] : steps };
}

/**
 * Cuts off what lies before a place, or behind it, of every one of the clips that the place is inside of. A clip that is
 * chosen alone is drawn out to a place outside of it, as far as its file goes: so what was played before a take is revealed.
 */
export function trimClipsTo(
  session: Session,
  clipIds: Iterable<string>,
  edge: 'start' | 'end',
  atFrames: number,
): Edit {
  const chosen = clipsOf(session, clipIds);
  const [alone] = chosen.length === 1 ? chosen : [];
  const isInside = (clip: Clip) => atFrames > clip.startFrames && atFrames < clipEnd(clip);
  const clips = alone && hasMore(session, alone, edge, atFrames) ? [alone] : chosen.filter(isInside);
  const place = edge === 'start' ? { startFrames: atFrames } : { endFrames: atFrames };
  const steps = clips.map((clip): Step => ({ command: 'trimClip', args: { clipId: clip.id, ...place } }));
  return { name: many(clips.length, 'Trim clip', 'Trim'), steps };
}

/** Whether the file of a clip has sound beyond its edge, towards a place outside of it. */
function hasMore({ media }: Session, clip: Clip, edge: 'start' | 'end', atFrames: number): boolean {
  if (edge === 'start') return atFrames < clip.startFrames && clip.offsetFrames > 0;
  const fileFrames = media[clip.mediaId]?.lengthFrames ?? 0;
  return atFrames > clipEnd(clip) && clip.offsetFrames + clip.lengthFrames < fileFrames;
}

/** Moves the sound under clips that stay where they are. */
export function slipClips(session: Session, clipIds: ReadonlySet<string>, deltaFrames: number): Edit {
  const clips = clipsOf(session, clipIds);
  const delta = Math.round(deltaFrames);
  const steps = clips.map(
    (clip): Step => ({ command: 'slipClip', args: { clipId: clip.id, offsetFrames: clip.offsetFrames - delta } }),
  );
  return { name: many(clips.length, 'Slip clip', 'Slip'), steps: delta === 0 ? [] : steps };
}

/** A fade that ends at a place, as long as the clip has room for beside its other fade. */
export function fadeClip(
  session: Session,
  clipId: string,
  { edge, toFrames, shape }: { edge: 'fadeIn' | 'fadeOut'; toFrames?: number; shape?: FadeShape },
): Edit {
  const clip = session.clips[clipId];
  if (!clip) return { name: 'Change fade', steps: [] };
  const before = clip[edge];
  const other = edge === 'fadeIn' ? clip.fadeOut : clip.fadeIn;
  const wanted =
    toFrames === undefined
      ? before.lengthFrames
      : edge === 'fadeIn'
        ? toFrames - clip.startFrames
        : clipEnd(clip) - toFrames;
  const lengthFrames = Math.round(Math.min(Math.max(0, wanted), clip.lengthFrames - other.lengthFrames));
  const fade = { lengthFrames, shape: shape ?? before.shape };
  const same = fade.lengthFrames === before.lengthFrames && fade.shape === before.shape;
  return { name: 'Change fade', steps: same ? [] : [{ command: 'setFade', args: { clipId, edge, fade } }] };
}

const GAIN_RANGE_DB = [-60, 36] as const;

/** Turns clips up or down by the same amount, in tenths of a dB. */
export function gainClips(session: Session, clipIds: ReadonlySet<string>, deltaDb: number): Edit {
  const [least, most] = GAIN_RANGE_DB;
  const steps = clipsOf(session, clipIds).flatMap((clip): Step[] => {
    const from = Math.max(least, clip.gainDb);
    const gainDb = Math.round(Math.min(most, Math.max(least, from + deltaDb)) * 10) / 10;
    return gainDb === clip.gainDb ? [] : [{ command: 'setClipGain', args: { clipId: clip.id, gainDb } }];
  });
  return { name: many(steps.length, 'Change clip gain', 'Change gain of'), steps };
}

/** Cuts every one of the clips that the place is inside of. */
export function splitClips(session: Session, clipIds: Iterable<string>, atFrames: number): Edit {
  const inside = clipsOf(session, clipIds).filter((clip) => atFrames > clip.startFrames && atFrames < clipEnd(clip));
  const steps = inside.map((clip): Step => ({ command: 'splitClip', args: { clipId: clip.id, atFrames } }));
  return { name: many(inside.length, 'Split clip', 'Split'), steps };
}

export function removeClips(session: Session, clipIds: ReadonlySet<string>, ripple: boolean): Edit {
  const clips = clipsOf(session, clipIds);
  if (clips.length === 0) return { name: 'Remove clip', steps: [] };
  if (ripple)
    return {
      name: 'Ripple delete',
      steps: [{ command: 'rippleDelete', args: { clipIds: clips.map(({ id }) => id) } }],
    };
  return {
    name: many(clips.length, 'Remove clip', 'Remove'),
    steps: clips.map((clip): Step => ({ command: 'removeClip', args: { clipId: clip.id } })),
  };
}

/** Copies the clips right behind the last of them. */
export function duplicateClips(session: Session, clipIds: ReadonlySet<string>): Edit {
  const clips = clipsOf(session, clipIds);
  const start = Math.min(...clips.map((clip) => clip.startFrames));
  const length = Math.max(...clips.map(clipEnd)) - start;
  return {
    name: many(clips.length, 'Duplicate clip', 'Duplicate'),
    steps: clips.map(
      (clip): Step => ({ command: 'duplicateClip', args: { clipId: clip.id, startFrames: clip.startFrames + length } }),
    ),
  };
}

/** Joins what continues: the chosen clips, track by track. */
export function joinClips(session: Session, clipIds: ReadonlySet<string>): Edit {
  const byTrack = new Map<string, string[]>();
  for (const { trackId, id } of clipsOf(session, clipIds)) byTrack.set(trackId, [...(byTrack.get(trackId) ?? []), id]);
  const steps = [...byTrack.values()]
    .filter((ids) => ids.length > 1)
    .map((ids): Step => ({ command: 'joinClips', args: { clipIds: ids } }));
  return { name: 'Join clips', steps };
}

/** Mutes all of them, or lets all sound when all are muted. */
export function muteClips(session: Session, clipIds: ReadonlySet<string>): Edit {
  const clips = clipsOf(session, clipIds);
  const muted = clips.some((clip) => !clip.muted);
  return {
    name: many(clips.length, muted ? 'Mute clip' : 'Unmute clip', muted ? 'Mute' : 'Unmute'),
    steps: clips.map((clip): Step => ({ command: 'muteClip', args: { clipId: clip.id, muted } })),
  };
}

/**
 * Lets clips that touch, or nearly, overlap by `lengthFrames` where their sound goes on: each gives half, or what it has.
 * One clip crossfades with those beside it.
 */
export function crossfadeClips(session: Session, clipIds: ReadonlySet<string>, lengthFrames: number): Edit {
  const steps: Step[] = [];
  for (const clip of clipsOf(session, clipIds)) {
    const next = nextOn(session, clip, lengthFrames);
    if (!next || (clipIds.size > 1 && !clipIds.has(next.id))) continue;
    const middle = (clipEnd(clip) + next.startFrames) / 2;
    const end = Math.round(middle + lengthFrames / 2);
    const start = Math.max(0, Math.round(middle - lengthFrames / 2));
    if (clipEnd(clip) < end) steps.push({ command: 'trimClip', args: { clipId: clip.id, endFrames: end } });
    if (next.startFrames > start) steps.push({ command: 'trimClip', args: { clipId: next.id, startFrames: start } });
  }
  return { name: 'Crossfade', steps };
}

/** The clip that begins where this one ends, within a reach. */
function nextOn(session: Session, clip: Clip, reachFrames: number): Clip | undefined {
  return Object.values(session.clips)
    .filter((other) => other.trackId === clip.trackId && other.startFrames > clip.startFrames)
    .filter((other) => Math.abs(other.startFrames - clipEnd(clip)) <= reachFrames)
    .sort(byStart)[0];
}

/** Moves clips by a distance, as far as the start of the session allows. */
export function nudgeClips(session: Session, clipIds: ReadonlySet<string>, deltaFrames: number): Edit {
  const clips = clipsOf(session, clipIds);
  const delta = Math.max(-Math.min(...clips.map((clip) => clip.startFrames)), Math.round(deltaFrames));
  const steps = clips.map(
    (clip): Step => ({ command: 'moveClip', args: { clipId: clip.id, startFrames: clip.startFrames + delta } }),
  );
  return { name: many(clips.length, 'Nudge clip', 'Nudge'), steps: delta === 0 ? [] : steps };
}

/** Clips that anything of lies in a stretch of time on some tracks: what a rubber band holds. */
export function clipsInside(
  session: Session,
  { from, to, trackIds }: { from: number; to: number; trackIds: ReadonlySet<string> },
): string[] {
  return Object.values(session.clips)
    .filter((clip) => trackIds.has(clip.trackId) && clip.startFrames < to && clipEnd(clip) > from)
    .map(({ id }) => id);
}
