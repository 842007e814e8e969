import { CommandError } from '../command-error.ts';
import type { Draft } from '../draft.ts';
import type { Media } from '../records/media.ts';
import { command } from './command.ts';

export type AddMedia = Omit<Media, 'id'>;

function putMedia(draft: Draft, media: AddMedia): string {
  const id = draft.newId('media');
  draft.put('media', { ...media, id });
  return id;
}

/** A sound file that lies in the session's folder, ready for clips. */
export const addMedia = command((draft, media: AddMedia) => {
  putMedia(draft, media);
});

export type AddMediaClip = { readonly media: AddMedia; readonly trackId: string; readonly startFrames: number };

/** A sound file and a clip that plays all of it: what an import or a finished take adds. */
export const addMediaClip = command((draft, { media, trackId, startFrames }: AddMediaClip) => {
  const mediaId = putMedia(draft, media);
  putClip(draft, { mediaId, trackId, startFrames });
});

export type AddClip = {
  readonly mediaId: string;
  readonly trackId: string;
  readonly startFrames: number;
  /** Where in the media it begins; the beginning when absent. */
  readonly offsetFrames?: number;
  /** To the end of the media when absent. */
  readonly lengthFrames?: number;
};

/** Puts a new clip on a track; throws `not-possible` when the strip is no track or the media is too short. */
export function putClip(
  draft: Draft,
  { mediaId, trackId, startFrames, offsetFrames = 0, lengthFrames }: AddClip,
): string {
  const track = requireTrack(draft, trackId);
  const media = draft.get('media', mediaId);
  const room = media.lengthFrames - offsetFrames;
  const length = lengthFrames ?? room;
  if (length > room)
    throw new CommandError(
      'not-possible',
      `“${media.name}” is too short for a clip on “${track.name}”: it has ${room} frames from there.`,
    );
  const id = draft.newId('clip');
  draft.put('clips', {
    id,
    trackId,
    mediaId,
    name: media.name,
    startFrames,
    offsetFrames,
    lengthFrames: length,
    gainDb: 0,
    muted: false,
    fadeIn: { lengthFrames: 0, shape: 'linear' },
    fadeOut: { lengthFrames: 0, shape: 'linear' },
    colour: null,
  });
  return id;
}

export function requireTrack(draft: Draft, stripId: string) {
  const strip = draft.get('strips', stripId);
  if (strip.kind !== 'track')
    throw new CommandError('not-possible', `“${strip.name}” cannot hold clips: it is a ${strip.kind}, not a track.`);
  return strip;
}

export type RelinkMedia = Pick<Media, 'path' | 'channels' | 'lengthFrames'> & { readonly mediaId: string };

/** Points a sound file's record at another file; throws `not-possible` when that is too short for a clip that plays it. */
export const relinkMedia = command((draft, { mediaId, path, channels, lengthFrames }: RelinkMedia) => {
  const media = draft.get('media', mediaId);
  const cut = draft
    .all('clips')
    .find((clip) => clip.mediaId === mediaId && clip.offsetFrames + clip.lengthFrames > lengthFrames);
  const heldBack = draft
    .all('takes')
    .find((take) => take.mediaId === mediaId && take.offsetFrames + take.lengthFrames > lengthFrames);
  if (heldBack)
    throw new CommandError(
      'not-possible',
      `That file is too short for “${media.name}”: the take “${heldBack.name}” ends beyond its end.`,
    );
  if (cut)
    throw new CommandError(
      'not-possible',
      `That file is too short for “${media.name}”: the clip “${cut.name}” plays beyond its end.`,
    );
  draft.update('media', mediaId, { path, channels, lengthFrames });
});

/** Removes a sound file that no clip plays; the file itself stays on the disk. */
export const removeMedia = command((draft, { mediaId }: { readonly mediaId: string }) => {
  const media = draft.get('media', mediaId);
  const clip = draft.all('clips').find((other) => other.mediaId === mediaId);
  if (clip) throw new CommandError('not-possible', `“${media.name}” is in use by the clip “${clip.name}”.`);
  const take = draft.all('takes').find((other) => other.mediaId === mediaId);
  if (take) throw new CommandError('not-possible', `“${media.name}” holds the take “${take.name}”.`);
  draft.remove('media', mediaId);
});
