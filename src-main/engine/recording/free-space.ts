/** How much room a disk has, also where Node does not say: before 18.15, as in Electron 22. */
import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import type { Socket } from 'node:net';
import { parse } from 'node:path';
import { createInterface } from 'node:readline';

type Statfs = (path: string) => Promise<{ readonly bavail: number; readonly bsize: number }>;

/** A command that answers each line, a folder, with a line of the system's. */
const COMMANDS = {
  /** POSIX: kilobytes used and free before a share in percent. */
  sh: [
    '-c',
    `while IFS= read -r folder; do printf '%s\\n' "$(LC_ALL=C df -Pk "$folder" 2>/dev/null | tail -n 1)"; done`,
  ],
  powershell: [
    '-NoProfile',
    '-Command',
    'while ($null -ne ($root = [Console]::In.ReadLine())) { try { "" + (New-Object IO.DriveInfo $root).AvailableFreeSpace } catch { "" } }',
  ],
};
const IS_WINDOWS = process.platform === 'win32';

/**
 * A process of its own asks the system, and stays to be asked again: a process that holds a minute of many inputs is not
 * forked while it plays.
 */
export class FreeSpace {
  #asked: ChildProcess | undefined;
  #answer: ((line: string) => void) | undefined;
  #asking: Promise<number | null> | undefined;

  /** Each answer costs a process of the system: it is to be asked for rarely. */
  get isCostly(): boolean {
    return statfsHere() === undefined;
  }

  /** Bytes for an ordinary user; null where nobody says. Rejects with the system's error, as for a folder that is gone. */
  of(folder: string): Promise<number | null> {
    // One that does not answer, as for a network disk that is gone, is not asked again: each question keeps a thread.
    this.#asking ??= this.#find(folder).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Lets the process go. */
  close(): void {
    this.#asked?.stdin?.end();
    this.#asked = undefined;
    this.#answer?.('');
  }

  async #find(folder: string): Promise<number | null> {
    const statfs = statfsHere();
    if (!statfs) return this.#ask(IS_WINDOWS ? parse(folder).root : folder);
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  }

  #ask(path: string): Promise<number | null> {
    if (path.includes('\n')) return Promise.resolve(null);
    this.#asked ??= this.#start();
    const { stdin } = this.#asked;
    return new Promise((resolve) => {
      this.#answer = (line) => resolve(bytesIn(line));
      stdin?.write(`${path}\n`);
    });
  }

  #start(): ChildProcess {
    const command = IS_WINDOWS ? 'powershell' : 'sh';
    const child = spawn(command, COMMANDS[command], { stdio: ['pipe', 'pipe', 'ignore'], windowsHide: true });
    // The next question starts another one.
    const gone = () => {
      if (this.#asked !== child) return;
      this.#asked = undefined;
      this.#answer?.('');
    };
    child.on('error', gone).on('exit', gone);
    child.stdin.on('error', gone);
    createInterface({ input: child.stdout }).on('line', (line) => this.#answer?.(line));
    // Nobody waits for it: it ends when its input does.
    child.unref();
    for (const pipe of [child.stdin, child.stdout] as unknown as Socket[]) pipe.unref();
    return child;
  }
}

function statfsHere(): Statfs | undefined {
  return (fs.promises as { readonly statfs?: Statfs }).statfs;
}

function bytesIn(line: string): number | null {
  if (IS_WINDOWS) return /^\d+$/.test(line.trim()) ? Number(line) : null;
  const free = /\s\d+\s+(-?\d+)\s+\d+%/.exec(line)?.[1];
  return free === undefined ? null : 1024 * Number(free);
}
