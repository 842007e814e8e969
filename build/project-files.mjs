// Where the project stands on disk, and how old its files are. Node alone: this runs before anything is installed.
import { readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = join(dirname(fileURLToPath(import.meta.url)), '..');

/** When a file changed, in milliseconds; 0 for a file that is not there. */
export function modifiedMs(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

export function newestMs(files) {
  return files.reduce((newest, file) => Math.max(newest, modifiedMs(file)), 0);
}

/** Every file below `folder` (none when it is absent), without folders that hold what was built or installed. */
export function filesBelow(folder) {
  const files = [];
  for (const entry of readFolder(folder)) {
    const path = join(folder, entry.name);
    if (entry.isFile()) files.push(path);
    else if (entry.isDirectory() && !['node_modules', 'compiled', 'out'].includes(entry.name)) {
      files.push(...filesBelow(path));
    }
  }
  return files;
}

function readFolder(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
