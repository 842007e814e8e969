import { stat } from 'node:fs/promises';
import { AudioFileError, quoteName } from '../../src-shared/audio-file/audio-file-error.ts';
import type { BounceFile } from '../bounce/bounce-file.ts';

/** Says before minutes of rendering, not after them, that a file is in the way. Throws AudioFileError `exists`. */
export async function refuseExisting({ path, overwrite }: BounceFile): Promise<void> {
  const exists = await stat(path).catch(() => undefined);
  if (exists && !overwrite)
    throw new AudioFileError('exists', `${quoteName(path)} exists already: choose another name, or --overwrite.`);
}
