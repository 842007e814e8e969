import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StudioEvents } from '../../src-shared/protocol/events.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';

let studio: TestStudio;
let client: TestClient;
let audio = '';
beforeEach(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
  audio = join((await client.request('session/snapshot', {})).file.folder, 'audio');
});
afterEach(() => studio.end());

/** A stereo WAV of noise, by default at a rate that the session does not have, and its path. */
async function soundFile(name: string, frames: number, sampleRateHz = 44_100): Promise<string> {
  const path = studio.path(name);
  const writer = createWavFile(path, { sampleRateHz, channels: 2, bitDepth: '24' });
  writer.write(stereoNoise({ amplitude: 0.1, frames, seed: 1 }), frames);
  await writer.finish();
  return path;
}

test('an import that is cancelled ends within its file and leaves nothing', async () => {
  const files = [await soundFile('Short.wav', 1000), await soundFile('Long.wav', 4_000_000)];
  const cancelled = expect(client.request('media/import', { files, atFrames: 0, trackId: null })).rejects.toThrow(
    'cancelled',
  );
  const { job } = await client.event('job/progress', ({ share }) => share > 0.5);
  await client.request('job/cancel', { jobId: job.id });
  await cancelled;
  const told = client.events.filter(({ name }) => name === 'job/progress');
  expect(Math.max(...told.map(({ data }) => (data as StudioEvents['job/progress']).share))).toBeLessThan(0.9);
  expect(await readdir(audio)).toEqual([]);
  expect(client.mirror.session.media).toEqual({});
});

test.each([44_100, 48_000])(
  'a file of %i Hz that is brought back can be cancelled and leaves nothing',
  async (rateHz) => {
    const file = await soundFile('Long.wav', 4_000_000, rateHz);
    await client.run('addMedia', { name: 'Long', path: 'audio/Lost.wav', channels: 2, lengthFrames: 1000 });
    const [mediaId = ''] = Object.keys(client.mirror.session.media);
    const { media } = client.mirror.session;
    const cancelled = expect(client.request('media/relink', { mediaId, file })).rejects.toThrow('cancelled');
    const { job } = await client.event('job/progress');
    expect(job.text).toBe('Bringing Long.wav back');
    await client.request('job/cancel', { jobId: job.id });
    await cancelled;
    expect(await readdir(audio)).toEqual([]);
    expect(client.mirror.session.media).toEqual(media);
    await client.request('media/relink', { mediaId, file });
    expect(client.mirror.session.media[mediaId]?.path).toBe('audio/Long.wav');
  },
);

test('an import that the session refuses leaves no files', async () => {
  const files = [await soundFile('Long.wav', 2_000_000)];
  await client.run('addStrip', { kind: 'track', name: 'Bass' });
  const trackId = Object.values(client.mirror.session.strips).find(({ kind }) => kind === 'track')?.id ?? '';
  const refused = client.request('media/import', { files, atFrames: 0, trackId });
  const answered = expect(refused).rejects.toMatchObject({ code: 'refused' });
  await client.event('job/progress', ({ share }) => share > 0);
  await client.run('removeStrip', { stripId: trackId });
  await answered;
  expect(await readdir(audio)).toEqual([]);
});
