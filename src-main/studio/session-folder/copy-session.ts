import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { changeTables, type MutableTables } from '../../../src-shared/session/apply-diff.ts';
import type { Media } from '../../../src-shared/session/records/media.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { writeSessionFile } from '../../../src-shared/session/session-file.ts';
import { emptyHistory, type UndoHistory } from '../../../src-shared/session/undo-history.ts';
import { copyFileDurably } from '../../media/copy-file-durably.ts';
import { historyLines } from './journal-lines.ts';
import { makeFolderWhole } from './make-folder-whole.ts';
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
    return { mediaId: record.id, from, path: liesInside(record) ? record.path : pathInside(from, taken) };
  });
  const changes = media.flatMap(({ mediaId, path }) => {
    const record = session.media[mediaId];
    return record && record.path !== path ? [{ table: 'media' as const, id: mediaId, after: { ...record, path } }] : [];
  });
  const tables = { ...session, media: { ...session.media } };
  changeTables(tables as MutableTables, changes);
  return { session: tables, media };
}

/** A session from elsewhere may name what it likes: nothing outside its folder is written. */
function liesInside({ path }: Media): boolean {
  return !isAbsolute(path) && !path.split(/[\\/]/).includes('..');
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
 * Copies a closed session, with the sound files that it names or that undo may bring back (and no others) and its undo
 * history, to a folder that is made; what is missing stays missing. Returns the folder. Throws SessionFolderError
 * `exists`, and what the disk says.
 */
export async function copySession(from: string, to: string): Promise<string> {
  const { document } = await SessionStore.read(from);
  const { session, media } = collectedSession(from, document.session);
  // Undo steps name paths as they were: with files collected they would lead out of the copy again.
  const keepsHistory = media.every((one) => isSamePath(document.session, one));
  const history = keepsHistory ? document.history : emptyHistory;
  await makeFolderWhole(to, async (making) => {
    for (const inside of [AUDIO_FOLDER, PEAKS_FOLDER]) await mkdir(join(making, inside), { recursive: true });
    for (const one of [...media, ...mediaOfHistory(from, history)])
      await copyIfThere(one.from, join(making, ...one.path.split('/')));
    await writeFileDurably(join(making, 'journal.jsonl'), historyLines(history, document.sequence));
    await writeFileDurably(join(making, 'session.json'), writeSessionFile(session, document.sequence));
  });
  return to;
}

/** Copies all that lies in the folder of a closed session, such as takes that no step names any more. */
export async function copySessionFolder(from: string, to: string): Promise<void> {
  await makeFolderWhole(to, (making) => copyAll(from, making));
}

async function copyAll(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyAll(source, copy);
    else await copyFileDurably(source, copy);
  }
}

/** What undo or redo brings back: takes that were taken back, files that were removed. What lies outside stays there. */
function mediaOfHistory(folder: string, { done, undone }: UndoHistory): Pick<CopiedMedia, 'from' | 'path'>[] {
  const changes = [...done, ...undone].flatMap(({ diff }) => diff);
  const records = changes.flatMap((change) => (change.table === 'media' ? [change.before, change.after] : []));
  return records.flatMap((media) =>
    media && liesInside(media) ? [{ from: mediaFile(folder, media), path: media.path }] : [],
  );
}

function isSamePath(session: Session, { mediaId, path }: CopiedMedia): boolean {
  return session.media[mediaId]?.path === path;
}

async function copyIfThere(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFileDurably(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  });
}
