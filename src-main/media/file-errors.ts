import { AudioFileError, type AudioFileErrorCode, quoteName } from '../../src-shared/audio-file/audio-file-error.ts';

const SENTENCES: Record<string, readonly [AudioFileErrorCode, (file: string) => string]> = {
  ENOENT: ['missing', (file) => `${file} does not exist: check its name and folder.`],
  ENOTDIR: ['missing', (file) => `${file} does not exist: a part of its path is not a folder.`],
  EACCES: ['no-permission', (file) => `${file} may not be opened: you have no permission for it.`],
  EPERM: ['no-permission', (file) => `${file} may not be opened: you have no permission for it.`],
  EROFS: ['no-permission', (file) => `${file} cannot be written: its disk is read-only.`],
  EISDIR: ['is-directory', (file) => `${file} is a folder, not an audio file.`],
  EEXIST: ['exists', (file) => `${file} exists already: choose another name, or allow overwriting.`],
  ENOSPC: ['disk-full', (file) => `${file} could not be written: the disk is full; free some space and try again.`],
  EDQUOT: [
    'disk-full',
    (file) => `${file} could not be written: your share of the disk is full; free some space and try again.`,
  ],
  EFBIG: ['disk-full', (file) => `${file} could not be written: this disk cannot hold a file so large.`],
  ENAMETOOLONG: ['missing', (file) => `${file} has a name too long for this disk.`],
  EMFILE: ['input-output', (file) => `${file} could not be opened: too many files are open.`],
};

/** Turns an error of the operating system about `path` into an AudioFileError. */
export function toAudioFileError(error: unknown, path: string): AudioFileError {
  if (error instanceof AudioFileError) return error;
  const osCode = (error as NodeJS.ErrnoException).code ?? '';
  const known = SENTENCES[osCode];
  const file = quoteName(path);
  if (known) return new AudioFileError(known[0], known[1](file), { cause: error });
  return new AudioFileError(
    'input-output',
    `${file} could not be read or written: the disk answered ${osCode || String(error)}.`,
    { cause: error },
  );
}
