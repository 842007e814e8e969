// How bundles are written: a program that runs while its bundle is built anew keeps finding its own files.
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, modifiedMs } from './project-files.mjs';

const OLD_FILE_MS = 24 * 3600 * 1000;

/** Written aside and renamed: a program that starts meanwhile never reads half a file. */
export function replaceFile(folder, name, write) {
  const aside = join(folder, `${name}.${process.pid}.tmp`);
  write(aside);
  renameSync(aside, join(folder, name));
}

/** Removes what no program of the last day can have been started from. */
export function removeOldFiles(folder) {
  for (const file of filesBelow(folder)) {
    if (modifiedMs(file) < Date.now() - OLD_FILE_MS) rmSync(file);
  }
}
