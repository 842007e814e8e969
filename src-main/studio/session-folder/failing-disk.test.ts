import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import { emptySession } from '../../../src-shared/testing/random-edits.ts';
import { SessionStore } from './session-store.ts';

/** Whether the disk refuses to keep what was appended to the journal, and whether it takes whole files. */
const disk = vi.hoisted(() => ({ fails: false, isFull: false, open: new Set<number>(), gone: new Set<number>() }));
vi.mock('./write-file-durably.ts', async (original) => {
  const files = await original<typeof import('./write-file-durably.ts')>();
  return {
    ...files,
    writeFileDurably: async (path: string, text: string) => {
      if (disk.isFull) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      return files.writeFileDurably(path, text);
    },
  };
});
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  const unlessGone = (file: number) => {
    if (disk.gone.has(file)) throw Object.assign(new Error('gone'), { code: 'EIO' });
  };
  return {
    ...fs,
    openSync: (...args: Parameters<typeof fs.openSync>) => {
      const file = fs.openSync(...args);
      disk.open.add(file);
      disk.gone.delete(file);
      return file;
    },
    writeSync: (file: number, bytes: Uint8Array, from: number) => {
      unlessGone(file);
      return fs.writeSync(file, bytes, from);
    },
    ftruncateSync: (file: number, length: number) => {
      unlessGone(file);
      fs.ftruncateSync(file, length);
    },
    fsync: (file: number, done: (error: Error | null) => void) => {
      if (disk.fails || disk.gone.has(file)) done(Object.assign(new Error('gone'), { code: 'EIO' }));
      else fs.fsync(file, done);
    },
  };
});

let folder = '';
let store: SessionStore;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-disk-'));
  store = await SessionStore.create(join(folder, 'Song.mixdown'), emptySession());
});
afterEach(() => {
  Object.assign(disk, { fails: false, isFull: false });
  disk.gone.clear();
  rmSync(folder, { recursive: true, force: true });
});

const addMarker = (name: string) => store.commit('Add', runCommand(store.session, 'addMarker', { name, atFrames: 0 }));

test('a journal that the disk did not keep takes no change until a save has made it anew, its undo history kept', async () => {
  addMarker('A');
  addMarker('B');
  store.undo();
  disk.fails = true;
  await expect(store.sync()).rejects.toMatchObject({ code: 'input-output' });
  disk.fails = false;
  // What it says later proves nothing.
  await expect(store.sync()).rejects.toMatchObject({ code: 'input-output' });
  expect(() => addMarker('C')).toThrow('EIO');
  await store.save();
  store.redo();
  addMarker('C');
  const { document } = store;
  await store.sync();
  expect((await SessionStore.read(store.folder)).document).toEqual(document);
  await store.close();
});

test('a disk that was pulled out and is back takes changes again with the next save, though none was waiting for it', async () => {
  addMarker('A');
  await store.save();
  disk.gone = new Set(disk.open);
  expect(() => addMarker('B')).toThrow('EIO');
  await store.save();
  addMarker('B');
  const { document } = store;
  await store.close();
  expect((await SessionStore.read(store.folder)).document).toEqual(document);
});

test('a session is saved and let go though its journal was not kept', async () => {
  addMarker('A');
  disk.fails = true;
  await expect(store.sync()).rejects.toMatchObject({ code: 'input-output' });
  disk.fails = false;
  await store.close();
  const { document } = await SessionStore.read(store.folder);
  expect(document).toEqual(store.document);
  await rm(join(store.folder, 'journal.jsonl'));
  expect((await SessionStore.read(store.folder)).document.session).toEqual(store.session);
});

test('a full disk keeps no session shut, however long its journal is', async () => {
  const name = 'x'.repeat(190);
  for (let count = 0; count < 6000; count++)
    store.commit('Rename', runCommand(store.session, 'renameSession', { name: `${name}${count}` }), 'typing');
  const { document } = store;
  await store.abandon();
  disk.isFull = true;
  const again = await SessionStore.open(store.folder);
  expect(again.document).toEqual(document);
  await again.abandon();
});

test('a folder that was let go is written to no more', async () => {
  addMarker('A');
  const snapshot = await readFile(join(store.folder, 'session.json'), 'utf8');
  await Promise.allSettled([store.abandon(), store.save()]);
  await expect(store.save()).rejects.toThrow('is closed: open it again.');
  expect(await readFile(join(store.folder, 'session.json'), 'utf8')).toBe(snapshot);
});
