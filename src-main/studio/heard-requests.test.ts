import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDevice } from '../../src-shared/session/commands/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { bounce } from '../bounce/bounce.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';
import { compareLive } from './heard/compare-live.ts';

const RATE_HZ = 48_000;
const SECONDS = 3;
let studio: TestStudio;
let client: TestClient;
beforeAll(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
  await client.request('session/new', { name: 'Heard', sampleRateHz: RATE_HZ, tempoBpm: 120 });
  const frames = SECONDS * RATE_HZ;
  const writer = createWavFile(studio.path('Noise.wav'), { sampleRateHz: RATE_HZ, channels: 2, bitDepth: '24' });
  await writer.write(stereoNoise({ amplitude: 0.2, frames, seed: 3 }), frames);
  await writer.finish();
  await client.request('media/import', { files: [studio.path('Noise.wav')], atFrames: 0, trackId: null });
  for (const type of ['masterEq', 'limiter']) await client.run('addDevice', { stripId: 'master', type });
});
afterAll(() => studio.end());

const last = async () => (await client.request('heard/last', {})).comparison;

test('the song is played and bounced and no sample differs; every client is told, and who comes later can ask', async () => {
  expect(await last()).toBeNull();
  const guest = await studio.client('guest');
  const started = Date.now();
  const comparison = await client.request('heard/compare', {});
  expect(comparison).toMatchObject({
    checksum: client.mirror.checksum,
    fromFrames: 0,
    sampleRateHz: RATE_HZ,
    largestDifferenceDbfs: null,
    firstDifferenceFrames: null,
  });
  // The limiter's tail too.
  expect(comparison.frames).toBeGreaterThanOrEqual(SECONDS * RATE_HZ);
  expect(comparison.atMs).toBeGreaterThanOrEqual(started);
  expect(await guest.event('heard/compared')).toEqual(comparison);
  expect(await guest.request('heard/last', {})).toEqual({ comparison });
  await expect(guest.request('heard/compare', {})).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a stretch within the song is compared from where the engine has faded in', async () => {
  const comparison = await client.request('heard/compare', { fromFrames: 50_001, toFrames: 100_001 });
  expect(comparison).toMatchObject({ fromFrames: 50_001, frames: 50_000 - 256, largestDifferenceDbfs: null });
});

test('it is a job with progress, which can be cancelled, and then nothing is claimed', async () => {
  const before = await last();
  client.events.length = 0;
  const asked = client.request('heard/compare', {});
  const refused = expect(asked).rejects.toThrow(/cancelled/);
  const { job } = await client.event('job/progress', (told) => told.job.kind === 'compare');
  await client.request('job/cancel', { jobId: job.id });
  await refused;
  expect(await last()).toEqual(before);
});

test('an empty session and a stretch without length are refused in words', async () => {
  await expect(client.request('heard/compare', { fromFrames: 5, toFrames: 5 })).rejects.toThrow(/after its start/);
  const other = await TestStudio.start();
  const asking = await other.client();
  await expect(asking.request('heard/compare', {})).rejects.toThrow(/nothing to bounce/);
  await other.end();
});

test('a track whose input is heard in place of its clips is compared as it is bounced', async () => {
  const trackId = client.mirror.session.settings.session.stripIds.find((id) => id !== 'master');
  await client.run('setInput', { trackId, channels: [1], monitor: 'input', armed: true });
  const comparison = await client.request('heard/compare', { fromFrames: 0, toFrames: 48_000 });
  expect(comparison).toMatchObject({ frames: 48_000, largestDifferenceDbfs: null });
  await client.run('setInput', { trackId, channels: [] });
});

/** A bounce of a session to a file of Float32. */
async function bounced(session: Session, name: string): Promise<string> {
  const { file } = await client.request('session/snapshot', {});
  const path = studio.path(name);
  await bounce({ session, sessionFolder: file.folder, files: [{ path, format: 'wav', bitDepth: '32f' }] });
  return path;
}

const live = async (session: Session, file: string) => {
  const { folder } = (await client.request('session/snapshot', {})).file;
  return compareLive({ session, sessionFolder: folder, bufferFrames: 200, file, fromFrames: 0 }, () => undefined);
};

test('a renderer that does something else is found out, and by how much', async () => {
  const { session } = client.mirror;
  const file = await bounced(session, 'As it is.wav');
  expect(await live(session, file)).toMatchObject({ largest: 0, firstFrame: null });
  // One sample of the bounce, off by its last bit.
  const bytes = readFileSync(file);
  const frame = 70_000;
  const at = bytes.indexOf('data') + 8 + frame * 8 + 4;
  const sample = bytes.readFloatLE(at);
  bytes.writeUInt32LE(bytes.readUInt32LE(at) + 1, at);
  writeFileSync(studio.path('Off.wav'), bytes);
  const off = Math.abs(bytes.readFloatLE(at) - sample);
  expect(await live(session, studio.path('Off.wav'))).toMatchObject({ largest: off, firstFrame: frame });
  // An engine with another device on the master.
  const edit = new SessionEdit(session);
  edit.run(addDevice, { stripId: 'master', type: 'saturation' });
  const other = await live(edit.session, file);
  expect(other.largest).toBeGreaterThan(0.01);
  expect(other.firstFrame).toBeLessThan(10_000);
});

test('another session knows nothing of it; the same one under another name does', async () => {
  const known = await last();
  expect(known).not.toBeNull();
  await client.request('session/saveAs', { folder: studio.path('Renamed') });
  expect(await last()).toEqual(known);
  await client.request('session/new', { name: 'Other', sampleRateHz: RATE_HZ, tempoBpm: 120 });
  expect(await last()).toBeNull();
});
