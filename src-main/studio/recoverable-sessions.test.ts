import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptySession } from '../../src-shared/testing/random-edits.ts';
import { DataFolder } from './data-folder.ts';
import { discardSession } from './recoverable-sessions.ts';
import { lockState } from './session-folder/folder-lock.ts';
import { SessionStore } from './session-folder/session-store.ts';

/** Looks whether the session is held while it goes. */
class WatchedData extends DataFolder {
  heldWhileMoved: string | undefined;

  override async toTrash(path: string): Promise<string> {
    this.heldWhileMoved = await lockState(path);
    return super.toTrash(path);
  }
}

let data: WatchedData;
beforeEach(async () => {
  data = new WatchedData(await mkdtemp(join(tmpdir(), 'mixdown-data-')));
  await data.prepare();
});
afterEach(() => rm(data.path, { recursive: true, force: true }));

test('a session that is discarded is nobody else’s meanwhile, and free in the trash', async () => {
  const folder = await data.freeUnsaved('Song');
  await (await SessionStore.create(folder, emptySession())).close();
  expect(await discardSession(folder, data)).toBe(true);
  expect(data.heldWhileMoved).toBe('held');
  expect(await readdir(data.unsaved)).toEqual([]);
  const [name = ''] = await readdir(data.trash);
  expect(await lockState(join(data.trash, name))).toBe('free');
});

test('one that is open stays, and one that cannot be read goes', async () => {
  const folder = await data.freeUnsaved('Song');
  const store = await SessionStore.create(folder, emptySession());
  await expect(discardSession(folder, data)).rejects.toMatchObject({ code: 'in-use' });
  await store.close();
  await writeFile(join(folder, 'session.json'), 'hurt');
  await discardSession(folder, data);
  expect(await readdir(data.unsaved)).toEqual([]);
  await expect(discardSession(folder, data)).rejects.toMatchObject({ code: 'missing' });
});
