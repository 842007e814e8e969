import { existsSync, readlinkSync, statSync, truncateSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { ahead, diskError } from '../testing/failing-disk.ts';
import { TestClient, TestStudio } from '../testing/test-studio.ts';
import { DataFolder } from './data-folder.ts';
import type { EngineProcess } from './engine-process.ts';
import { EngineSupervisor } from './engine-supervisor.ts';
import { lockState } from './session-folder/folder-lock.ts';
import { Studio } from './studio.ts';

let studio: TestStudio;
let client: TestClient;
beforeEach(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
});
afterEach(() => studio.end());

const addMarker = (name: string) => client.run('addMarker', { name, atFrames: 0 });

/** A session that is open and saved under a name. */
async function saved(name: string): Promise<string> {
  const { file } = await client.request('session/saveAs', { folder: studio.path(name) });
  return file.folder;
}

describe('saving under another name', () => {
  test('that the disk refuses leaves the session open, and nobody else in it', async () => {
    const folder = await saved('Song');
    await addMarker('Verse');
    const snapshot = await readFile(join(folder, 'session.json'));
    await rm(join(folder, 'session.json'));
    // Nothing takes the name of a folder.
    await mkdir(join(folder, 'session.json'));
    await expect(saved('Copy')).rejects.toMatchObject({ code: 'refused' });
    expect(await lockState(folder)).toBe('held');
    await addMarker('Chorus');
    await rm(join(folder, 'session.json'), { recursive: true });
    await writeFile(join(folder, 'session.json'), snapshot);
    await saved('Copy');
    expect(Object.values(client.mirror.session.markers).map(({ name }) => name)).toEqual(['Verse', 'Chorus']);
  });

  test('goes on telling when changes reached the disk', async () => {
    await addMarker('Before, not on the disk yet');
    await saved('Song');
    const { sequence } = await addMarker('After');
    await client.event('session/changed', ({ entry }) => entry.sequence === sequence);
    await client.event('session/file');
  });
});

/** A folder on another disk, where this machine has one. */
const elsewhere = '/dev/shm';
const hasElsewhere =
  existsSync(elsewhere) && statSync(elsewhere).dev !== statSync(tmpdir()).dev && process.platform === 'linux';
if (!hasElsewhere) console.log('skipped: the move to another disk, for this machine has one alone');

test.skipIf(process.platform !== 'linux')('a session on a disk that is full is saved elsewhere', async () => {
  const folder = await saved('Song');
  await addMarker('Verse');
  const endFull = await ahead('sync', (file) => {
    if (readlinkSync(`/proc/self/fd/${file.fd}`).startsWith(join(folder, 'session.json'))) throw diskError('ENOSPC');
  });
  await expect(client.request('session/save', {})).rejects.toThrow('the disk is full');
  expect(await saved('Elsewhere')).toBe(studio.path('Elsewhere.mixdown'));
  endFull();
  const markers = () => Object.values(client.mirror.session.markers).map(({ name }) => name);
  expect(markers()).toEqual(['Verse']);
  await client.request('session/open', { folder });
  expect(markers()).toEqual(['Verse']);
});

test('a sound file that was cut off, or cannot be read, is told of when the session is opened', async () => {
  const folder = await saved('Song');
  const start = studio.path('Start.mixdown');
  for (const name of ['Cut', 'Torn']) {
    const path = `audio/${name}.wav`;
    const writer = createWavFile(join(folder, path), { sampleRateHz: 48_000, channels: 1, bitDepth: '24' });
    writer.write(new Float32Array(96_000), 96_000);
    await writer.finish();
    await client.run('addMedia', { name, path, channels: 1, lengthFrames: 96_000 });
  }
  const heard = () =>
    client.events.filter(({ name }) => name === 'notice').map(({ data }) => (data as { sentence: string }).sentence);
  await client.request('session/open', { folder: start });
  await client.request('session/open', { folder });
  await client.request('session/open', { folder: start });
  expect(heard()).toEqual([]);
  const { size } = statSync(join(folder, 'audio', 'Cut.wav'));
  truncateSync(join(folder, 'audio', 'Cut.wav'), size - 3 * 48_000);
  truncateSync(join(folder, 'audio', 'Torn.wav'), 20);
  await client.request('session/open', { folder });
  await expect
    .poll(heard)
    .toEqual(['“audio/Cut.wav” is damaged: 1.0 s of its sound are gone, and silent. The same goes for 1 more.']);
});

test('what is asked for twice at once, as by two clicks, is done once', async () => {
  const start = (await client.request('session/snapshot', {})).file.folder;
  const [one, other] = await Promise.all([saved('Song'), saved('Song')]);
  expect(one).toBe(other);
  await addMarker('Verse');
  const opened = await Promise.all([1, 2].map(() => client.request('session/open', { folder: start })));
  expect(opened.map(({ file }) => file.folder)).toEqual([start, start]);
  const back = await Promise.all([one, start].map((folder) => client.request('session/open', { folder })));
  expect(back.map(({ file }) => file.folder)).toEqual([one, start]);
  const recent = await client.request('session/recent', {});
  expect(recent.slice(0, 2).map(({ folder }) => folder)).toEqual([start, one]);
});

describe.skipIf(!hasElsewhere)('a session that was never saved', () => {
  test('moves to another disk with all that lies in its folder', async () => {
    const { file } = await client.request('session/new', { name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
    await addMarker('Verse');
    await writeFile(join(file.folder, 'audio', 'Beside the punch.wav'), 'somebody played');
    // Of a newer Mixdown, so that it is not taken in.
    await writeFile(join(file.folder, 'recording-1.jsonl'), '{"kind":"begin"}\n');
    const own = await mkdtemp(join(elsewhere, 'mixdown-'));
    try {
      const moved = await client.request('session/saveAs', { folder: join(own, 'Song') });
      expect(moved.history.names).toEqual(['Add marker']);
      expect(await readdir(moved.file.folder)).toContain('recording-1.jsonl');
      expect(await readFile(join(moved.file.folder, 'audio', 'Beside the punch.wav'), 'utf8')).toBe('somebody played');
      expect(await readdir(studio.path('data', 'trash'))).toEqual(['Song.mixdown']);
      await client.request('session/new', { name: 'Next', sampleRateHz: 48_000, tempoBpm: 120 });
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });
});

test('an engine that dies at once, again and again, keeps no session shut', async () => {
  const start = (): EngineProcess => ({
    pid: undefined,
    post: () => undefined,
    onMessage: () => undefined,
    onExit: (listener) => void setImmediate(() => listener('SIGSEGV')),
    kill: () => undefined,
  });
  const engine = new EngineSupervisor({ start });
  const another = await Studio.start({
    data: new DataFolder(studio.path('data of another')),
    engine,
    host: {
      info: Studio.info({ version: '0.0.0', host: 'web' }),
      share: () => ({ url: null, qrRows: [], sentence: 'A test shares nothing.' }),
    },
  });
  const first = await (await TestClient.connect(another, 'owner')).request('session/snapshot', {});
  expect(first.session.settings.session.name).toBe('Sample Grid');
  await expect.poll(() => engine.state.state).toBe('failed');
  await another.close();
});

describe('a damaged journal', () => {
  test('is told to whoever reads it first, with the place where it is kept', async () => {
    const folder = await saved('Song');
    await addMarker('Verse');
    await studio.studio.sync();
    const journal = await readFile(join(folder, 'journal.jsonl'), 'utf8');
    await studio.studio.close();
    await writeFile(join(folder, 'journal.jsonl'), `${journal}hurt\n${journal}`);
    studio = await TestStudio.startIn(studio.parent, folder);
    const told: StudioMessage[] = [];
    const send = (message: StudioMessage) => told.push(message);
    // The app itself is a client too, that shows nothing.
    studio.studio.connect({ send, sendTelemetry: () => undefined, isUnread: true }, 'owner');
    expect(told).toEqual([]);
    client = await studio.client();
    const { sentence } = await client.event('notice');
    expect(sentence).toContain('“Start” could not be read');
    expect(sentence).toContain(join(folder, 'journal.jsonl.damaged'));
    expect(await readFile(join(folder, 'journal.jsonl.damaged'), 'utf8')).toBe(`${journal}hurt\n${journal}`);
  });
});

describe('a guest', () => {
  test('runs no command that names a file of the machine', async () => {
    const guest = await studio.client('guest');
    const media = { name: 'Secret', path: '/home/secret.wav', channels: 2, lengthFrames: 1000 };
    await expect(guest.run('addMedia', media)).rejects.toMatchObject({ code: 'not-allowed' });
    const all = { name: 'All', commands: [{ command: 'addMedia', args: media }] };
    await expect(guest.request('session/runAll', all)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(client.mirror.session.media).toEqual({});
    await guest.run('addMarker', { name: 'Verse', atFrames: 0 });
    await client.run('addMedia', media);
  });
});
