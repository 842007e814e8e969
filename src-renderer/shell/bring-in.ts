/** Brings sound files in, a track each, and says what was refused and why. */
import type { WindowHost } from '../../src-shared/protocol/window-host.ts';
import { notifyUndoable } from '../actions/notify-undoable.ts';
import type { App } from '../state/app.svelte.ts';
import { type Dropped, filesIn } from './dropped-files.ts';
import { sendFiles } from './send-files.ts';

const SESSION = /\.mixdown$/i;
const SOUND = /\.(wav|wave|aiff?|flac|mp3|ogg|opus)$/i;

/** Where files begin: on a track, or on one each. */
export type BringInPlace = { readonly atFrames: number; readonly trackId: string | null };
const AT_START: BringInPlace = { atFrames: 0, trackId: null };

/** @param files paths on the studio's machine. */
export async function bringIn(app: App, files: readonly string[], place = AT_START): Promise<void> {
  if (files.length === 0) return;
  const report = await app.client.request('media/import', { files: [...files], ...place });
  for (const { file, reason } of report.refused) app.notify(`${file}: ${reason}`, 'warning');
  for (const { warning } of report.imported) if (warning !== null) app.notify(warning, 'warning');
  const count = report.imported.length;
  if (count === 0) return;
  notifyUndoable(app, `${count} file${count > 1 ? 's' : ''} brought in`);
}

/** What was dropped on the window: paths where the window knows them, else the files are sent to the studio first. */
export async function bringInDropped(
  app: App,
  dropped: Dropped,
  host: WindowHost | undefined,
  place = AT_START,
): Promise<void> {
  // A folder is a track a file, wherever it was let go.
  const at = dropped.folders.length > 0 ? { ...place, trackId: null } : place;
  if (host) {
    const paths = dropped.files.map((file) => host.pathOf(file)).filter((path) => path !== '');
    const session = paths.find((path) => SESSION.test(path));
    if (session) await app.client.request('session/open', { folder: session });
    else await bringIn(app, paths, at);
    return;
  }
  const sounds = await soundsIn(app, dropped);
  if (sounds.length === 0) return;
  const text = sounds.length === 1 ? `Sending ${sounds[0]?.name}` : `Sending ${sounds.length} files`;
  const paths = await app.work.during(text, (control) => sendFiles(sounds, control));
  await bringIn(app, paths, at);
}

/** What a browser can send; it says what it cannot. */
async function soundsIn(app: App, { files, folders }: Dropped): Promise<File[]> {
  const names = new Set(folders.map(({ name }) => name));
  const loose = files.filter(({ name }) => !names.has(name));
  const sounds = loose.filter(({ name }) => SOUND.test(name));
  if (sounds.length < loose.length) app.notify('Only sound files can be brought in from a browser.', 'warning');
  for (const folder of folders) {
    if (SESSION.test(folder.name)) {
      app.notify(`“${folder.name}” is a session: Open… finds it on the machine that Mixdown runs on.`, 'warning');
      continue;
    }
    const found = (await filesIn(folder)).filter(({ name }) => SOUND.test(name));
    if (found.length === 0) app.notify(`“${folder.name}” holds no sound files.`, 'warning');
    sounds.push(...found);
  }
  return sounds;
}
