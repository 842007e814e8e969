import { rm } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { setChannelValue } from '../../src-shared/session/commands/channel.ts';
import { addMediaClip } from '../../src-shared/session/commands/media.ts';
import { addStrip } from '../../src-shared/session/commands/strips.ts';
import type { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { type ImportedAudio, importAudio } from './import-audio.ts';
import { mediaFile } from './session-folder/session-paths.ts';

export type ImportedTrack = ImportedAudio & {
  readonly file: string;
  readonly trackId: string;
  readonly trackName: string;
};

export type ImportTracksOptions = {
  readonly folder: string;
  readonly startFrames: number;
  /** As in ImportOptions. */
  readonly collect?: boolean;
  /** Takes what is left of a damaged file, with a warning, instead of refusing it. Default false. */
  readonly salvage?: boolean;
  readonly onProgress?: (share: number) => void;
};

/**
 * Adds a track a file, named after it, to `edit`. A mono track pans with equal power (−3 dB), a stereo track by
 * balance. All or none: when a file is bad, what was copied before it is removed and its error goes on.
 */
export async function importTracks(
  edit: SessionEdit,
  files: readonly string[],
  options: ImportTracksOptions,
): Promise<ImportedTrack[]> {
  const { folder, startFrames, collect = true, salvage = false, onProgress } = options;
  const { sampleRateHz } = edit.session.settings.session;
  const imported: ImportedAudio[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const report = (share: number) => onProgress?.((index + share) / files.length);
      const importing = { folder, sampleRateHz, collect, refuseDamaged: !salvage, onProgress: report };
      imported.push(await importAudio(file, importing));
      report(1);
    }
    return imported.map((audio, index) => addTrack(edit, audio, { file: files[index] as string, startFrames }));
  } catch (error) {
    for (const { media } of imported) if (!isAbsolute(media.path)) await rm(mediaFile(folder, media), { force: true });
    throw error;
  }
}

/** The track for a sound file that lies in the session's folder already. Throws CommandError. */
export function addTrack(
  edit: SessionEdit,
  audio: ImportedAudio,
  { file, startFrames }: { file: string; startFrames: number },
): ImportedTrack {
  const trackId = edit.run(addStrip, { kind: 'track', name: audio.media.name }).in('strips');
  if (audio.media.channels === 1) edit.run(setChannelValue, { stripId: trackId, key: 'panLaw', value: 'power3' });
  edit.run(addMediaClip, { media: audio.media, trackId, startFrames });
  return { ...audio, file, trackId, trackName: edit.session.strips[trackId]?.name ?? '' };
}
