import fs from 'node:fs';
import path from 'node:path';

const TEMPORARY = /^\.mixdown-(\d+)-[0-9a-f]{12}\.(part|premaster)$/;
/** A process of another machine, in a shared folder, may be alive though its number is not known here: it writes all the time. */
const STALE_AFTER_MS = 3_600_000;

/** A hidden name for a file of this process in `directory`; what killed processes left there is removed. */
export function temporaryFile(directory: string, ending: 'part' | 'premaster'): string {
  removeStale(directory);
  // Nobody need be kept from guessing it, and whoever makes the file refuses one that is there.
  const number = Math.floor(Math.random() * 2 ** 48);
  return path.join(directory, `.mixdown-${process.pid}-${number.toString(16).padStart(12, '0')}.${ending}`);
}

function removeStale(directory: string): void {
  for (const name of namesIn(directory)) {
    const pid = Number(TEMPORARY.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    const file = path.join(directory, name);
    try {
      if (Date.now() - fs.statSync(file).mtimeMs > STALE_AFTER_MS) fs.rmSync(file, { force: true });
    } catch {
      // It belongs to somebody else, or has gone meanwhile: neither hinders the new file.
    }
  }
}

/** Nothing of a folder that may not be listed; whether it may be written shows when the file is made. */
function namesIn(directory: string): string[] {
  try {
    return fs.readdirSync(directory);
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
