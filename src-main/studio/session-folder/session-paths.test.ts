import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileNameOf } from '../../media/file-name.ts';
import { freeAudioPath } from '../../media/free-audio-path.ts';
import { mediaFile, newSessionFolder, sessionFolder } from './session-paths.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-paths-'));
  await mkdir(join(folder, 'audio'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

test('a session is named with or without its ending', async () => {
  expect(['Song', 'Song.mixdown', 'a/Song/'].map(newSessionFolder)).toEqual([
    'Song.mixdown',
    'Song.mixdown',
    'a/Song.mixdown',
  ]);
  const song = join(folder, 'Song');
  expect(await sessionFolder(song)).toBe(`${song}.mixdown`);
  await mkdir(song);
  expect(await sessionFolder(song)).toBe(`${song}.mixdown`);
  await writeFile(join(song, 'session.json'), '');
  expect(await sessionFolder(song)).toBe(song);
});

test('a sound file lies in the session’s folder, or where it was left', () => {
  expect(mediaFile(folder, { path: 'audio/Vocal.wav' })).toBe(join(folder, 'audio', 'Vocal.wav'));
  const elsewhere = resolve('/elsewhere/Vocal.wav');
  expect(mediaFile(folder, { path: elsewhere })).toBe(elsewhere);
});

test('a new sound file has a name that every system can hold and nothing has yet', async () => {
  expect(await freeAudioPath(folder, 'Gitarre: Öl/2 ')).toBe('audio/Gitarre_ Öl_2.wav');
  expect(await freeAudioPath(folder, '..')).toBe('audio/Audio.wav');
  expect(await freeAudioPath(folder, 'CON')).toBe('audio/Audio CON.wav');
  expect(['con.wav', ' .Lied. ', '', 'a'.repeat(80)].map((name) => fileNameOf(name))).toEqual([
    'Untitled con.wav',
    'Lied',
    'Untitled',
    'a'.repeat(60),
  ]);
  expect((await freeAudioPath(folder, '🎸'.repeat(300))).length).toBeLessThan(140);
  await writeFile(join(folder, 'audio', 'Vocal.wav'), '');
  expect(await freeAudioPath(folder, 'Vocal', new Set(['audio/vocal 2.wav']))).toBe('audio/Vocal 3.wav');
  // Where the folder is copied to, capitals may count for nothing.
  expect(await freeAudioPath(folder, 'vocal')).toBe('audio/vocal 2.wav');
});
