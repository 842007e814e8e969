import { constants, copyFile, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/**
 * Copies a file to a name that nothing has yet; it is on the disk when this resolves, so that the first may go. Where
 * the disk can share the bytes it does. Rejects with the operating system's error, and then nothing of it is left.
 */
export async function copyFileDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  try {
    // Windows forces only what may be written to the disk; elsewhere the copy of a read-only file may only be read.
    const file = await open(to, process.platform === 'win32' ? 'r+' : 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(dirname(to));
  } catch (error) {
    await rm(to, { force: true });
    throw error;
  }
}
