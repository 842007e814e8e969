import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { armTrack, RecordingStudio, takesOf, unbrokenTake } from '../../testing/recording-studio.ts';

let studio: RecordingStudio;
beforeEach(async () => {
  studio = await RecordingStudio.start();
});
afterEach(() => studio.end());

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

test('a session that is moved while it records is told of, and goes on where it is opened again, its take whole', async () => {
  const { client, parent } = studio;
  const { file } = await client.request('session/saveAs', { folder: join(parent, 'Song') });
  await armTrack(client, 'Vocal', [2]);
  await client.request('transport/record', { on: true });
  await pause(500);
  const folder = join(parent, 'Moved.mixdown');
  await rename(file.folder, folder);
  await pause(300);
  await client.request('transport/stop', {});
  const { sentence } = await client.event('notice', (told) => told.sentence.startsWith('A recording is not in'));
  expect(sentence).toContain('does not exist');
  await client.run('addMarker', { name: 'Sung', atFrames: 0 });
  expect((await client.request('session/open', { folder })).file.folder).toBe(folder);
  expect(Object.values(client.mirror.session.markers).map(({ name }) => name)).toEqual(['Sung']);
  const [take] = takesOf(client);
  expect(take?.lengthFrames).toBeGreaterThan(0.6 * 48_000);
  if (take) expect(unbrokenTake(client, folder, take, [2])).toBe(take.lengthFrames);
  await client.request('session/save', {});
});
