import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

const ENDINGS: ReadonlySet<string> = new Set(['.wav', '.wave', '.aif', '.aiff', '.flac', '.mp3', '.ogg', '.opus']);
/** Folders within folders are looked into so deep: a link that leads back ends there. */
const DEPTH = 8;

/** As people order numbered files: 2 before 10. */
export const byName = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** Whether a file is one that the program reads, by its ending. */
export function isSoundFile(name: string): boolean {
  return ENDINGS.has(extname(name).toLowerCase());
}

/**
 * The sound files of a folder by name, then those of the folders in it, nothing that is hidden; a path that is no folder
 * is itself. A folder that cannot be read holds none.
 */
export async function soundFilesAt(path: string, depth = DEPTH): Promise<readonly string[]> {
  const names = await namesIn(path);
  if (!names) return [path];
  const files = names.filter((entry) => !entry.isDirectory() && isSoundFile(entry.name));
  const folders = depth > 0 ? names.filter((entry) => !isSoundFile(entry.name)) : [];
  const within: string[] = [];
  for (const { name } of folders) {
    const inner = join(path, name);
    if ((await stat(inner).catch(() => undefined))?.isDirectory())
      within.push(...(await soundFilesAt(inner, depth - 1)));
  }
  return [...files.map(({ name }) => join(path, name)), ...within];
}

/** What lies in a folder, by name; undefined when it is none. */
async function namesIn(path: string): Promise<readonly Dirent[] | undefined> {
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) return undefined;
  const names = await readdir(path, { withFileTypes: true }).catch(() => []);
  return names.filter(({ name }) => !name.startsWith('.')).sort((a, b) => byName.compare(a.name, b.name));
}
