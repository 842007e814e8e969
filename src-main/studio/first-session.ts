import type { DataFolder } from './data-folder.ts';
import { createDemo, createUnsaved } from './file-requests.ts';
import type { RecentSessions } from './recent-sessions.ts';
import { recoverableSessions } from './recoverable-sessions.ts';
import { lockState } from './session-folder/folder-lock.ts';
import { sessionFolder } from './session-folder/session-paths.ts';
import { SessionStore } from './session-folder/session-store.ts';

type First = { readonly store: SessionStore; readonly isNew: boolean };

/**
 * What is open when the program starts: the session that was asked for; else the one that was open last, if it was
 * closed well; on the very first start the demo song; else an empty session. What a crash left is offered, not opened.
 */
export async function firstSession(data: DataFolder, recent: RecentSessions, asked?: string): Promise<First> {
  if (asked !== undefined) {
    const store = await SessionStore.open(await sessionFolder(asked));
    if (!data.holdsUnsaved(store.folder)) await recent.add(store.session.settings.session.name, store.folder);
    return { store, isNew: false };
  }
  const [last] = await recent.list();
  if (last?.exists && (await lockState(last.folder)) === 'free') {
    // Damaged since: the program starts all the same, and says so when it is opened by hand.
    const store = await SessionStore.open(last.folder).catch(() => undefined);
    if (store) return { store, isNew: false };
  }
  const left = await recoverableSessions(data, { recent: () => recent.list(), except: '' });
  const isFirstStart = last === undefined && left.length === 0;
  const store = isFirstStart
    ? await createDemo(data)
    : await createUnsaved(data, { name: 'Untitled', sampleRateHz: 48_000, tempoBpm: 120 });
  return { store, isNew: true };
}
