import { stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { Media } from '../../../src-shared/session/records/media.ts';
import { openedBy } from './session-opener.ts';

const EXTENSION = '.mixdown';

/** The folder of a session that is to be made: `Song` becomes `Song.mixdown`. */
export function newSessionFolder(song: string): string {
  const trimmed = song.replace(/[/\\]+$/, '');
  return trimmed.endsWith(EXTENSION) ? trimmed : `${trimmed}${EXTENSION}`;
}

/** The folder of a session as people name it: `Song` itself when that is a session, by a file of it, else `Song.mixdown`. */
export async function sessionFolder(song: string): Promise<string> {
  const folder = openedBy(song);
  const isSession = await stat(join(folder, 'session.json')).catch(() => undefined);
  return isSession ? folder : newSessionFolder(song);
}

/** Where a sound file of a session lies on the disk. */
export function mediaFile(folder: string, media: Pick<Media, 'path'>): string {
  return isAbsolute(media.path) ? media.path : resolve(folder, ...media.path.split('/'));
}
