import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createDemoSong } from '../studio/demo-song/demo-song.ts';
import { bounceSong } from './bounce-song.ts';

const NAME = 'Sample Grid';

/** The demo song as a session and as a master for streaming; a session that is there already is bounced as it is. */
export async function makeDemo(folder: string): Promise<void> {
  const song = join(folder, `${NAME}.mixdown`);
  await mkdir(folder, { recursive: true });
  if (await stat(song).catch(() => undefined)) process.stdout.write(`${song} is there already: bouncing it as it is\n`);
  else await (await createDemoSong(song)).close();
  await bounceSong(song, { output: join(folder, `${NAME}.wav`), target: 'streaming', overwrite: true, master: true });
  process.stdout.write(`\nthe session: ${song}\nthe master:  ${join(folder, `${NAME}.wav`)}\n`);
}
