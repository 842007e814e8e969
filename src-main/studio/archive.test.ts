import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { runCommand } from '../../src-shared/session/commands/index.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { readSessionFile, toSession } from '../../src-shared/session/session-file.ts';
import { writeArchive } from './archive.ts';

let parent: string;
let session: Session;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mixdown-archive-'));
  await mkdir(join(parent, 'Song.mixdown/audio'), { recursive: true });
  await writeFile(join(parent, 'Song.mixdown/audio/Bass.wav'), Buffer.alloc(3_000_000, 'sound'));
  const empty = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
  const withTrack = applyDiff(empty, runCommand(empty, 'addStrip', { kind: 'track', name: 'Bass' }));
  const trackId = Object.values(withTrack.strips).find(({ kind }) => kind === 'track')?.id ?? '';
  const media = { name: 'Bass', path: 'audio/Bass.wav', channels: 2, lengthFrames: 1000 };
  session = applyDiff(withTrack, runCommand(withTrack, 'addMediaClip', { media, trackId, startFrames: 0 }));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const file = (name: string) => join(parent, name);

function pack(
  name: string,
  changes: { zip64?: boolean; signal?: AbortSignal; onProgress?: (share: number) => void } = {},
) {
  const folder = file('Song.mixdown');
  const { signal = new AbortController().signal, onProgress = () => undefined } = changes;
  return writeArchive(file(name), { folder, session, sequence: 7, ...changes, signal, onProgress });
}

test.each([false, true])('is read back byte for byte; counted in 64 bits: %s', async (zip64) => {
  const shares: number[] = [];
  await pack('Song.zip', { zip64, onProgress: (share) => shares.push(share) });
  const zipped = await readFile(file('Song.zip'));
  // The end of a zip that counts in 64 bits (APPNOTE 4.3.14).
  expect(zipped.includes(Buffer.from('PK\u0006\u0006'))).toBe(zip64);
  const files = unzipSync(zipped);
  expect(Object.keys(files).sort()).toEqual(
    ['audio/Bass.wav', 'journal.jsonl', 'session.json'].map((name) => `Song.mixdown/${name}`),
  );
  const sound = await readFile(file('Song.mixdown/audio/Bass.wav'));
  expect(sound.equals(files['Song.mixdown/audio/Bass.wav'] ?? new Uint8Array())).toBe(true);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test('holds a take that no clip plays, and can be opened', async () => {
  const trackId = Object.values(session.strips).find(({ kind }) => kind === 'track')?.id ?? '';
  const take = { trackId, trackName: 'Bass', channels: 2, lengthFrames: 1000, roundTripFrames: 0, dropouts: [] };
  const stretches = [{ startFrames: 0, offsetFrames: 0, lengthFrames: 1000 }];
  for (const name of ['First', 'Second']) {
    await writeFile(file(`Song.mixdown/audio/${name}.wav`), name);
    const recordings = [{ ...take, path: `audio/${name}.wav`, stretches }];
    session = applyDiff(session, runCommand(session, 'addTakes', { recordings }));
  }
  // The second lies over the first.
  expect(Object.values(session.clips).length).toBeLessThan(3);
  await pack('Song.zip');
  const files = unzipSync(await readFile(file('Song.zip')));
  expect(Object.keys(files)).toContain('Song.mixdown/audio/First.wav');
  const packed = readSessionFile(new TextDecoder().decode(files['Song.mixdown/session.json']));
  expect(Object.values(toSession(packed.tables, packed.version).takes).length).toBe(2);
});

test('replaces nothing that took its name meanwhile', async () => {
  let made: Promise<void> | undefined;
  const onProgress = () => {
    made ??= writeFile(file('Song.zip'), 'another');
  };
  await expect(pack('Song.zip', { onProgress })).rejects.toMatchObject({ code: 'exists' });
  await made;
  expect(await readFile(file('Song.zip'), 'utf8')).toBe('another');
});

test('names a sound file that goes while it is packed, and leaves nothing', async () => {
  const trackId = Object.values(session.strips).find(({ kind }) => kind === 'track')?.id ?? '';
  const media = { name: 'Vocal', path: 'audio/Vocal.wav', channels: 2, lengthFrames: 1000 };
  session = applyDiff(session, runCommand(session, 'addMediaClip', { media, trackId, startFrames: 2000 }));
  await writeFile(file('Song.mixdown/audio/Vocal.wav'), 'sound');
  const onProgress = () => rmSync(file('Song.mixdown/audio/Vocal.wav'), { force: true });
  await expect(pack('Song.zip', { onProgress })).rejects.toThrow('audio/Vocal.wav” does not exist');
  expect(await readdir(parent)).toEqual(['Song.mixdown']);
});

test('another program finds no fault in it', async () => {
  await pack('Song.zip', { zip64: true });
  const { status, stdout, error } = spawnSync('python3', ['-m', 'zipfile', '-t', file('Song.zip')], {
    encoding: 'utf8',
  });
  if (error) return console.log('skipped: the judgement of python3, which is not installed');
  expect([status, stdout.trim()]).toEqual([0, 'Done testing']);
});

test('leaves nothing when it is cancelled half-way, or a sound file changes meanwhile', async () => {
  const cancel = new AbortController();
  const cancelled = pack('Song.zip', { signal: cancel.signal, onProgress: () => cancel.abort() });
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  let cut: Promise<void> | undefined;
  const onProgress = () => {
    cut ??= truncate(file('Song.mixdown/audio/Bass.wav'), 10);
  };
  await expect(pack('Song.zip', { onProgress })).rejects.toThrow();
  await cut;
  expect((await readdir(parent)).sort()).toEqual(['Song.mixdown']);
});
