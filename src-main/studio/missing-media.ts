import { stat } from 'node:fs/promises';
import type { Session } from '../../src-shared/session/session.ts';
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
