/** Sound files: brought in, found again, packed, and drawn. */
import { rm } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ImportReport } from '../../src-shared/protocol/answers.ts';
import { addMediaClip, relinkMedia, requireTrack } from '../../src-shared/session/commands/media.ts';
import { Draft } from '../../src-shared/session/draft.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { soundFilesAt } from '../media/sound-files.ts';
import { writeArchive } from './archive.ts';
import type { DataFolder } from './data-folder.ts';
import type { Handlers } from './dispatch.ts';
import { type ImportedAudio, importAudio } from './import-audio.ts';
import { addTrack } from './import-tracks.ts';
import type { Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import type { PeakReader } from './peaks/peak-reader.ts';
import { mediaFile } from './session-folder/session-paths.ts';
import { StudioRefusal } from './studio-error.ts';

export type MediaRequestParts = {
  readonly open: OpenSession;
  readonly data: DataFolder;
  readonly jobs: Jobs;
  readonly peaks: PeakReader;
};

type Imported = ImportReport['imported'][number];

export function mediaRequests(
  parts: MediaRequestParts,
): Handlers<'media/import' | 'media/relink' | 'media/peaks' | 'session/archive'> {
  const { open, jobs, peaks } = parts;
  // One after the other: two at once could choose one name for two files.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(async () => {
      await open.settled();
      return work();
    });
    last = result.catch(() => undefined);
    return result;
  };
  return {
    'media/import': (asked) => inTurn(() => importFiles(parts, asked)),
    'media/relink': ({ mediaId, file }) => inTurn(() => relink(parts, mediaId, resolve(file))),
    'media/peaks': async ({ mediaId, ...columns }) => {
      const media = new Draft(open.document.session).get('media', mediaId);
      return peaks.read({ folder: open.folder, path: media.path, file: mediaFile(open.folder, media) }, columns);
    },
    'session/archive': async ({ file }) => {
      await open.settled();
      const path = resolve(file);
      const { session, sequence } = open.document;
      const text = `Packing ${path.split(/[\\/]/).pop()}`;
      const jobId = jobs.start({ kind: 'archive', text }, async ({ signal, progress }) => {
        await writeArchive(path, { folder: open.folder, session, sequence, signal, onProgress: progress });
        return null;
      });
      return { jobId };
    },
  };
}

async function relink({ open, jobs }: MediaRequestParts, mediaId: string, file: string): Promise<{ sequence: number }> {
  const { folder } = open;
  const { session } = open.document;
  const { name } = new Draft(session).get('media', mediaId);
  const text = `Bringing ${basename(file)} back`;
  await jobs.during({ kind: 'import', text }, async ({ signal, progress }) => {
    const { sampleRateHz } = session.settings.session;
    const { media } = await importAudio(file, { folder, sampleRateHz, onProgress: progress, signal });
    try {
      await open.settled();
      signal.throwIfAborted();
      if (open.folder !== folder) throw new StudioRefusal('Another session was opened: nothing was changed.');
      const { path, channels, lengthFrames } = media;
      open.commit(`Find ${name}`, relinkMedia(open.document.session, { mediaId, path, channels, lengthFrames }));
    } catch (error) {
      await rm(mediaFile(folder, media), { force: true });
      throw error;
    }
  });
  await open.lookForMedia();
  return { sequence: open.document.sequence };
}

/** One undo step for all that could be read; what could not is told with its reason. */
async function importFiles(
  { open, data, jobs }: MediaRequestParts,
  { files: paths, atFrames, trackId }: { files: readonly string[]; atFrames: number; trackId: string | null },
): Promise<ImportReport> {
  if (trackId !== null) requireTrack(new Draft(open.document.session), trackId);
  const { folder } = open;
  const files: string[] = [];
  const refused: { file: string; reason: string }[] = [];
  for (const path of paths) {
    const found = await soundFilesAt(resolve(path));
    if (found.length === 0) refused.push({ file: path, reason: `“${basename(path)}” holds no sound files.` });
    files.push(...found);
  }
  if (files.length === 0) return { imported: [], refused };
  const sounds: { file: string; audio: ImportedAudio }[] = [];
  const text = files.length === 1 ? `Importing ${basename(files[0] ?? '')}` : `Importing ${files.length} files`;
  const imported = await jobs.during({ kind: 'import', text }, async ({ signal, progress }) => {
    const { sampleRateHz } = open.document.session.settings.session;
    try {
      for (const [index, file] of files.entries()) {
        const onProgress = (share: number) => progress((index + share) / files.length);
        try {
          signal.throwIfAborted();
          sounds.push({ file, audio: await importAudio(file, { folder, sampleRateHz, onProgress, signal }) });
        } catch (error) {
          if (!(error instanceof Error && error.name === 'AudioFileError')) throw error;
          refused.push({ file, reason: error.message });
        }
      }
      await open.settled();
      signal.throwIfAborted();
      if (open.folder !== folder) throw new StudioRefusal('Another session was opened: nothing was imported.');
      return place(open, sounds, { atFrames, trackId });
    } catch (error) {
      for (const { audio } of sounds) await rm(mediaFile(folder, audio.media), { force: true });
      throw error;
    }
  });
  for (const { file } of sounds) await data.removeUpload(file);
  return { imported, refused };
}

/** Makes tracks and clips in one turn, on the session as it is by now. */
function place(
  open: OpenSession,
  sounds: readonly { file: string; audio: ImportedAudio }[],
  { atFrames, trackId }: { atFrames: number; trackId: string | null },
): Imported[] {
  const edit = new SessionEdit(open.document.session);
  let startFrames = atFrames;
  const imported = sounds.map(({ file, audio }) => {
    const warning = audio.warnings.length > 0 ? audio.warnings.join(' ') : null;
    if (trackId === null) return { file, trackId: addTrack(edit, audio, { file, startFrames }).trackId, warning };
    edit.run(addMediaClip, { media: audio.media, trackId, startFrames });
    // Onto one track they follow each other.
    startFrames += audio.media.lengthFrames;
    return { file, trackId, warning };
  });
  open.commit(imported.length === 1 ? 'Import' : `Import ${imported.length} files`, edit.diff);
  return imported;
}
