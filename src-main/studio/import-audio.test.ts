import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { freeAudioPath } from '../media/free-audio-path.ts';
import { importAudio } from './import-audio.ts';

let folder = '';
let bass = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-import-'));
  bass = join(folder, 'Bass.wav');
  const writer = createWavFile(bass, { sampleRateHz: 48_000, channels: 2, bitDepth: '24' });
  writer.write(stereoNoise({ amplitude: 0.1, frames: 300_000, seed: 1 }), 300_000);
  await writer.finish();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a file that the disk does not take is refused with a sentence that names it', async () => {
  // No folder: its name is a file's.
  await writeFile(join(folder, 'audio'), '');
  await expect(importAudio(bass, { folder, sampleRateHz: 48_000 })).rejects.toMatchObject({
    name: 'AudioFileError',
    message: expect.stringContaining('Bass.wav'),
  });
});

test('a conversion that is cancelled ends at once and leaves nothing', async () => {
  await mkdir(join(folder, 'audio'));
  const cancel = new AbortController();
  const shares: number[] = [];
  const onProgress = (share: number) => {
    shares.push(share);
    cancel.abort(new Error('cancelled'));
  };
  const importing = importAudio(bass, { folder, sampleRateHz: 44_100, onProgress, signal: cancel.signal });
  await expect(importing).rejects.toThrow('cancelled');
  expect(shares.length).toBe(1);
  expect(await readdir(join(folder, 'audio'))).toEqual([]);
});

test('a take that begins while a file is converted has a name of its own, and stays', async () => {
  await mkdir(join(folder, 'audio'));
  let taken: Promise<string> | undefined;
  const onProgress = () => {
    // As the engine does.
    taken ??= freeAudioPath(folder, 'Bass').then(async (path) => {
      await writeFile(join(folder, path), 'played once', { flag: 'wx' });
      return path;
    });
  };
  const { media } = await importAudio(bass, { folder, sampleRateHz: 44_100, onProgress });
  expect(media.path).toBe('audio/Bass.wav');
  expect(await taken).toBe('audio/Bass 2.wav');
  expect(await readFile(join(folder, 'audio/Bass 2.wav'), 'utf8')).toBe('played once');
});
