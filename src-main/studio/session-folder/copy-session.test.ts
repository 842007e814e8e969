import { readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type CommandArgs, type CommandName, runCommand } from '../../../src-shared/session/commands/index.ts';
import { emptySession } from '../../../src-shared/testing/random-edits.ts';
import { copySession, copySessionFolder } from './copy-session.ts';
import { SessionStore } from './session-store.ts';

let parent = '';
let store: SessionStore;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-copy-'));
  store = await SessionStore.create(join(parent, 'Song'), emptySession());
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(parent, { recursive: true, force: true });
});

const run = <Name extends CommandName>(name: Name, args: CommandArgs<Name>) =>
  store.commit(name, runCommand(store.session, name, args));

async function addSound(name: string, path = `audio/${name}.wav`): Promise<void> {
  await writeFile(join(store.folder, path), `sound of ${name}`);
  run('addMedia', { name, path, channels: 2, lengthFrames: 1000 });
}

/** What is forced to the disk while `work` runs. */
async function forced(work: () => Promise<unknown>): Promise<string[]> {
  const handle = await open(parent, 'r');
  const handles = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const { sync } = handles;
  const paths: string[] = [];
  const spy = vi.spyOn(handles, 'sync').mockImplementation(function (this: typeof handle) {
    paths.push(readlinkSync(`/proc/self/fd/${this.fd}`));
    return sync.call(this);
  });
  await work();
  spy.mockRestore();
  return paths;
}

test('a copy has the sound that undo and redo bring back', async () => {
  await addSound('Removed');
  run('removeMedia', { mediaId: Object.keys(store.session.media)[0] ?? '' });
  await addSound('Taken back');
  store.undo();
  await addSound('Lost');
  store.undo();
  await writeFile(join(store.folder, 'audio', 'Never named.wav'), 'x');
  await store.close();
  await copySession(store.folder, join(parent, 'Copy'));
  // A change by hand forgets what was taken back before it.
  expect((await readdir(join(parent, 'Copy', 'audio'))).sort()).toEqual(['Lost.wav', 'Removed.wav']);
  store = await SessionStore.open(join(parent, 'Copy'));
  store.redo();
  expect(Object.values(store.session.media).map(({ name }) => name)).toEqual(['Lost']);
  await store.close();
});

test('a copy has what was recorded and could not be taken in yet', async () => {
  const path = 'audio/Vocal take 1.wav';
  const track = { trackId: 'strip-1', trackName: 'Vocal', path, channels: 1, at: 0 };
  const start = {
    kind: 'start',
    version: 1,
    sampleRateHz: 48_000,
    bitDepth: '32f',
    roundTripFrames: 0,
    tracks: [track],
  };
  await writeFile(join(store.folder, 'recording-3.jsonl'), `${JSON.stringify(start)}\n`);
  await writeFile(join(store.folder, path), 'what was sung');
  await store.close();
  await copySession(store.folder, join(parent, 'Copy'));
  expect(await readFile(join(parent, 'Copy', path), 'utf8')).toBe('what was sung');
  expect(await readdir(join(parent, 'Copy'))).toContain('recording-3.jsonl');
});

test('nothing that a session names is written outside its copy', async () => {
  await mkdir(join(parent, 'deep'));
  await addSound('Outside', '../outside.wav');
  await store.close();
  const to = join(parent, 'deep', 'Copy');
  await copySession(store.folder, to);
  expect(await readdir(join(parent, 'deep'))).toEqual(['Copy']);
  expect(await readdir(join(to, 'audio'))).toEqual(['outside.wav']);
  const { session } = (await SessionStore.read(to)).document;
  expect(Object.values(session.media).map(({ path }) => path)).toEqual(['audio/outside.wav']);
});

test('a whole folder is copied with all that lies in it', async () => {
  await addSound('Bass');
  await store.close();
  await writeFile(join(store.folder, 'audio', 'Beside the punch.wav'), 'somebody played');
  await writeFile(join(store.folder, 'recording-1.jsonl'), '{}\n');
  await copySessionFolder(store.folder, join(parent, 'Copy'));
  expect((await readdir(join(parent, 'Copy'))).sort()).toEqual((await readdir(store.folder)).sort());
  expect(await readFile(join(parent, 'Copy', 'audio', 'Beside the punch.wav'), 'utf8')).toBe('somebody played');
  await expect(copySessionFolder(store.folder, join(parent, 'Copy'))).rejects.toMatchObject({ code: 'exists' });
});

test.each([
  ['a session', copySession],
  ['a whole folder', copySessionFolder],
])('a copy of %s tells its share by bytes, and ended leaves nothing', async (_, copy) => {
  await addSound('Bass');
  await addSound('Long');
  await truncate(join(store.folder, 'audio', 'Long.wav'), 5_000_000);
  await store.close();
  const to = join(parent, 'Copy');
  const abort = new AbortController();
  const ended = copy(store.folder, to, {
    signal: abort.signal,
    progress: (share) => share > 0.1 && abort.abort(new Error('enough')),
  });
  await expect(ended).rejects.toThrow('enough');
  expect(await readdir(parent)).toEqual(['Song']);
  const shares: number[] = [];
  await copy(store.folder, to, { signal: new AbortController().signal, progress: (share) => shares.push(share) });
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares.at(-1)).toBeCloseTo(1, 2);
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});

test.skipIf(process.platform !== 'linux')('a folder that is made or copied is on the disk, its name too', async () => {
  await addSound('Bass');
  await store.close();
  const made = await forced(async () => (await SessionStore.create(join(parent, 'New'), emptySession())).close());
  expect(made).toContain(parent);
  const copied = await forced(() => copySession(store.folder, join(parent, 'Copy')));
  expect(copied.at(-1)).toBe(parent);
  expect(copied).toContainEqual(expect.stringMatching(/\/audio\/Bass\.wav$/));
  expect(copied).toContainEqual(expect.stringMatching(/\/audio$/));
});
