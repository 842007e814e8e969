import fs from 'node:fs';
import { AudioFileError, quoteName } from '../../src-shared/audio-file/audio-file-error.ts';
import type { ByteSource } from '../../src-shared/audio-file/byte-source.ts';
import { toAudioFileError } from './file-errors.ts';

/**
 * Opens a file for reading. Throws AudioFileError: `missing`, `no-permission`, `is-directory`,
 * `not-a-file` (a device or pipe), `empty` (zero bytes). The path may hold any Unicode.
 */
export function openFileByteSource(path: string): ByteSource {
  let fd: number | undefined;
  try {
    // Not blocking: a named pipe without a writer would wait for ever.
    fd = fs.openSync(path, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
    const stat = fs.fstatSync(fd);
    const file = quoteName(path);
    if (stat.isDirectory()) throw new AudioFileError('is-directory', `${file} is a folder, not an audio file.`);
    if (!stat.isFile()) throw new AudioFileError('not-a-file', `${file} is a device or pipe, not an audio file.`);
    if (stat.size === 0)
      throw new AudioFileError('empty', `${file} is empty: it has no bytes at all; export or copy it again.`);
    return new FileByteSource(fd, stat.size, path);
  } catch (error) {
    if (fd !== undefined) fs.closeSync(fd);
    throw toAudioFileError(error, path);
  }
}

class FileByteSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #path: string;
  #fd: number;

  constructor(fd: number, sizeBytes: number, path: string) {
    this.#fd = fd;
    this.sizeBytes = sizeBytes;
    this.#path = path;
  }

  readSync(offset: number, into: Uint8Array): number {
    let done = 0;
    try {
      while (done < into.length) {
        const read = fs.readSync(this.#fd, into, done, into.length - done, offset + done);
        if (read === 0) break;
        done += read;
      }
    } catch (error) {
      throw toAudioFileError(error, this.#path);
    }
    return done;
  }

  close(): void {
    if (this.#fd < 0) return;
    fs.closeSync(this.#fd);
    this.#fd = -1;
  }
}
