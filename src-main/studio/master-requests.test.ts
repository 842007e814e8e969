import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';

const RATE_HZ = 48_000;
let studio: TestStudio;
let client: TestClient;
beforeAll(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
});
afterAll(() => studio.end());
beforeEach(() => {
  client.events.length = 0;
});

const snapshot = () => client.request('session/snapshot', {});
const masterOf = async () => {
  const { session } = await snapshot();
  return (session.strips['master']?.deviceIds ?? []).map((id) => session.devices[id]);
};

async function importNoise(): Promise<void> {
  const frames = 4 * RATE_HZ;
  const writer = createWavFile(studio.path('Noise.wav'), { sampleRateHz: RATE_HZ, channels: 2, bitDepth: '24' });
  await writer.write(stereoNoise({ amplitude: 0.05, frames, seed: 1 }), frames);
  await writer.finish();
  await client.request('media/import', { files: [studio.path('Noise.wav')], atFrames: 0, trackId: null });
}

test('a session without sound, and a target that there is not, are refused in words', async () => {
  await client.request('session/new', { name: 'Empty', sampleRateHz: RATE_HZ, tempoBpm: 120 });
  await expect(client.request('master/propose', { target: 'spotify' })).rejects.toThrow(/no sound to listen to/);
  await expect(client.request('master/propose', { target: 'nowhere' })).rejects.toThrow(/no delivery target/);
});

test('a proposal takes the place of the chain as one step, with reasons, and the bounce is on its target', async () => {
  await importNoise();
  await client.request('session/run', { command: 'addDevice', args: { stripId: 'master', type: 'saturation' } });
  const before = await snapshot();
  const { devices } = await client.request('master/propose', { target: 'spotify' });
  const after = await snapshot();
  expect((await masterOf()).map((device) => device?.type)).toEqual(['masterEq', 'busCompressor', 'limiter']);
  expect(devices.map(({ deviceId }) => deviceId)).toEqual(after.session.strips['master']?.deviceIds);
  for (const { reasons } of devices) expect(reasons.length).toBeGreaterThan(0);
  expect(after.history.position).toBe(before.history.position + 1);
  // A window that is opened later knows the reasons too.
  expect(await (await studio.client('guest')).request('master/proposal', {})).toEqual({ proposal: { devices } });

  const { jobId } = await client.request('bounce/start', { file: studio.path('Master.wav'), format: 'wav' });
  const { report } = await client.event('job/done', ({ job }) => job.id === jobId);
  expect(Math.abs((report?.integratedLufs ?? 0) - -14)).toBeLessThanOrEqual(0.2);
  expect(report?.truePeakDbtp).toBeLessThanOrEqual(-1);

  await client.request('session/undo', {});
  expect((await masterOf()).map((device) => device?.type)).toEqual(['saturation']);
}, 30_000);

test('a cancelled proposal changes nothing', async () => {
  const before = await snapshot();
  const asked = client.request('master/propose', { target: 'spotify' });
  const refused = expect(asked).rejects.toThrow(/cancelled/);
  const { job } = await client.event('job/progress', (told) => told.job.kind === 'propose');
  await client.request('job/cancel', { jobId: job.id });
  await refused;
  expect((await snapshot()).checksum).toBe(before.checksum);
});
