import { join, resolve } from 'node:path';
import type { Session } from '../../src-shared/session/session.ts';
import type { BounceFile } from '../bounce/bounce-file.ts';
import { fileNameOf } from '../media/file-name.ts';

export type StemFile = { readonly stripId: string; readonly file: BounceFile };

/**
 * A file for each strip that feeds the master, named after it: what they hold adds up to the mix before the master.
 * @param mix the file of the mix itself, which the stems are like; none takes its place.
 */
export function stemFiles(session: Session, folder: string, mix: BounceFile): StemFile[] {
  const ending = mix.format === 'ogg-opus' ? 'opus' : mix.format;
  const inFolder = (name: string) => join(folder, `${name}.${ending}`);
  // Other systems tell no capitals apart.
  const placeOf = (path: string) => resolve(path).toLowerCase();
  const taken = new Set([placeOf(mix.path)]);
  return session.settings.session.stripIds.flatMap((stripId) => {
    const strip = session.strips[stripId];
    if (strip?.outputId !== 'master') return [];
    const name = fileNameOf(strip.name);
    let path = inFolder(name);
    for (let count = 2; taken.has(placeOf(path)); count++) path = inFolder(`${name} ${count}`);
    taken.add(placeOf(path));
    return [{ stripId, file: { ...mix, path, tags: { ...mix.tags, title: strip.name } } }];
  });
}
