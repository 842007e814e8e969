import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { link, readFile, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { SessionFolderError } from './session-folder-error.ts';

type Holder = {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one with its number; null where the system does not say. */
  readonly started: string | null;
  /** Tells this lock from another of the same process; absent in locks of before 2026-11-22. */
  readonly lock?: string | undefined;
};

const LOCK_NAME = '.lock';
/** A lock without a word is being written this moment, or was left so by a kill. */
const WRITING_MS = 100;
/** Of this process: a lock in a folder that was moved while it was open stays there when it is let go. */
const held = new Set<string>();

/** Keeps a session folder to one writer. */
export class FolderLock {
  readonly #path: string;
  readonly #text: string;
  readonly #id: string;

  private constructor(path: string, text: string, id: string) {
    this.#path = path;
    this.#text = text;
    this.#id = id;
    held.add(id);
  }

  /** Takes the lock; one left by a process that is gone is taken over. Throws SessionFolderError `in-use`. */
  static async take(folder: string): Promise<FolderLock> {
    const path = join(folder, LOCK_NAME);
    const lock = randomUUID();
    const started = startOf(process.pid);
    const text = JSON.stringify({ pid: process.pid, host: hostname(), started, lock } satisfies Holder);
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        // Made and filled in one go: an empty lock is nobody's.
        writeFileSync(path, text, { flag: 'wx' });
        return new FolderLock(path, text, lock);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        await removeStale(path, folder);
      }
    }
    throw new SessionFolderError('in-use', `“${folder}” is being opened by another program: try again.`);
  }

  /** Whether it is the lock of a folder: of the one that it was taken in, wherever that was moved. */
  async liesIn(folder: string): Promise<boolean> {
    return (await readFile(join(folder, LOCK_NAME), 'utf8').catch(() => '')) === this.#text;
  }

  /** @param folder where it lies by now; default where the lock was taken. */
  async release(folder?: string): Promise<void> {
    const liesIn = folder ?? dirname(this.#path);
    if (await this.liesIn(liesIn)) await rm(join(liesIn, LOCK_NAME), { force: true });
    held.delete(this.#id);
  }
}

/** Whether a session folder is open: `held` by a program that lives, `left` by one that is gone, or `free`. */
export async function lockState(folder: string): Promise<'held' | 'left' | 'free'> {
  const text = await readFile(join(folder, LOCK_NAME), 'utf8').catch(() => undefined);
  if (text === undefined) return 'free';
  const holder = parseHolder(text);
  return holder && isAlive(holder) ? 'held' : 'left';
}

/** Removes a lock whose holder is gone. Throws SessionFolderError `in-use` when the holder lives, or may live on another machine. */
async function removeStale(path: string, folder: string): Promise<void> {
  const read = () => readFile(path, 'utf8').catch(() => undefined);
  let text = await read();
  if (text === '') {
    await pause(WRITING_MS);
    text = await read();
  }
  if (text === undefined) return;
  const holder = parseHolder(text);
  if (holder && isAlive(holder)) {
    const where = holder.host === hostname() ? `process ${holder.pid}` : `the machine ${holder.host}`;
    throw new SessionFolderError(
      'in-use',
      `“${folder}” is open in another Mixdown (${where}): close it there first. If it is not, delete “${basename(path)}” in the folder.`,
    );
  }
  // Moved aside, not deleted: if another program took the lock in between, this is its lock, and it gets it back.
  const aside = join(dirname(path), `${LOCK_NAME}.${randomUUID()}.stale`);
  await rename(path, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => undefined);
  if (moved !== undefined && moved !== text) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    return typeof holder?.pid === 'number' && typeof holder.host === 'string'
      ? { pid: holder.pid, host: holder.host, started: holder.started ?? null, lock: holder.lock }
      : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host, started, lock }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid && lock !== undefined && !held.has(lock)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to someone else.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === null || startOf(pid) === started;
}

/** When a process started, in clock ticks since the machine did (Linux: field 22 of /proc/PID/stat, proc(5)); null elsewhere. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
