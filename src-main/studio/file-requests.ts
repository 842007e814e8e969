/** Requests that open another session, or give this one another place. */
import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { commands } from '../../src-shared/session/commands/index.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import { syncFolder } from '../media/sync-folder.ts';
import type { DataFolder } from './data-folder.ts';
import { createDemoSong } from './demo-song/demo-song.ts';
import type { Handlers } from './dispatch.ts';
import type { Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import type { RecentSessions } from './recent-sessions.ts';
import { discardSession, keepSession, recoverableSessions } from './recoverable-sessions.ts';
import { type CopyControl, copySession, copySessionFolder } from './session-folder/copy-session.ts';
import { refuseTaken } from './session-folder/make-folder-whole.ts';
import { SessionFolderError, withFolderErrors } from './session-folder/session-folder-error.ts';
import { newSessionFolder, sessionFolder } from './session-folder/session-paths.ts';
import { SessionStore } from './session-folder/session-store.ts';

export type FileRequestParts = {
  readonly open: OpenSession;
  readonly data: DataFolder;
  readonly recent: RecentSessions;
  readonly jobs: Jobs;
};

export function fileRequests(
  parts: FileRequestParts,
): Handlers<
  | 'session/new'
  | 'session/open'
  | 'session/openDemo'
  | 'session/saveAs'
  | 'session/recent'
  | 'session/recoverable'
  | 'session/recover'
> {
  const { open, data, recent } = parts;
  const openFolder = async (folder: string) => {
    const snapshot = await open.openFolder(folder);
    if (!data.holdsUnsaved(folder)) await recent.add(snapshot.session.settings.session.name, snapshot.file.folder);
    return snapshot;
  };
  return {
    'session/new': (settings) =>
      open.replace(async () => ({ store: await createUnsaved(data, settings), isNew: true })),
    'session/open': async ({ folder }) => openFolder(await sessionFolder(folder)),
    'session/openDemo': () => open.replace(async () => ({ store: await createDemo(data), isNew: true })),
    'session/saveAs': ({ folder, name }) => saveAs(parts, newSessionFolder(resolve(folder)), name),
    'session/recent': () => recent.list(),
    'session/recoverable': () => recoverableSessions(data, { recent: () => recent.list(), except: open.folder }),
    'session/recover': async ({ folder, choice }) => {
      await open.settled();
      if (choice === 'restore') return openFolder(folder);
      if (resolve(folder) === open.folder)
        throw new SessionFolderError('in-use', 'That session is open: close it before you decide about it.');
      if (choice === 'keep') await recent.add(await keepSession(folder), folder);
      else if (await discardSession(folder, data)) await recent.remove(folder);
      return open.snapshot();
    },
  };
}

/** A new session in the app's data folder. */
export async function createUnsaved(
  data: DataFolder,
  settings: Parameters<typeof createSession>[0],
): Promise<SessionStore> {
  const session = createSession(settings);
  return SessionStore.create(await data.freeUnsaved(settings.name), session);
}

/** The demo song in the app's data folder, always fresh. */
export async function createDemo(data: DataFolder): Promise<SessionStore> {
  return createDemoSong(await data.freeUnsaved('Sample Grid'));
}

/**
 * A session that was never saved moves, its undo history with it; a saved one is copied with all that it plays, and
 * the old one stays as it was last saved or closed. What is copied is a job; cancelled, there is no copy and the session
 * is open as it was.
 */
async function saveAs({ open, data, recent, jobs }: FileRequestParts, folder: string, name?: string) {
  await open.settled();
  if (folder === open.folder) {
    renameSession(open, name);
    await open.save();
    return open.snapshot();
  }
  const asJob = <Result>(work: (control: CopyControl) => Promise<Result>) =>
    jobs.during({ kind: 'save', text: `Saving ${basename(folder)}` }, work);
  await open.relocate((from) =>
    withFolderErrors(folder, async () => {
      // Asked for twice, it is there already.
      if (from === folder) return from;
      await mkdir(dirname(folder), { recursive: true });
      if (!data.holdsUnsaved(from)) return asJob((control) => copySession(from, folder, control));
      return moveSession(from, folder, { data, asJob });
    }),
  );
  renameSession(open, name);
  await recent.add(open.document.session.settings.session.name, folder);
  return open.snapshot();
}

/** Once it lies there: a session that could not be saved keeps its name. */
function renameSession(open: OpenSession, name: string | undefined): void {
  const { session } = open.document;
  if (name === undefined || name === session.settings.session.name) return;
  const { label, run } = commands.renameSession;
  open.commit(label, run(session, { name }));
}

async function moveSession(
  from: string,
  to: string,
  { data, asJob }: { data: DataFolder; asJob: (work: (control: CopyControl) => Promise<void>) => Promise<void> },
): Promise<string> {
  await refuseTaken(to);
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    // Another disk: all of it, for what lies in the trash is nowhere else.
    await asJob((control) => copySessionFolder(from, to, control));
    await data.toTrash(from);
  }
  // It lies there, whether or not a power cut would know.
  await syncFolder(dirname(to)).catch(() => undefined);
  return to;
}
