import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Media } from '../../../src-shared/session/records/media.ts';

const EXTENSION = '.mixdown';

/** The folder of a session that is to be made: `Song` becomes `Song.mixdown`. */
export function newSessionFolder(song: string): string {
  const trimmed = song.replace(/[/\\]+$/, '');
  return trimmed.endsWith(EXTENSION) ? trimmed : `${trimmed}${EXTENSION}`;
}

/** The folder of a session as people name it: `Song` itself when that is a session, else `Song.mixdown`. */
export async function sessionFolder(song: string): Promise<string> {
  const isSession = await stat(join(song, 'session.json')).catch(() => undefined);
  return isSession ? song : newSessionFolder(song);
}

/** Where a sound file of a session lies on the disk. */
export function mediaFile(folder: string, media: Pick<Media, 'path'>): string {
  return isAbsolute(media.path) ? media.path : resolve(folder, ...media.path.split('/'));
}

/** Windows keeps these for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A path for a new sound file, such as `audio/Vocal 2.wav`, that every system can hold and nothing has yet.
 * @param taken paths that are promised to files not yet written.
 */
export async function freeAudioPath(
  folder: string,
  name: string,
  taken: ReadonlySet<string> = new Set(),
): Promise<string> {
  const cleaned = name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are among what no file name may hold
    .replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_')
    .replace(/[. ]+$/, '')
    .trim();
  const clipped = [...cleaned].slice(0, 60).join('');
  const base = clipped === '' || RESERVED.test(clipped) ? `Audio ${clipped}`.trim() : clipped;
  for (let count = 1; ; count++) {
    const path = `audio/${base}${count === 1 ? '' : ` ${count}`}.wav`;
    const isTaken = [...taken].some((other) => other.toLowerCase() === path.toLowerCase());
    if (!isTaken && !(await stat(join(folder, path)).catch(() => undefined))) return path;
  }
}
