import { stat } from 'node:fs/promises';
import type { DataFolder } from './data-folder.ts';
import { SessionFolderError } from './session-folder/session-folder-error.ts';
import { SessionStore } from './session-folder/session-store.ts';

/**
 * A session that is closed could not be saved, its folder full or gone: nothing that was in it is lost. Resolves to the
 * sentence that says where it is. Rejects with SessionFolderError when it can be kept nowhere, and with what is no
 * failure of a disk.
 */
export async function keepUnsavable(store: SessionStore, data: DataFolder, failure: unknown): Promise<string> {
  if (!(failure instanceof SessionFolderError)) throw failure;
  if (await stat(store.folder).catch(() => undefined))
    return `${failure.message} Its journal holds every change: they are there when it is opened again.`;
  const { name } = store.session.settings.session;
  await (await SessionStore.createFrom(await data.freeUnsaved(name), store.document)).close();
  return `${failure.message} What was in the session is kept with those that were never saved; its sound files went with the folder.`;
}
