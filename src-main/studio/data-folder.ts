import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileNameOf } from '../media/file-name.ts';
import { withFolderErrors } from './session-folder/session-folder-error.ts';

const OLD_UPLOAD_MS = 24 * 3600 * 1000;
/** How a session ends that is being removed. */
const GONE = '.gone';

/** Where the app keeps what is no session of its own: sessions that were never saved, the recent list, the trash. */
export class DataFolder {
  readonly path: string;
  /** Sessions that were never saved. */
  readonly unsaved: string;
  /** What was discarded; only the musician empties it. */
  readonly trash: string;
  /** Files that a browser sent, until they are imported. */
  readonly uploads: string;
  readonly recentFile: string;
  /** The sound devices of this machine. */
  readonly devicesFile: string;
  /** How this machine records. */
  readonly recordingFile: string;

  /** @param path default: `MIXDOWN_DATA`, else where this system keeps the data of programs. */
  constructor(path: string = usualPlace()) {
    this.path = resolve(path);
    this.unsaved = join(this.path, 'unsaved');
    this.trash = join(this.path, 'trash');
    this.uploads = join(this.path, 'uploads');
    this.recentFile = join(this.path, 'recent.json');
    this.devicesFile = join(this.path, 'devices.json');
    this.recordingFile = join(this.path, 'recording.json');
  }

  /** Makes what is missing, and lets go of what browsers sent and nobody imported. Rejects with SessionFolderError. */
  async prepare(): Promise<void> {
    await withFolderErrors(this.path, async () => {
      for (const folder of [this.unsaved, this.trash, this.uploads]) await mkdir(folder, { recursive: true });
    });
    await removeOldUploads(this.uploads);
    await removeGone(this.unsaved);
  }

  /** Whether a session lies among those that were never saved. */
  holdsUnsaved(folder: string): boolean {
    return resolve(folder).startsWith(this.unsaved + sep);
  }

  /** A folder for a new session that was not saved yet: `Name.mixdown`, or `Name 2.mixdown`… */
  async freeUnsaved(name: string): Promise<string> {
    return freePath(this.unsaved, fileNameOf(name), '.mixdown');
  }

  /** Removes a file that a browser sent, once it is imported; any other file stays. */
  async removeUpload(file: string): Promise<void> {
    if (resolve(file).startsWith(this.uploads + sep)) await rm(dirname(file), { recursive: true, force: true });
  }

  /**
   * Removes a session that was made here and never changed: nothing of the musician's is in it. Never rejects: what a
   * system holds on to stays, and is in nobody's way.
   */
  async removeUntouched(folder: string): Promise<void> {
    if (!this.holdsUnsaved(folder)) return;
    // Its waveforms may be being made this moment: under another name nothing new comes into it.
    const aside = join(this.unsaved, `.${basename(folder)}.${randomUUID()}${GONE}`);
    const found = await rename(folder, aside).then(
      () => aside,
      () => folder,
    );
    await rm(found, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }

  /** Moves a file or folder into the trash; its name there. Both lie on one disk. */
  async toTrash(path: string): Promise<string> {
    const [stem = '', ending = ''] = splitEnding(basename(path));
    const into = await freePath(this.trash, stem, ending);
    await rename(path, into);
    return into;
  }
}

/** Another studio may be using this folder too: what is new may be its. */
async function removeOldUploads(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() }));
    if (mtimeMs < Date.now() - OLD_UPLOAD_MS) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** What a program that was killed did not come to remove. */
async function removeGone(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (name.endsWith(GONE)) await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
}

function usualPlace(): string {
  const { env, platform } = process;
  if (env.MIXDOWN_DATA) return env.MIXDOWN_DATA;
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Mixdown');
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Mixdown');
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'mixdown');
}

function splitEnding(name: string): readonly [string, string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}

async function freePath(folder: string, stem: string, ending: string): Promise<string> {
  for (let count = 1; ; count++) {
    const path = join(folder, `${stem}${count === 1 ? '' : ` ${count}`}${ending}`);
    if (!(await stat(path).catch(() => undefined))) return path;
  }
}
