/** Sessions that were left open by a crash, or were never saved: what may be done with them. Nothing here is decided unasked. */
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { RecentSession, RecoverableSession } from '../../src-shared/protocol/answers.ts';
import { copyFileDurably } from '../media/copy-file-durably.ts';
import type { DataFolder } from './data-folder.ts';
import { recordingLogs } from './recording/take-in.ts';
import { FolderLock, lockState } from './session-folder/folder-lock.ts';
import { SessionFolderError, withFolderErrors } from './session-folder/session-folder-error.ts';
import { SessionStore } from './session-folder/session-store.ts';

/** The first step of the demo song's history, which is not the musician's. */
const DEMO_STEP = 'Make the demo song';

/** What a musician may want back, newest first. */
export async function recoverableSessions(
  data: DataFolder,
  { recent, except }: { recent: () => Promise<readonly RecentSession[]>; except: string },
): Promise<RecoverableSession[]> {
  const known = (await recent()).filter(({ exists }) => exists).map(({ folder }) => folder);
  const unsaved = (await readdir(data.unsaved)).map((name) => join(data.unsaved, name));
  const found = await Promise.all(
    [...new Set([...unsaved, ...known])]
      .filter((folder) => folder !== except)
      .map(async (folder) => describe(folder, { data, isKnown: known.includes(folder) })),
  );
  return found.filter((session) => session !== undefined).sort((a, b) => b.changedAtMs - a.changedAtMs);
}

async function describe(
  folder: string,
  { data, isKnown }: { data: DataFolder; isKnown: boolean },
): Promise<RecoverableSession | undefined> {
  const lock = await lockState(folder);
  const neverSaved = data.holdsUnsaved(folder);
  // One that is open elsewhere is nobody's to recover; one that was closed is recoverable only if it has no other place.
  if (lock === 'held' || (lock === 'free' && (!neverSaved || isKnown))) return undefined;
  try {
    const { document, savedSequence } = await SessionStore.read(folder);
    const { done } = document.history;
    // What was being recorded comes into it when it is opened.
    const recordings = (await recordingLogs(folder)).length;
    const made = neverSaved ? done.length - (done[0]?.name === DEMO_STEP ? 1 : 0) : document.sequence - savedSequence;
    const changes = made + recordings;
    if (neverSaved && document.sequence <= 1 && changes <= 0) return undefined;
    const { name } = document.session.settings.session;
    return { name, folder, changedAtMs: await changedAtMs(folder), changes: Math.max(0, changes), neverSaved };
  } catch (error) {
    if (!(error instanceof SessionFolderError)) throw error;
    // Not a session that can be read: its folder stays where it is.
    return undefined;
  }
}

async function changedAtMs(folder: string): Promise<number> {
  const times = await Promise.all(
    ['journal.jsonl', 'session.json'].map(
      async (name) => (await stat(join(folder, name)).catch(() => undefined))?.mtimeMs,
    ),
  );
  return Math.max(0, ...times.filter((time) => time !== undefined));
}

/** Brings a session in order, all changes kept, and closes it; its name. Throws SessionFolderError. */
export async function keepSession(folder: string): Promise<string> {
  const store = await SessionStore.open(folder);
  const { name } = store.session.settings.session;
  await store.close();
  return name;
}

/**
 * Takes back what was not saved: a session that was never saved goes to the trash as a whole, of a saved one the
 * journal since its last save. True when the session is gone. Throws SessionFolderError.
 */
export async function discardSession(folder: string, data: DataFolder): Promise<boolean> {
  return withFolderErrors(folder, async () => {
    // Held while it happens, so that no other studio opens it meanwhile.
    const lock = await FolderLock.take(resolve(folder));
    let liesIn = folder;
    try {
      if (data.holdsUnsaved(folder)) liesIn = await data.toTrash(folder);
      else await journalToTrash(folder, data);
      return liesIn !== folder;
    } finally {
      await lock.release(liesIn);
    }
  });
}

async function journalToTrash(folder: string, data: DataFolder): Promise<void> {
  const journal = join(folder, 'journal.jsonl');
  const aside = join(data.trash, `${basename(folder)} ${Date.now()} journal.jsonl`);
  await rename(journal, aside).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EXDEV') throw error;
    await copyFileDurably(journal, aside);
    await rm(journal);
  });
}
