import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Windows keeps these for devices, with any extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * A path for a new sound file of a session, such as `audio/Vocal 2.wav`, that every system can hold and nothing has yet.
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
