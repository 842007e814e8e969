import fs from 'node:fs';
import path from 'node:path';
import { AudioFileError, quoteName } from '../../src-shared/audio-file/audio-file-error.ts';
import type { ByteSink } from '../../src-shared/audio-file/byte-source.ts';
import { toAudioFileError } from './file-errors.ts';
import { temporaryFile } from './temporary-file.ts';

export type FileSinkOptions = {
  /** Replace a file of that name at the commit. Without it an existing file is an error (`exists`). */
  readonly overwrite?: boolean;
};

/**
 * Starts a file: under a hidden name beside it, renamed at the commit, so that a crash or a full disk leaves what was
 * there whole. Throws AudioFileError: `exists`, `missing` (folder), `no-permission`, `is-directory`.
 */
export function createFileByteSink(filePath: string, options: FileSinkOptions = {}): ByteSink {
  const { overwrite = false } = options;
  refuseExisting(filePath, overwrite);
  const directory = path.dirname(path.resolve(filePath));
  const writtenPath = temporaryFile(directory, 'part');
  try {
    return new FileByteSink(fs.openSync(writtenPath, 'wx'), writtenPath, filePath, overwrite);
  } catch (error) {
    throw folderError(error, filePath);
  }
}

function lstat(filePath: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(filePath, { throwIfNoEntry: false });
  } catch (error) {
    throw folderError(error, filePath);
  }
}

function refuseExisting(filePath: string, overwrite: boolean): void {
  const stat = lstat(filePath);
  if (stat?.isDirectory())
    throw new AudioFileError('is-directory', `${quoteName(filePath)} is a folder: give the name of a file.`);
  if (stat && !overwrite) throw toAudioFileError({ code: 'EEXIST' }, filePath);
}

function folderError(error: unknown, filePath: string): AudioFileError {
  const { code } = error as NodeJS.ErrnoException;
  const file = quoteName(filePath);
  if (code === 'ENOENT')
    return new AudioFileError('missing', `${file} cannot be written: its folder does not exist; create it first.`, {
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM') {
    return new AudioFileError('no-permission', `${file} cannot be written: you have no permission for its folder.`, {
      cause: error,
    });
  }
  return toAudioFileError(error, filePath);
}

class FileByteSink implements ByteSink {
  readonly #writtenPath: string;
  readonly #finalPath: string;
  readonly #overwrite: boolean;
  #fd: number;
  #length = 0;
  #isCommitted = false;

  constructor(fd: number, writtenPath: string, finalPath: string, overwrite: boolean) {
    this.#fd = fd;
    this.#writtenPath = writtenPath;
    this.#finalPath = finalPath;
    this.#overwrite = overwrite;
  }

  append(bytes: Uint8Array): void {
    this.writeAt(this.#length, bytes);
    this.#length += bytes.length;
  }

  writeAt(offset: number, bytes: Uint8Array): void {
    this.#guard(() => {
      for (let done = 0; done < bytes.length; ) {
        done += fs.writeSync(this.#fd, bytes, done, bytes.length - done, offset + done);
      }
    });
  }

  commit(): void {
    this.#guard(() => {
      fs.fsyncSync(this.#fd);
      fs.closeSync(this.#fd);
      this.#fd = -1;
      this.#rename();
      this.#isCommitted = true;
      syncDirectory(path.dirname(path.resolve(this.#finalPath)));
    });
  }

  discard(): void {
    if (this.#isCommitted) return;
    if (this.#fd >= 0) fs.closeSync(this.#fd);
    this.#fd = -1;
    fs.rmSync(this.#writtenPath, { force: true });
  }

  #rename(): void {
    if (!this.#overwrite) refuseExisting(this.#finalPath, false);
    fs.renameSync(this.#writtenPath, this.#finalPath);
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw toAudioFileError(error, this.#finalPath);
    }
  }
}

/** Makes the rename itself last; not every system lets a folder be opened, and none needs it then. */
function syncDirectory(directory: string): void {
  try {
    const fd = fs.openSync(directory, 'r');
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  } catch {}
}
