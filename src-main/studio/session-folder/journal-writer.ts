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
  /** From the call of `close` on: the number of the file may be another's by then. */
  #closed: Promise<void> | undefined;

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

  /** Throws the operating system's error, with nothing of the line kept, when it cannot be written; also when it failed for good, and once it is closed. */
  append(line: string): void {
    if (this.#closed !== undefined) throw Object.assign(new Error('the journal is closed'), { code: 'EBADF' });
    if (this.#failure !== undefined) throw this.#failure;
    this.#cutTorn();
    const bytes = Buffer.from(line);
    this.#torn = true;
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    } catch (error) {
      this.#cutAfter(error);
      throw error;
    }
    this.#torn = false;
    this.#bytes += bytes.length;
    // Who appends next is told when it fails.
    this.#timer ??= setTimeout(() => void this.#force().catch(() => undefined), SYNC_DELAY_MS);
  }

  /** Why nothing is appended any more: the disk did not keep what was, or the file is gone with its disk. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Everything appended so far is on the disk when it resolves. */
  async sync(): Promise<void> {
    return this.#closed ?? this.#force();
  }

  /** A second call does nothing but wait for the first. */
  close(): Promise<void> {
    this.#closed ??= this.#force().finally(() => closeSync(this.#file));
    return this.#closed;
  }

  /** What a disk that failed once says later is not to be trusted: it may have let go of what it did not take. */
  async #force(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (this.#failure === undefined) await fsyncAsync(this.#file);
    } catch (error) {
      this.#failure = error;
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** A disk that is only full lets a file be cut; one that was pulled out does not, and its file stays dead when it is back. */
  #cutAfter(failure: unknown): void {
    try {
      this.#cutTorn();
    } catch {
      this.#failure = failure;
    }
  }

  /** Takes away what a failed write left, so that the next line begins on its own. */
  #cutTorn(): void {
    if (this.#torn) ftruncateSync(this.#file, this.#bytes);
    this.#torn = false;
  }
}
