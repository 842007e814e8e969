import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { toAudioFileError } from './file-errors.ts';
import { fileNameOf } from './file-name.ts';

/**
 * A path for a new sound file of a session, such as `audio/Vocal 2.wav`, that every system can hold and nothing has yet.
 * @param taken paths that are promised to files not yet written.
 */
export async function freeAudioPath(
  folder: string,
  name: string,
  taken: ReadonlySet<string> = new Set(),
): Promise<string> {
  const base = fileNameOf(name, 'Audio');
  // Other systems tell no capitals apart: the folder is to be copied there whole.
  const there = await readdir(join(folder, 'audio')).catch(() => []);
  const inUse = new Set(
    [...taken, ...there.map((file) => `audio/${file}`)].map((path) => path.normalize('NFC').toLowerCase()),
  );
  for (let count = 1; ; count++) {
    const path = `audio/${base}${count === 1 ? '' : ` ${count}`}.wav`;
    if (!inUse.has(path.toLowerCase())) return path;
  }
}

/** As `freeAudioPath`, with an empty file there: a take that begins meanwhile gets another name. Rejects with AudioFileError. */
export async function claimAudioPath(folder: string, name: string): Promise<string> {
  for (;;) {
    const path = await freeAudioPath(folder, name);
    const file = await open(join(folder, path), 'wx').catch((error: NodeJS.ErrnoException) => {
      // Somebody was faster.
      if (error.code === 'EEXIST') return undefined;
      throw toAudioFileError(error, join(folder, path));
    });
    await file?.close();
    if (file) return path;
  }
}
