import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import type { Clip } from '../records/clip.ts';
import type { Dropout, Take } from '../records/take.ts';
import { lastTakeNumber, takeName } from '../take-names.ts';
import { command } from './command.ts';
import { layClip } from './lay-clip.ts';
import { putStrip } from './strips.ts';

/** A loop is stopped a moment after it jumped back: what came then is not to replace the pass before. */
const SHORTEST_PASS_SECONDS = 0.5;

/** What one track recorded in one roll of the tape (session/recording-log.ts). */
export type RecordedTrack = {
  readonly trackId: string;
  /** A track that is gone comes back with this name. */
  readonly trackName: string;
  /** Relative to the session's folder. */
  readonly path: string;
  readonly channels: number;
  /** Of the whole file. */
  readonly lengthFrames: number;
  readonly roundTripFrames: number;
  /** A take each, oldest first: where on the timeline, where in the file. */
  readonly stretches: readonly Pick<Take, 'startFrames' | 'offsetFrames' | 'lengthFrames'>[];
  /** Places in the file. */
  readonly dropouts: readonly Dropout[];
};

/**
 * Takes in what was recorded: the files, a take for each stretch, and clips that play them in place of what lay there, the
 * newest on top. Earlier takes stay in their lanes; so does a last pass that was stopped as it began.
 */
export const addTakes = command((draft, { recordings }: { readonly recordings: readonly RecordedTrack[] }) => {
  for (const recording of recordings) if (recording.stretches.length > 0) addRecording(draft, recording);
});

type Stretch = RecordedTrack['stretches'][number];

function addRecording(draft: Draft, { stretches, path, channels, lengthFrames, ...recorded }: RecordedTrack): void {
  const strip = draft.find('strips', recorded.trackId);
  const trackId = strip?.kind === 'track' ? strip.id : putStrip(draft, { kind: 'track', name: recorded.trackName });
  const { name: trackName } = draft.get('strips', trackId);
  let number = lastTakeNumber(draft.all('takes').filter((take) => take.trackId === trackId));
  const mediaId = draft.newId('media');
  draft.put('media', { id: mediaId, name: takeName(trackName, number + 1), path, channels, lengthFrames });
  const { roundTripFrames } = recorded;
  const dropouts = dropoutsByStretch(recorded.dropouts, stretches);
  const added = stretches.map((stretch, index): Take => {
    const { startFrames, offsetFrames, lengthFrames: takeFrames } = stretch;
    const window = { startFrames, offsetFrames, lengthFrames: takeFrames };
    const id = draft.newId('take');
    const name = takeName(trackName, ++number);
    return { id, trackId, mediaId, name, ...window, roundTripFrames, dropouts: dropouts[index] ?? [] };
  });
  for (const take of added) draft.put('takes', take);
  const shortestFrames = SHORTEST_PASS_SECONDS * draft.get('settings', 'session').sampleRateHz;
  layTakes(draft, withoutScrap(added, shortestFrames));
}

/** Lays takes of one recording one over the other, the newest on top; only those that are heard then, for there may be thousands. */
export function layTakes(draft: Draft, takes: readonly Take[]): void {
  for (const take of notCovered(takes)) layTake(draft, take, take.startFrames, take.startFrames + take.lengthFrames);
}

/** Without a last pass that was stopped as it began. */
function withoutScrap(takes: readonly Take[], shortestFrames: number): readonly Take[] {
  const [before, last] = takes.slice(-2);
  const isScrap = before && last && last.lengthFrames < Math.min(shortestFrames, before.lengthFrames);
  return isScrap ? takes.slice(0, -1) : takes;
}

/** Each stretch with the dropouts that lie in it, and in what can be revealed around it: up to the stretches beside it. */
function dropoutsByStretch(dropouts: readonly Dropout[], stretches: readonly Stretch[]): Dropout[][] {
  let first = 0;
  return stretches.map((_, index) => {
    const before = stretches[index - 1];
    const from = before ? before.offsetFrames + before.lengthFrames : 0;
    const to = stretches[index + 1]?.offsetFrames ?? Number.POSITIVE_INFINITY;
    while (first < dropouts.length && endOf(dropouts[first] as Dropout) <= from) first++;
    let last = first;
    while (last < dropouts.length && (dropouts[last] as Dropout).atFrames < to) last++;
    return dropouts.slice(first, last);
  });
}

function endOf({ atFrames, lengthFrames }: Dropout): number {
  return atFrames + lengthFrames;
}

/** The takes that are heard when all are laid one over the other: all but those that a single later one covers. */
export function notCovered<Placed extends Pick<Take, 'startFrames' | 'lengthFrames'>>(
  takes: readonly Placed[],
): Placed[] {
  const heard: Placed[] = [];
  for (const take of takes) {
    const covers = ({ startFrames, lengthFrames }: Placed) =>
      take.startFrames <= startFrames && take.startFrames + take.lengthFrames >= startFrames + lengthFrames;
    while (heard.length > 0 && covers(heard[heard.length - 1] as Placed)) heard.pop();
    heard.push(take);
  }
  return heard;
}

function layTake(draft: Draft, take: Take, fromFrames: number, toFrames: number): void {
  layClip(draft, {
    trackId: take.trackId,
    mediaId: take.mediaId,
    name: take.name,
    startFrames: fromFrames,
    offsetFrames: take.offsetFrames + fromFrames - take.startFrames,
    lengthFrames: toFrames - fromFrames,
    gainDb: 0,
    muted: false,
    fadeIn: { lengthFrames: 0, shape: 'linear' },
    fadeOut: { lengthFrames: 0, shape: 'linear' },
    colour: null,
  });
}

/**
 * The clips that play a take: of all that its file holds it is what they have most of, or lie nearest to, for a clip may
 * reveal what lies around a take, such as what was played before record was pressed.
 */
function clipsOf(draft: Draft, take: Take): Clip[] {
  const ofFile = ({ mediaId }: Clip | Take) => mediaId === take.mediaId;
  const others = draft.all('takes').filter((other) => ofFile(other) && other.id !== take.id);
  return draft.all('clips').filter((clip) => {
    if (!ofFile(clip)) return false;
    const shared = sharedFrames(clip, take);
    return others.every((other) => sharedFrames(clip, other) <= shared);
  });
}

/** How many frames of the file both have; negative is how far they lie apart. */
function sharedFrames(clip: Clip, take: Take): number {
  const from = Math.max(clip.offsetFrames, take.offsetFrames);
  return Math.min(clip.offsetFrames + clip.lengthFrames, take.offsetFrames + take.lengthFrames) - from;
}

type OneTake = { readonly takeId: string };

/**
 * Lets a take sound in a range of the timeline, in place of what the track plays there; all of the take when the range is
 * absent. Throws `not-possible` when the take has nothing there.
 */
export const compTake = command(
  (draft, { takeId, ...range }: OneTake & { readonly fromFrames?: number; readonly toFrames?: number }) => {
    const take = draft.get('takes', takeId);
    const endFrames = take.startFrames + take.lengthFrames;
    const fromFrames = Math.max(range.fromFrames ?? take.startFrames, take.startFrames);
    const toFrames = Math.min(range.toFrames ?? endFrames, endFrames);
    if (toFrames <= fromFrames) throw new CommandError('not-possible', `“${take.name}” has nothing there.`);
    layTake(draft, take, fromFrames, toFrames);
  },
);

/** Removes a take and the clips that play it on its track; the sound file stays on the disk. */
export const removeTake = command((draft, { takeId }: OneTake) => {
  const take = draft.get('takes', takeId);
  for (const clip of clipsOf(draft, take)) if (clip.trackId === take.trackId) draft.remove('clips', clip.id);
  draft.remove('takes', takeId);
  const isUsed = ({ mediaId }: Clip | Take) => mediaId === take.mediaId;
  if (!draft.all('takes').some(isUsed) && !draft.all('clips').some(isUsed)) draft.remove('media', take.mediaId);
});

/** Gives a take another name, and the clips that bear the old one. */
export const renameTake = command((draft, { takeId, name }: OneTake & { readonly name: string }) => {
  const take = draft.get('takes', takeId);
  draft.update('takes', takeId, { name });
  for (const clip of clipsOf(draft, take)) if (clip.name === take.name) draft.update('clips', clip.id, { name });
});

/**
 * Places a take by another round trip: what it holds is heard as much earlier as the new one is longer, in its lane and in
 * every clip that plays it. Edges stay, but where the file ends before them.
 */
export const alignTake = command(
  (draft, { takeId, roundTripFrames }: OneTake & { readonly roundTripFrames: number }) => {
    const take = draft.get('takes', takeId);
    const { lengthFrames: fileFrames } = draft.get('media', take.mediaId);
    const by = roundTripFrames - take.roundTripFrames;
    const playing = clipsOf(draft, take);
    draft.put('takes', { ...slipped(take, by, fileFrames), roundTripFrames });
    for (const clip of playing) draft.put('clips', slipped(clip, by, fileFrames));
  },
);

/** The same place on the timeline, `by` frames later in the file; shortened where the file has nothing. */
function slipped<Window extends Clip | Take>(window: Window, by: number, fileFrames: number): Window {
  const from = window.offsetFrames + by;
  const cut = Math.max(0, -from);
  const offsetFrames = from + cut;
  const lengthFrames = Math.min(window.lengthFrames - cut, fileFrames - offsetFrames);
  if (lengthFrames < 1) throw new CommandError('not-possible', `“${window.name}” has no sound there.`);
  return { ...window, startFrames: window.startFrames + cut, offsetFrames, lengthFrames };
}
