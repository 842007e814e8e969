import type { Session } from '../../src-shared/session/session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { sessionFolder } from '../studio/session-folder/session-paths.ts';
import { SessionStore } from '../studio/session-folder/session-store.ts';

/**
 * Opens a song, lets `work` change it as one undo step with this name, and closes it. When `work` throws, the song is
 * as it was.
 */
export async function editSong<Result>(
  song: string,
  name: string,
  work: (edit: SessionEdit, folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const store = await SessionStore.open(await sessionFolder(song));
  if (store.damage !== null) process.stderr.write(`mixdown: ${store.damage}\n`);
  try {
    const edit = new SessionEdit(store.session);
    const result = await work(edit, store.folder);
    store.commit(name, edit.diff);
    return result;
  } finally {
    await store.close();
  }
}

/** The song as it stands, to show or to render; nothing is locked or changed. */
export async function readSong(song: string): Promise<{ session: Session; folder: string }> {
  const folder = await sessionFolder(song);
  const { document } = await SessionStore.read(folder);
  return { session: document.session, folder };
}
