import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * The file in a session's folder that a file manager opens Mixdown with: only a Mac takes a folder for a document. Its
 * name stays the same, for the folder may get another.
 */
export const OPENER = 'Open this session.mixdown';
const TEXT = 'This file opens the session that it lies in.\n';

/** Writes it where it is missing. A folder that takes none is no reason to stop. */
export async function writeOpener(folder: string): Promise<void> {
  await writeFile(join(folder, OPENER), TEXT, { flag: 'wx' }).catch(() => undefined);
}

/** The folder of a session that is named by its folder, or by a file of it that stands for it. */
export function openedBy(path: string): string {
  return [OPENER, 'session.json'].includes(basename(path)) ? dirname(path) : path;
}
