import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordingLogLine } from '../../../src-shared/session/recording-log.ts';

/** The log of one recording on the disk. */
export class LogFile {
  readonly name: string;
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(folder: string, name: string, file: FileHandle) {
    this.name = name;
    this.#path = join(folder, name);
    this.#file = file;
  }

  /** Starts a log under the first name that is free, with a line. Rejects with the operating system's error. */
  static async create(folder: string, first: RecordingLogLine): Promise<LogFile> {
    for (let count = 1; ; count++) {
      const name = `recording-${count}.jsonl`;
      try {
        const log = new LogFile(folder, name, await open(join(folder, name), 'ax'));
        await log.append([first]);
        return log;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  }

  /** The lines are on the disk when it resolves. */
  async append(lines: readonly RecordingLogLine[]): Promise<void> {
    if (lines.length === 0) return;
    await this.#file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await this.#file.datasync();
  }

  /** Closes it and leaves nothing of it. */
  async remove(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
