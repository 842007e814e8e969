import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from '../../media/sync-folder.ts';

/** Two at once have two names. */
let written = 0;

/**
 * Replaces a file as a whole: a kill or a power cut at any moment leaves the old file or the new one, never a part.
 * The text goes to a temporary name beside it, is forced to the disk, and takes the name in one step.
 */
export async function writeFileDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}-${++written}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Removes what a kill left of earlier `writeFileDurably` calls for this path. Only for the one writer of the folder. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  }
}
