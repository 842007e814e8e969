import { mkdir, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, join } from 'node:path';
import { changeTables, type MutableTables } from '../../../src-shared/session/apply-diff.ts';
import { readRecordingLog } from '../../../src-shared/session/recording-log.ts';
import type { Media } from '../../../src-shared/session/records/media.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { writeSessionFile } from '../../../src-shared/session/session-file.ts';
import { emptyHistory, type UndoHistory } from '../../../src-shared/session/undo-history.ts';
import { type CopyOptions, copyFileDurably } from '../../media/copy-file-durably.ts';
import { recordingLogs } from '../recording/take-in.ts';
import { historyLines } from './journal-lines.ts';
import { makeFolderWhole } from './make-folder-whole.ts';
import { mediaFile } from './session-paths.ts';
import { AUDIO_FOLDER, PEAKS_FOLDER, SessionStore } from './session-store.ts';
import { writeFileDurably } from './write-file-durably.ts';

/** One sound file of a copy: where it lies, and what it is called in the copy. */
export type CopiedMedia = { readonly mediaId: string; readonly from: string; readonly path: string };

/** How a copy of a session is followed and ended. */
export type CopyControl = {
  /** Called with the share of the bytes done, 0…1. */
  readonly progress: (share: number) => void;
  /** Ends the copy. */
  readonly signal: AbortSignal;
};
type FileCopy = { readonly from: string; readonly to: string };

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
 * Copies a closed session, with the sound files that it names or that undo may bring back (and no others), its undo
 * history, and recordings that could not be taken in yet, to a folder that is made; what is missing stays missing. Returns
 * the folder. Throws SessionFolderError
 * `exists`, what the disk says, or the signal's reason, and then leaves no copy behind.
 */
export async function copySession(from: string, to: string, control?: CopyControl): Promise<string> {
  const { document } = await SessionStore.read(from);
  const { session, media } = collectedSession(from, document.session);
  // Undo steps name paths as they were: with files collected they would lead out of the copy again.
  const keepsHistory = media.every((one) => isSamePath(document.session, one));
  const history = keepsHistory ? document.history : emptyHistory;
  await makeFolderWhole(to, async (making) => {
    for (const inside of [AUDIO_FOLDER, PEAKS_FOLDER]) await mkdir(join(making, inside), { recursive: true });
    const sound = [...media, ...mediaOfHistory(from, history), ...(await recordingsOf(from))];
    // One file may be named many times.
    const files = new Map(sound.map((one) => [one.path, { from: one.from, to: join(making, ...one.path.split('/')) }]));
    await copyFiles([...files.values()], { control, copy: copyIfThere });
    await writeFileDurably(join(making, 'journal.jsonl'), historyLines(history, document.sequence));
    await writeFileDurably(join(making, 'session.json'), writeSessionFile(session, document.sequence));
  });
  return to;
}

/** Copies all that lies in the folder of a closed session, such as takes that no step names any more. */
export async function copySessionFolder(from: string, to: string, control?: CopyControl): Promise<void> {
  await makeFolderWhole(to, async (making) => {
    await copyFiles(await allFiles(from, making), { control, copy: copyFileDurably });
  });
}

/** Every file below a folder and where its copy goes, whose folder is made. */
async function allFiles(from: string, to: string): Promise<FileCopy[]> {
  await mkdir(to, { recursive: true });
  const files: FileCopy[] = [];
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const one = { from: join(from, entry.name), to: join(to, entry.name) };
    if (entry.isDirectory()) files.push(...(await allFiles(one.from, one.to)));
    else files.push(one);
  }
  return files;
}

/** One after the other, the share told by their bytes. */
async function copyFiles(
  files: readonly FileCopy[],
  { control, copy }: { control: CopyControl | undefined; copy: typeof copyFileDurably },
): Promise<void> {
  const sizeOf = (file: string) =>
    stat(file).then(
      ({ size }) => size,
      () => 0,
    );
  const sizes = await Promise.all(files.map(({ from }) => sizeOf(from)));
  const total = Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  let before = 0;
  for (const [index, { from, to }] of files.entries()) {
    const onBytes = (bytes: number) => control?.progress((before + bytes) / total);
    await copy(from, to, { onBytes, ...(control && { signal: control.signal }) });
    before += sizes[index] ?? 0;
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

/** Logs of recordings that are not in the session yet, and the files that they name: the copy takes them in. */
async function recordingsOf(folder: string): Promise<Pick<CopiedMedia, 'from' | 'path'>[]> {
  const logs = await recordingLogs(folder);
  const texts = await Promise.all(logs.map((log) => readFile(join(folder, log), 'utf8')));
  const tracks = texts.flatMap(readRecordingLog).flatMap((line) => (line.kind === 'start' ? line.tracks : []));
  return [...logs, ...tracks.map(({ path }) => path)].map((path) => ({ from: mediaFile(folder, { path }), path }));
}

function isSamePath(session: Session, { mediaId, path }: CopiedMedia): boolean {
  return session.media[mediaId]?.path === path;
}

async function copyIfThere(from: string, to: string, options?: CopyOptions): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFileDurably(from, to, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  });
}
