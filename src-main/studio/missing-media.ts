import { stat } from 'node:fs/promises';
import type { Session } from '../../src-shared/session/session.ts';
import { formatNumber } from '../../src-shared/units/format.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';
import { mediaFile } from './session-folder/session-paths.ts';

/** The media whose file is not there. */
export async function missingMedia(folder: string, session: Session): Promise<string[]> {
  const found = await Promise.all(
    Object.values(session.media).map(async (media) => {
      const file = await stat(mediaFile(folder, media)).catch(() => undefined);
      return file?.isFile() ? undefined : media.id;
    }),
  );
  return found.filter((id) => id !== undefined);
}

/** What a musician reads of files that are there and do not hold all that the session has of them; undefined when all do. */
export async function hurtMedia(folder: string, session: Session): Promise<string | undefined> {
  const hurt: { readonly path: string; readonly seconds: number }[] = [];
  for (const media of Object.values(session.media)) {
    const file = mediaFile(folder, media);
    // One by one, so that commands are not held up; those that are missing are told of as such.
    if (!(await stat(file).catch(() => undefined))?.isFile()) continue;
    const lacks = media.lengthFrames - framesOf(file);
    if (lacks > 0) hurt.push({ path: media.path, seconds: lacks / session.settings.session.sampleRateHz });
  }
  const [first] = hurt;
  if (!first) return undefined;
  const others = hurt.length === 1 ? '' : ` The same goes for ${hurt.length - 1} more.`;
  return `“${first.path}” is damaged: ${formatNumber(first.seconds, 1)} s of its sound are gone, and silent.${others}`;
}

/** 0 for a file that cannot be read. */
function framesOf(file: string): number {
  try {
    const reader = openPcmFile(file);
    reader.close();
    return reader.format.lengthFrames;
  } catch {
    return 0;
  }
}
