import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RecordingSettings } from './recording-settings.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function loaded(file: string): Promise<RecordingSettings> {
  const settings = new RecordingSettings(file);
  await settings.load();
  return settings;
}

test('what was set last is there the next time, however quickly it was set', async () => {
  const file = join(folder, 'recording.json');
  const settings = await loaded(file);
  await Promise.all((['24', '32f', '24', '32f', '24'] as const).map((bitDepth) => settings.set({ bitDepth })));
  expect((await loaded(file)).value).toEqual({ bitDepth: '24' });
  await writeFile(file, '{"bitDepth":"8"}');
  expect((await loaded(file)).value).toEqual({ bitDepth: '32f' });
});

test('a disk that refuses is no reason to stop', async () => {
  const settings = await loaded(join(folder, 'gone', 'recording.json'));
  await settings.set({ bitDepth: '24' });
  expect(settings.value).toEqual({ bitDepth: '24' });
});
