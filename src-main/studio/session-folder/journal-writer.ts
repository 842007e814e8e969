import { closeSync, fsync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';

const fsyncAsync = promisify(fsync);

/** The longest that a written line may wait until it is forced to the disk. */
const SYNC_DELAY_MS = 500;

/**
 * Appends lines to a journal. A line is with the operating system when `append` returns, so a killed program loses
 * nothing; it is on the disk within `SYNC_DELAY_MS`, so a power cut loses at most that.
 */
export class JournalWriter {
  readonly #file: number;
  #bytes: number;
  #torn = false;
  #timer: NodeJS.Timeout | undefined;
  #failure: unknown;

  /** @param bytes where the good part of the file ends; what follows is cut off. */
  constructor(path: string, bytes: number) {
    this.#file = openSync(path, 'a');
    this.#bytes = bytes;
    this.#torn = true;
    this.#cutTorn();
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Throws the operating system's error, with nothing of the line kept, when it cannot be written; also when an earlier sync failed. */
  append(line: string): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#cutTorn();
    const bytes = Buffer.from(line);
    this.#torn = true;
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#torn = false;
    this.#bytes += bytes.length;
    this.#timer ??= setTimeout(() => void this.#syncInBackground(), SYNC_DELAY_MS);
  }

  /** Everything appended so far is on the disk when it resolves. */
  async sync(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await fsyncAsync(this.#file);
  }

  async close(): Promise<void> {
    try {
      await this.sync();
    } finally {
      closeSync(this.#file);
    }
  }

  async #syncInBackground(): Promise<void> {
    try {
      await this.sync();
    } catch (error) {
      this.#failure = error;
    }
  }

  /** Takes away what a failed write left, so that the next line begins on its own. */
  #cutTorn(): void {
    if (this.#torn) ftruncateSync(this.#file, this.#bytes);
    this.#torn = false;
  }
}
