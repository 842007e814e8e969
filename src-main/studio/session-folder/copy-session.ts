import { constants, copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { changeTables, type MutableTables } from '../../../src-shared/session/apply-diff.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { writeSessionFile } from '../../../src-shared/session/session-file.ts';
import { historyLines } from './journal-lines.ts';
import { SessionFolderError } from './session-folder-error.ts';
import { mediaFile } from './session-paths.ts';
import { AUDIO_FOLDER, PEAKS_FOLDER, SessionStore } from './session-store.ts';
import { writeFileDurably } from './write-file-durably.ts';

/** One sound file of a copy: where it lies, and what it is called in the copy. */
export type CopiedMedia = { readonly mediaId: string; readonly from: string; readonly path: string };

/** The session as a copy of its folder holds it: every sound file inside the folder, however it lay before. */
export function collectedSession(
  folder: string,
  session: Session,
): { readonly session: Session; readonly media: readonly CopiedMedia[] } {
  const taken = new Set(Object.values(session.media).map(({ path }) => path.toLowerCase()));
  const media = Object.values(session.media).map((record): CopiedMedia => {
    const from = mediaFile(folder, record);
    return { mediaId: record.id, from, path: isAbsolute(record.path) ? pathInside(from, taken) : record.path };
  });
  const changes = media.flatMap(({ mediaId, path }) => {
    const record = session.media[mediaId];
    return record && record.path !== path ? [{ table: 'media' as const, id: mediaId, after: { ...record, path } }] : [];
  });
  const tables = { ...session, media: { ...session.media } };
  changeTables(tables as MutableTables, changes);
  return { session: tables, media };
}

function pathInside(file: string, taken: Set<string>): string {
  const ending = extname(file);
  const stem = basename(file, ending);
  for (let count = 1; ; count++) {
    const path = `${AUDIO_FOLDER}/${stem}${count === 1 ? '' : ` ${count}`}${ending}`;
    if (taken.has(path.toLowerCase())) continue;
    taken.add(path.toLowerCase());
    return path;
  }
}

/**
 * Copies a closed session, with the sound files that it names (and no others) and its undo history, to a folder that
 * is made; what is missing stays missing. Returns the folder. Throws SessionFolderError `exists`, and what the disk says.
 */
export async function copySession(from: string, to: string): Promise<string> {
  await refuseTaken(to);
  const { document } = await SessionStore.read(from);
  const { session, media } = collectedSession(from, document.session);
  // Undo steps name paths as they were: with files collected they would lead out of the copy again.
  const keepsHistory = media.every((one) => isSamePath(document.session, one));
  const making = join(dirname(to), `.${basename(to)}.${process.pid}.new`);
  try {
    for (const inside of [AUDIO_FOLDER, PEAKS_FOLDER]) await mkdir(join(making, inside), { recursive: true });
    for (const { from: file, path } of media) await copyIfThere(file, join(making, ...path.split('/')));
    const lines = keepsHistory ? historyLines(document.history, document.sequence) : '';
    await writeFileDurably(join(making, 'journal.jsonl'), lines);
    await writeFileDurably(join(making, 'session.json'), writeSessionFile(session, document.sequence));
    await refuseTaken(to);
    await rename(making, to);
    return to;
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    throw error;
  }
}

/** Throws SessionFolderError `exists` when anything has the name. */
export async function refuseTaken(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined))
    throw new SessionFolderError('exists', `“${path}” exists already: choose another name.`);
}

function isSamePath(session: Session, { mediaId, path }: CopiedMedia): boolean {
  return session.media[mediaId]?.path === path;
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
    },
  );
}
