import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type RecordingLogLine,
  recordingLogName,
  recordingLogNumber,
} from '../../../src-shared/session/recording-log.ts';
import { syncFolder } from '../../media/sync-folder.ts';

/** The log of one recording on the disk. */
export class LogFile {
  readonly name: string;
  readonly #path: string;
  readonly #file: FileHandle;
  /** Lines that are not on the disk yet. */
  #unwritten = '';
  /** Of what is on the disk. */
  #bytes = 0;

  private constructor(folder: string, name: string, file: FileHandle) {
    this.name = name;
    this.#path = join(folder, name);
    this.#file = file;
  }

  /**
   * Starts a log with its first lines, under a name behind all that are there. Rejects with the operating system's error;
   * then nothing of it is left.
   */
  static async create(folder: string, first: readonly RecordingLogLine[]): Promise<LogFile> {
    const numbers = (await readdir(folder)).map((name) => recordingLogNumber(name) ?? 0);
    const name = recordingLogName(Math.max(0, ...numbers) + 1);
    const log = new LogFile(folder, name, await open(join(folder, name), 'wx'));
    try {
      for (const line of first) log.add(line);
      await log.write();
      // A network disk may not be able to; then it keeps names by itself.
      await syncFolder(folder).catch(() => undefined);
      return log;
    } catch (error) {
      await log.remove();
      throw error;
    }
  }

  /** Keeps a line for the next writing. */
  add(line: RecordingLogLine): void {
    this.#unwritten += `${JSON.stringify(line)}\n`;
  }

  /**
   * What was added is on the disk when it resolves. Rejects with the operating system's error: the next call writes the same
   * again, to the same place, so that no line is lost and none follows a torn one.
   */
  async write(): Promise<void> {
    const text = this.#unwritten;
    if (text === '') return;
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#bytes + done);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#bytes += bytes.length;
    this.#unwritten = this.#unwritten.slice(text.length);
  }

  /** Closes it and leaves nothing of it, as far as the disk lets it. */
  async remove(): Promise<void> {
    await this.#file.close().catch(() => undefined);
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
