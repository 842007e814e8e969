/** Requests about the host and its machine. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { FolderListing, ShareState, StudioInfo } from '../../src-shared/protocol/answers.ts';
import { byName, isSoundFile } from '../media/sound-files.ts';
import type { Handlers } from './dispatch.ts';
import { withFolderErrors } from './session-folder/session-folder-error.ts';

export type HostRequests = {
  readonly info: StudioInfo;
  share(): ShareState;
};

export function hostRequests(host: HostRequests): Handlers<'studio/info' | 'studio/share' | 'files/list'> {
  return {
    'studio/info': () => host.info,
    'studio/share': () => host.share(),
    'files/list': async ({ folder }) => listFolder(folder === null ? await musicFolder() : resolve(folder)),
  };
}

async function musicFolder(): Promise<string> {
  const music = join(homedir(), 'Music');
  return (await stat(music).catch(() => undefined))?.isDirectory() ? music : homedir();
}

/** Folders, sessions and sound files, by name; what is hidden stays so. */
async function listFolder(folder: string): Promise<FolderListing> {
  const names = await withFolderErrors(folder, () => readdir(folder, { withFileTypes: true }));
  const entries = await Promise.all(
    names
      .filter(({ name }) => !name.startsWith('.'))
      .map(async ({ name }) => {
        const path = join(folder, name);
        const kind = await kindOf(path);
        return kind && { name, path, kind };
      }),
  );
  const parent = dirname(folder);
  return {
    folder,
    parent: parent === folder ? null : parent,
    entries: entries.filter((entry) => entry !== undefined).sort((a, b) => byName.compare(a.name, b.name)),
  };
}

async function kindOf(path: string): Promise<FolderListing['entries'][number]['kind'] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory())
    return (await stat(join(path, 'session.json')).catch(() => undefined)) ? 'session' : 'folder';
  return found?.isFile() && isSoundFile(path) ? 'audio' : undefined;
}
