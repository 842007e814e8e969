import { mkdir, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';
import { OPENER } from './session-folder/session-opener.ts';
import { SessionStore } from './session-folder/session-store.ts';

let studio: TestStudio;
let client: TestClient;
beforeEach(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
});
afterEach(() => studio.end());

const snapshot = () => client.request('session/snapshot', {});
const newSession = (name = 'Song') => client.request('session/new', { name, sampleRateHz: 48_000, tempoBpm: 120 });
const exists = (path: string) =>
  readdir(path).then(
    () => true,
    () => false,
  );

/** A stereo WAV of noise, and its path. */
async function soundFile(name: string, { frames = 5000, sampleRateHz = 48_000, seed = 1 } = {}): Promise<string> {
  const path = studio.path(name);
  const writer = createWavFile(path, { sampleRateHz, channels: 2, bitDepth: '24' });
  await writer.write(stereoNoise({ amplitude: 0.5, frames, seed }), frames);
  await writer.finish();
  return path;
}

async function importInto(files: readonly string[], trackId: string | null = null, atFrames = 0) {
  return client.request('media/import', { files: [...files], atFrames, trackId });
}

/** As a kill leaves a studio: its session neither saved nor closed, its lock left behind by a process that is gone. */
async function crash(): Promise<string> {
  const { file } = await snapshot();
  await studio.studio.sync();
  const journal = await readFile(join(file.folder, 'journal.jsonl'));
  const session = await readFile(join(file.folder, 'session.json'));
  await studio.studio.close();
  await writeFile(join(file.folder, 'session.json'), session);
  await writeFile(join(file.folder, 'journal.jsonl'), journal);
  await writeFile(join(file.folder, '.lock'), 'of a process that is gone');
  studio = await TestStudio.startIn(studio.parent);
  client = await studio.client();
  return file.folder;
}

describe('a session', () => {
  test('is the demo song on the very first start, and the last one opened after that', async () => {
    const first = await TestStudio.startIn(studio.path('first'));
    const demo = await (await first.client()).request('session/snapshot', {});
    expect(demo.session.settings.session.name).toBe('Sample Grid');
    await first.end();
    // Nobody touched it.
    expect(await exists(demo.file.folder)).toBe(false);
    await newSession('Harbour Lights');
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    const { checksum } = await client.request('session/saveAs', { folder: studio.path('Harbour Lights') });
    await studio.studio.close();
    studio = await TestStudio.startIn(studio.parent);
    client = await studio.client();
    const { session, file, history } = await snapshot();
    expect(session.settings.session.name).toBe('Harbour Lights');
    expect(client.mirror.checksum).toBe(checksum);
    expect(file).toMatchObject({ folder: studio.path('Harbour Lights.mixdown'), neverSaved: false });
    expect(history.names).toEqual(['Add marker']);
    const [recent] = await client.request('session/recent', {});
    expect(recent).toMatchObject({
      name: 'Harbour Lights',
      folder: studio.path('Harbour Lights.mixdown'),
      exists: true,
    });
  });

  test('that nobody touched leaves nothing behind; one that was changed is kept until somebody decides', async () => {
    const first = (await newSession('Untouched')).file.folder;
    const second = (await newSession('Touched')).file.folder;
    expect(await exists(first)).toBe(false);
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    await newSession('Other');
    expect(await exists(second)).toBe(true);
    expect(await client.request('session/recoverable', {})).toMatchObject([
      { name: 'Touched', folder: second, changes: 1, neverSaved: true },
    ]);
  });

  test('that nobody touched goes while its waveforms are being made, and does not come back for them', async () => {
    for (let count = 0; count < 3; count++) {
      const { file } = await client.request('session/openDemo', {});
      expect(await readdir(join(file.folder, 'audio'))).toHaveLength(10);
      await newSession(`Next ${count}`);
    }
    // The thread that makes them comes to the last of them.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await readdir(studio.path('data/unsaved'))).toEqual(['Next 2.mixdown']);
  });

  test('is told to every client when another takes its place', async () => {
    const other = await studio.client('guest');
    const { checksum } = await newSession('Next');
    await other.event('session/replaced', ({ session }) => session.settings.session.name === 'Next');
    expect(other.mirror.checksum).toBe(checksum);
    expect(studio.engine.mirror?.checksum).toBe(checksum);
  });

  test('cannot be opened by two studios; the second is told who has it', async () => {
    await newSession();
    const { file } = await client.request('session/saveAs', { folder: studio.path('Song') });
    await expect(TestStudio.startIn(studio.path('second'), file.folder)).rejects.toThrow(
      `is open in another Mixdown (process ${process.pid})`,
    );
    const second = await TestStudio.startIn(studio.path('third'));
    const asking = await second.client();
    const before = await asking.request('session/snapshot', {});
    await expect(asking.request('session/open', { folder: file.folder })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('close it there first'),
    });
    expect(await asking.request('session/snapshot', {})).toEqual(before);
    await second.end();
  });

  test('holds a file that a file manager opens it by, whatever its folder is called', async () => {
    await newSession();
    const { file } = await client.request('session/saveAs', { folder: studio.path('Song') });
    await newSession('Another');
    await rename(file.folder, studio.path('Called otherwise.mixdown'));
    const opener = studio.path('Called otherwise.mixdown', OPENER);
    expect((await client.request('session/open', { folder: opener })).file.folder).toBe(dirname(opener));
  });

  test('that cannot be opened leaves the one that is open', async () => {
    await newSession();
    const before = await snapshot();
    await mkdir(studio.path('empty'));
    for (const folder of ['nowhere', 'empty'])
      await expect(client.request('session/open', { folder: studio.path(folder) })).rejects.toMatchObject({
        code: 'refused',
      });
    expect(await snapshot()).toEqual(before);
    await client.run('addMarker', { name: 'Still here', atFrames: 0 });
  });

  test('is known to who comes later as the engine said last, though it stands still', async () => {
    const record = Float32Array.of(1, 2, 3);
    studio.engine.listener?.onTelemetry(record);
    const got: Float32Array[] = [];
    studio.studio.connect({ send: () => undefined, sendTelemetry: (sent) => got.push(sent) }, 'guest').close();
    expect(got).toEqual([record]);
  });

  test('is heard as it is bounced again when who compared before and after is gone', async () => {
    const other = await studio.client('guest');
    expect(await other.request('engine/compare', { side: 'before' })).toMatchObject({ comparing: 'before' });
    client.connection?.close();
    expect(studio.engine.state.comparing).toBe('before');
    other.connection?.close();
    await expect.poll(() => studio.engine.state.comparing).toBeNull();
  });

  test('is heard with its comps again when who had a take heard alone is gone', async () => {
    const other = await studio.client('guest');
    const state = await other.request('take/audition', { takeId: 'take-1' });
    expect(state).toMatchObject({ auditionedTakeId: 'take-1' });
    other.connection?.close();
    await expect.poll(() => studio.engine.state.auditionedTakeId).toBeNull();
  });

  test('whose folder was deleted by hand makes way for another, and what was in it is kept', async () => {
    const { file } = await newSession('Gone');
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    await rm(file.folder, { recursive: true });
    const demo = await client.request('session/openDemo', {});
    expect(demo.session.settings.session.name).toBe('Sample Grid');
    const { sentence } = await client.event('notice');
    expect(sentence).toContain('Gone.mixdown” does not exist');
    expect(sentence).toContain('What was in the session is kept');
    await client.run('addMarker', { name: 'Goes on', atFrames: 0 });
    const [kept] = await client.request('session/recoverable', {});
    expect(kept).toMatchObject({ name: 'Gone', neverSaved: true });
    const { session, history } = await client.request('session/recover', {
      folder: kept?.folder ?? '',
      choice: 'restore',
    });
    expect(Object.values(session.markers)).toMatchObject([{ name: 'Verse' }]);
    expect(history).toEqual({ names: ['Add marker'], position: 1 });
    await client.request('session/undo', {});
    expect(client.mirror.session.markers).toEqual({});
  });

  test('says when its journal reached the disk', async () => {
    await newSession();
    const { file } = await snapshot();
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    const started = Date.now();
    const { savedAtMs } = await client.event('session/file', (now) => now.savedAtMs > file.savedAtMs);
    expect(savedAtMs - started).toBeLessThan(1000);
    expect((await SessionStore.read(file.folder)).document.sequence).toBe(1);
  });
});

describe('saving under a name', () => {
  test('moves a session that was never saved, its sound and its undo history with it', async () => {
    const { file } = await newSession();
    await importInto([await soundFile('Gitarre Öl.wav')]);
    await client.request('session/undo', {});
    await client.request('session/redo', {});
    const before = await snapshot();
    const after = await client.request('session/saveAs', { folder: studio.path('deep', 'Säng') });
    expect(after).toMatchObject({ checksum: before.checksum, history: before.history });
    expect(after.file).toMatchObject({
      folder: studio.path('deep', 'Säng.mixdown'),
      neverSaved: false,
      missingMediaIds: [],
    });
    expect(await exists(file.folder)).toBe(false);
    expect(await client.request('session/recoverable', {})).toEqual([]);
    await client.request('session/undo', {});
    expect(Object.keys(client.mirror.session.media)).toEqual([]);
  });

  test('copies a saved one with the sound that it names and no other, and leaves the old one', async () => {
    await newSession();
    await importInto([await soundFile('Bass.wav'), await soundFile('Vocal.wav', { seed: 2 })]);
    const first = await client.request('session/saveAs', { folder: studio.path('One') });
    await writeFile(join(first.file.folder, 'audio', 'unused.wav'), 'x');
    const second = await client.request('session/saveAs', { folder: studio.path('Two') });
    expect(second.checksum).toBe(first.checksum);
    expect(second.history).toEqual(first.history);
    expect((await readdir(join(second.file.folder, 'audio'))).sort()).toEqual(['Bass.wav', 'Vocal.wav']);
    await client.run('addMarker', { name: 'Only in two', atFrames: 0 });
    expect((await SessionStore.read(first.file.folder)).document.checksum).toBe(first.checksum);
    // The old one is free again.
    await (await SessionStore.open(first.file.folder)).close();
  });

  test('is called as it is asked to be, once it lies there', async () => {
    await newSession('Untitled');
    await mkdir(studio.path('Taken.mixdown'));
    const named = (folder: string, name: string) =>
      client.request('session/saveAs', { folder: studio.path(folder), name });
    await expect(named('Taken', 'Taken')).rejects.toMatchObject({ code: 'refused' });
    expect(client.mirror.session.settings.session.name).toBe('Untitled');
    expect((await snapshot()).history.position).toBe(0);
    const saved = await named('Harbour', 'Harbour');
    expect(saved.session.settings.session.name).toBe('Harbour');
    expect(client.mirror.checksum).toBe(saved.checksum);
    expect((await client.request('session/recent', {}))[0]).toMatchObject({ name: 'Harbour' });
  });

  test('collects sound that lay outside', async () => {
    await newSession();
    const outside = await soundFile('Outside.wav');
    const { length: bytes } = await readFile(outside);
    await client.run('addMedia', { name: 'Outside', path: outside, channels: 2, lengthFrames: 5000 });
    await client.request('session/saveAs', { folder: studio.path('One') });
    const { session, file } = await client.request('session/saveAs', { folder: studio.path('Two') });
    expect(Object.values(session.media).map(({ path }) => path)).toEqual(['audio/Outside.wav']);
    await rm(outside);
    expect(await readFile(join(file.folder, 'audio', 'Outside.wav'))).toHaveLength(bytes);
  });

  test('is a job that can be cancelled: then there is no copy, and the session is open as it was', async () => {
    const load = vi.spyOn(studio.engine, 'load');
    const { file } = await newSession();
    await writeFile(join(file.folder, 'audio', 'Long.wav'), '');
    await truncate(join(file.folder, 'audio', 'Long.wav'), 100_000_000);
    await client.run('addMedia', { name: 'Long', path: 'audio/Long.wav', channels: 2, lengthFrames: 5000 });
    await client.request('session/saveAs', { folder: studio.path('One') });
    const before = await snapshot();
    const cancelled = expect(client.request('session/saveAs', { folder: studio.path('Two') })).rejects.toThrow(
      'Saving Two.mixdown: cancelled.',
    );
    const { job } = await client.event('job/progress', (told) => told.job.kind === 'save');
    expect(await client.request('job/cancel', { jobId: job.id })).toEqual({ cancelled: true });
    await cancelled;
    expect((await readdir(studio.parent)).sort()).toEqual(['One.mixdown', 'Start.mixdown', 'data']);
    const { checksum, history, file: now } = await snapshot();
    expect({ checksum, history, folder: now.folder }).toEqual({
      checksum: before.checksum,
      history: before.history,
      folder: before.file.folder,
    });
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    // An engine that starts again gets what was done since.
    expect(load.mock.lastCall?.[0].document().checksum).toBe(client.mirror.checksum);
    const second = await client.request('session/saveAs', { folder: studio.path('Two') });
    expect(second.file).toMatchObject({ folder: studio.path('Two.mixdown'), missingMediaIds: [] });
  });

  test('never replaces what is there, and all stays as it was', async () => {
    await newSession();
    await client.run('addMarker', { name: 'Verse', atFrames: 1 });
    const before = await snapshot();
    await mkdir(studio.path('Taken.mixdown'));
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(client.request('session/saveAs', { folder: studio.path('Taken') })).rejects.toMatchObject({
        code: 'refused',
        message: expect.stringContaining('exists already'),
      });
      expect(await snapshot()).toMatchObject({ checksum: before.checksum, history: before.history });
      await client.request('session/saveAs', { folder: studio.path(`Saved ${attempt}`) });
    }
    expect(await readdir(studio.path('Taken.mixdown'))).toEqual([]);
  });
});

describe('after a crash', () => {
  test('a session that was never saved is offered, and restored with its history', async () => {
    await newSession('Idea');
    await client.run('addMarker', { name: 'A', atFrames: 1 });
    await client.run('addMarker', { name: 'B', atFrames: 2 });
    const { checksum } = client.mirror;
    const folder = await crash();
    // Offered, not opened.
    expect((await snapshot()).session.settings.session.name).toBe('Start');
    expect(await client.request('session/recoverable', {})).toMatchObject([
      { name: 'Idea', folder, changes: 2, neverSaved: true },
    ]);
    const restored = await client.request('session/recover', { folder, choice: 'restore' });
    expect(restored).toMatchObject({ checksum, history: { names: ['Add marker', 'Add marker'], position: 2 } });
    expect(await client.request('session/recoverable', {})).toEqual([]);
  });

  test('a saved session is restored, or goes back to what was saved, its changes in the trash', async () => {
    for (const choice of ['restore', 'discard'] as const) {
      await newSession('Song');
      await client.run('addMarker', { name: 'Saved', atFrames: 1 });
      await client.request('session/saveAs', { folder: studio.path(choice) });
      const saved = await client.request('session/save', {});
      await client.run('addMarker', { name: 'Not saved', atFrames: 2 });
      const { checksum } = client.mirror;
      const folder = await crash();
      expect(await client.request('session/recoverable', {})).toMatchObject([
        { folder, changes: 1, neverSaved: false },
      ]);
      await client.request('session/recover', { folder, choice });
      const { checksum: now } = await client.request('session/open', { folder });
      expect(now).toBe(choice === 'restore' ? checksum : saved.checksum);
      expect((await readdir(studio.path('data', 'trash'))).length).toBe(choice === 'restore' ? 0 : 1);
      await newSession('Elsewhere');
    }
  });

  test('what is discarded lies in the trash; what is kept is in order and among the recent ones', async () => {
    await newSession('Kept');
    await client.run('addMarker', { name: 'A', atFrames: 1 });
    const kept = await crash();
    await client.request('session/recover', { folder: kept, choice: 'keep' });
    expect(await client.request('session/recoverable', {})).toEqual([]);
    const [recent] = await client.request('session/recent', {});
    expect(recent).toMatchObject({ name: 'Kept', folder: kept, exists: true });
    await newSession('Gone');
    await client.run('addMarker', { name: 'A', atFrames: 1 });
    const gone = await crash();
    await client.request('session/recover', { folder: gone, choice: 'discard' });
    expect(await client.request('session/recoverable', {})).toEqual([]);
    const [inTrash = ''] = await readdir(studio.path('data', 'trash'));
    const { document } = await SessionStore.read(studio.path('data', 'trash', inTrash));
    expect(document.session.settings.session.name).toBe('Gone');
    expect(Object.keys(document.session.markers)).toHaveLength(1);
  });

  test('a session that another studio has open is not offered', async () => {
    await newSession('At work');
    await client.run('addMarker', { name: 'A', atFrames: 1 });
    const second = await TestStudio.startIn(studio.parent);
    expect(await (await second.client()).request('session/recoverable', {})).toEqual([]);
    await second.studio.close();
  });

  test('nothing can be decided about a session that is open', async () => {
    const { file } = await newSession();
    await client.run('addMarker', { name: 'A', atFrames: 1 });
    for (const choice of ['keep', 'discard'] as const)
      await expect(client.request('session/recover', { folder: file.folder, choice })).rejects.toMatchObject({
        code: 'refused',
      });
    expect(Object.keys((await snapshot()).session.markers)).toHaveLength(1);
  });
});

describe('an archive', () => {
  const archive = async (file: string) => {
    const { jobId } = await client.request('session/archive', { file });
    const done = client.event('job/done', ({ job }) => job.id === jobId).then(() => '');
    const failed = client.event('job/failed', ({ job }) => job.id === jobId).then(({ sentence }) => sentence);
    return { jobId, ended: Promise.race([done, failed]) };
  };

  test('holds the session and the sound that its clips play, byte for byte', async () => {
    await newSession();
    await importInto([await soundFile('Bass.wav'), await soundFile('Vocal.wav', { seed: 2 })]);
    const vocal = Object.values(client.mirror.session.clips).find(({ name }) => name === 'Vocal');
    await client.run('removeClip', { clipId: vocal?.id });
    const { file, session } = await snapshot();
    expect(await (await archive(studio.path('Song.zip'))).ended).toBe('');
    const zipped = unzipSync(await readFile(studio.path('Song.zip')));
    expect(Object.keys(zipped).sort()).toEqual([
      'Song.mixdown/audio/Bass.wav',
      'Song.mixdown/journal.jsonl',
      'Song.mixdown/session.json',
    ]);
    expect(Buffer.from(zipped['Song.mixdown/audio/Bass.wav'] ?? [])).toEqual(
      await readFile(join(file.folder, 'audio', 'Bass.wav')),
    );
    for (const [name, bytes] of Object.entries(zipped)) {
      await mkdir(join(studio.path('unpacked'), name, '..'), { recursive: true });
      await writeFile(studio.path('unpacked', name), bytes);
    }
    const unpacked = await client.request('session/open', { folder: studio.path('unpacked', 'Song.mixdown') });
    expect(unpacked.file.missingMediaIds).toEqual([]);
    expect(unpacked.session).toEqual({
      ...session,
      media: Object.fromEntries(Object.entries(session.media).filter(([, { name }]) => name === 'Bass')),
    });
  });

  test('is refused with a sentence when a sound file is missing or the name is taken, and leaves nothing', async () => {
    const { file } = await newSession();
    await importInto([await soundFile('Bass.wav')]);
    await writeFile(studio.path('Taken.zip'), 'mine');
    expect(await (await archive(studio.path('Taken.zip'))).ended).toContain('exists already');
    expect(await readFile(studio.path('Taken.zip'), 'utf8')).toBe('mine');
    await rm(join(file.folder, 'audio', 'Bass.wav'));
    expect(await (await archive(studio.path('Song.zip'))).ended).toContain('“Bass.wav” is missing');
    expect((await readdir(studio.parent)).filter((name) => name.startsWith('Song.zip'))).toEqual([]);
  });

  test('can be cancelled, and leaves nothing', async () => {
    await newSession();
    await importInto([await soundFile('Long.wav', { frames: 4_000_000 })]);
    const { jobId, ended } = await archive(studio.path('Song.zip'));
    expect(await client.request('job/cancel', { jobId })).toEqual({ cancelled: true });
    expect(await ended).toContain('cancelled');
    expect((await readdir(studio.parent)).filter((name) => name.startsWith('Song.zip'))).toEqual([]);
    expect(await client.request('job/cancel', { jobId })).toEqual({ cancelled: false });
  });
});

describe('sound files', () => {
  test('come in as tracks, in one undo step, and bad ones are told with the reason', async () => {
    const { file } = await newSession();
    await writeFile(studio.path('notes.wav'), 'no sound at all');
    const files = [
      await soundFile('Bass.wav'),
      studio.path('notes.wav'),
      await soundFile('Keys.wav', { sampleRateHz: 44_100 }),
    ];
    const report = await importInto(files, null, 480);
    expect(report.imported.map((one) => one.file)).toEqual([files[0], files[2]]);
    expect(report.imported[1]?.warning).toContain('44100');
    expect(report.refused).toMatchObject([{ file: files[1], reason: expect.stringContaining('notes.wav') }]);
    const { clips, strips } = client.mirror.session;
    expect(Object.values(clips).map(({ startFrames, trackId }) => [startFrames, strips[trackId]?.name])).toEqual([
      [480, 'Bass'],
      [480, 'Keys'],
    ]);
    expect((await readdir(join(file.folder, 'audio'))).sort()).toEqual(['Bass.wav', 'Keys.wav']);
    expect((await client.request('session/undo', {})).position).toBe(0);
    expect(Object.keys(client.mirror.session.clips)).toEqual([]);
  });

  test('come onto one track one after the other', async () => {
    await newSession();
    await client.run('addStrip', { kind: 'track', name: 'Takes' });
    const trackId = Object.values(client.mirror.session.strips).find(({ name }) => name === 'Takes')?.id ?? '';
    await importInto([await soundFile('A.wav'), await soundFile('B.wav', { frames: 300 })], trackId, 100);
    const clips = Object.values(client.mirror.session.clips).map((clip) => [clip.name, clip.startFrames, clip.trackId]);
    expect(clips).toEqual([
      ['A', 100, trackId],
      ['B', 5100, trackId],
    ]);
    await expect(importInto([await soundFile('C.wav')], 'master')).rejects.toMatchObject({ code: 'refused' });
  });

  test('come in from a folder, those in folders of it too, in the order of their names', async () => {
    await mkdir(studio.path('Stems/Vocals'), { recursive: true });
    for (const name of ['Stems/10 Keys.wav', 'Stems/2 Bass.wav', 'Stems/Vocals/1 Lead.wav', 'Stems/.hidden.wav'])
      await soundFile(name);
    await writeFile(studio.path('Stems/notes.txt'), 'mix me');
    await soundFile('Drums.wav');
    const report = await importInto([studio.path('Drums.wav'), studio.path('Stems')]);
    expect(report.refused).toEqual([]);
    const names = Object.values(client.mirror.session.strips).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Drums', '2 Bass', '10 Keys', '1 Lead']));
    expect(report.imported.map(({ file }) => file.replace(studio.parent, ''))).toEqual([
      '/Drums.wav',
      '/Stems/2 Bass.wav',
      '/Stems/10 Keys.wav',
      '/Stems/Vocals/1 Lead.wav',
    ]);
    await mkdir(studio.path('Nothing'));
    const { imported, refused } = await importInto([studio.path('Nothing')]);
    expect(imported).toEqual([]);
    expect(refused).toEqual([{ file: studio.path('Nothing'), reason: expect.stringContaining('no sound files') }]);
  });

  test('two imports at once, and edits meanwhile, all arrive', async () => {
    await newSession();
    const [one, two] = [await soundFile('Same.wav'), await soundFile('Other.wav')];
    await Promise.all([importInto([one, two]), importInto([one]), client.run('addMarker', { name: 'M', atFrames: 0 })]);
    const { session, file } = await snapshot();
    expect(Object.keys(session.clips)).toHaveLength(3);
    expect(new Set(Object.values(session.media).map(({ path }) => path)).size).toBe(3);
    expect(file.missingMediaIds).toEqual([]);
    expect(Object.keys(session.markers)).toHaveLength(1);
  });

  test('that went missing are told, found again, and a wrong one is refused', async () => {
    const { file } = await newSession();
    await importInto([await soundFile('Bass.wav')]);
    const [media] = Object.values(client.mirror.session.media);
    const mediaId = media?.id ?? '';
    await rm(join(file.folder, 'audio', 'Bass.wav'));
    await client.request('session/saveAs', { folder: studio.path('Song') });
    expect((await snapshot()).file.missingMediaIds).toEqual([mediaId]);
    const peaks = { mediaId, framesPerColumn: 64, fromColumn: 0, columns: 1 };
    await expect(client.request('media/peaks', peaks)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('Bass.wav'),
    });
    const short = await soundFile('Short.wav', { frames: 100 });
    await expect(client.request('media/relink', { mediaId, file: short })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('too short'),
    });
    const found = await soundFile('Bass found.wav');
    await client.request('media/relink', { mediaId, file: found });
    expect((await snapshot()).file.missingMediaIds).toEqual([]);
    expect((await readdir(studio.path('Song.mixdown', 'audio'))).length).toBe(1);
    expect((await client.request('media/peaks', peaks)).columns).toHaveLength(6);
    expect((await client.request('session/undo', {})).names.at(-1)).toBe('Find Bass');
  });
});
