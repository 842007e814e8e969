import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../../media/sync-folder.ts';
import { SessionFolderError } from './session-folder-error.ts';

/**
 * Makes a folder under another name first: one that a kill left half-made is never taken for a session. It is on the
 * disk when this resolves. Rejects with SessionFolderError `exists`, or as `fill` does, and then leaves nothing behind.
 *
 * @param fill is given the folder that is being made.
 */
export async function makeFolderWhole(folder: string, fill: (making: string) => Promise<void>): Promise<void> {
  await refuseTaken(folder);
  const making = join(dirname(folder), `.${basename(folder)}.${process.pid}.new`);
  try {
    await mkdir(making);
    await fill(making);
    await refuseTaken(folder);
    await rename(making, folder);
    await syncFolder(dirname(folder));
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
