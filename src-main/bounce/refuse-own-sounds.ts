import { join, resolve, sep } from 'node:path';
import { AudioFileError, quoteName } from '../../src-shared/audio-file/audio-file-error.ts';
import type { BounceFile } from './bounce-file.ts';

/** A bounce never takes the place of a take, whatever it may replace. Throws AudioFileError `exists`. */
export function refuseOwnSounds(files: readonly Pick<BounceFile, 'path'>[], sessionFolder: string): void {
  const sounds = join(resolve(sessionFolder), 'audio') + sep;
  const inside = files.find(({ path }) => resolve(path).startsWith(sounds));
  if (inside)
    throw new AudioFileError(
      'exists',
      `${quoteName(inside.path)} would lie among the takes of the session: choose another folder.`,
    );
}
