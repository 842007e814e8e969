import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BounceOptions } from '../../src-shared/protocol/requests.ts';
import { stereoNoise, stereoSine } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';
import { measureFile } from './measure-file.ts';

const RATE_HZ = 48_000;
let studio: TestStudio;
let client: TestClient;
beforeAll(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
  const frames = 4 * RATE_HZ;
  for (const name of ['Bass', 'Drums']) {
    const writer = createWavFile(studio.path(`${name}.wav`), { sampleRateHz: RATE_HZ, channels: 2, bitDepth: '24' });
    const sound =
      name === 'Bass'
        ? stereoSine({ hz: 100, amplitude: 0.2, frames, sampleRateHz: RATE_HZ })
        : stereoNoise({ amplitude: 0.1, frames, seed: 1 });
    await writer.write(sound, frames);
    await writer.finish();
  }
  await client.request('media/import', {
    files: [studio.path('Bass.wav'), studio.path('Drums.wav')],
    atFrames: 0,
    trackId: null,
  });
});
afterAll(() => studio.end());
beforeEach(() => {
  client.events.length = 0;
});

const start = (options: Partial<BounceOptions>) =>
  client.request('bounce/start', { file: studio.path('Mix.wav'), format: 'wav', ...options });
const done = (jobId: string) => client.event('job/done', ({ job }) => job.id === jobId);
const failed = (jobId: string) => client.event('job/failed', ({ job }) => job.id === jobId);
const filesNamed = async (text: string) => (await readdir(studio.parent)).filter((name) => name.includes(text));

test('a bounce tells how far it is, and reports what it measured in the file', async () => {
  const other = await studio.client('guest');
  const { jobId } = await start({
    file: studio.path('out', 'Mix.wav'),
    bitDepth: '24',
    fromFrames: RATE_HZ,
    toFrames: 3 * RATE_HZ,
  });
  await client.event(
    'job/progress',
    ({ job, share }) => job.id === jobId && share >= 0 && job.text.includes('Mix.wav'),
  );
  const { report } = await done(jobId);
  await other.event('job/done', ({ job }) => job.id === jobId);
  const measured = await measureFile(studio.path('out', 'Mix.wav'));
  expect(report).toMatchObject({
    file: studio.path('out', 'Mix.wav'),
    durationSeconds: 2,
    sampleRateHz: RATE_HZ,
    target: null,
    clips: null,
    stems: [],
    stemsClip: null,
  });
  expect(report?.integratedLufs).toBeCloseTo(measured.integratedLufs ?? 0, 2);
  expect(report?.truePeakDbtp).toBeCloseTo(measured.truePeakDbtp ?? 0, 2);
  expect(await client.request('bounce/report', { jobId })).toEqual(report);
});

test('a target is reached and said to be; stems lie beside it', async () => {
  const { jobId } = await start({
    file: studio.path('Loud.flac'),
    format: 'flac',
    target: 'spotify',
    stemsFolder: studio.path('stems'),
  });
  const { report } = await done(jobId);
  expect(report?.target).toEqual({ name: 'spotify', reached: true, whyNot: null });
  expect(Math.abs((report?.integratedLufs ?? 0) - -14)).toBeLessThanOrEqual(0.2);
  expect(report?.truePeakDbtp).toBeLessThanOrEqual(-1);
  expect((await readdir(studio.path('stems'))).sort()).toEqual(['Bass.flac', 'Drums.flac']);
  expect(report?.stems).toEqual(['Bass', 'Drums'].map((name) => studio.path('stems', `${name}.flac`)));
  expect(await readFile(studio.path('Loud.flac'), 'latin1')).toContain('TITLE=Start');
});

test('what is there is replaced only when asked for, stems too', async () => {
  await writeFile(studio.path('Taken.wav'), 'mine');
  await expect(start({ file: studio.path('Taken.wav') })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('exists already'),
  });
  await expect(
    start({ file: studio.path('New.flac'), format: 'flac', stemsFolder: studio.path('stems') }),
  ).rejects.toMatchObject({
    message: expect.stringContaining('Bass.flac'),
  });
  expect(await readFile(studio.path('Taken.wav'), 'utf8')).toBe('mine');
  await done((await start({ file: studio.path('Taken.wav'), overwrite: true })).jobId);
  expect((await measureFile(studio.path('Taken.wav'))).frames).toBe(4 * RATE_HZ);
});

test('no take of the session is replaced, whatever may be', async () => {
  const { file } = await client.request('session/snapshot', {});
  const take = `${file.folder}/audio/Bass.wav`;
  const before = await readFile(take);
  for (const target of [undefined, 'spotify'])
    await expect(start({ file: take, overwrite: true, ...(target && { target }) })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('among the takes of the session'),
    });
  const stemsFolder = `${file.folder}/audio`;
  await expect(start({ file: studio.path('Beside.wav'), stemsFolder, overwrite: true })).rejects.toThrow('Bass.wav');
  expect(await readFile(take)).toEqual(before);
});

test('a bounce that is cancelled leaves nothing, and has no report', async () => {
  const { jobId } = await start({ file: studio.path('Never.mp3'), format: 'mp3', target: 'spotify' });
  await client.event('job/progress', ({ job }) => job.id === jobId);
  expect(await client.request('job/cancel', { jobId })).toEqual({ cancelled: true });
  expect(await failed(jobId)).toMatchObject({ cancelled: true });
  expect(await filesNamed('Never')).toEqual([]);
  await expect(client.request('bounce/report', { jobId })).rejects.toMatchObject({ code: 'refused' });
});

test('a file that clips says so, by how much, and what helps, with dither and without; a float holds it', async () => {
  const { clips } = (await client.request('session/snapshot', {})).session;
  const turn = async (gainDb: number) => {
    for (const clipId of Object.keys(clips)) await client.run('setClipGain', { clipId, gainDb });
  };
  const report = async (options: Partial<BounceOptions>) => {
    const { jobId } = await start({ file: studio.path('Over.wav'), overwrite: true, ...options });
    return (await done(jobId)).report;
  };
  const float = { bitDepth: '32f', stemsFolder: studio.path('over') } as const;
  const held = await report(float);
  await turn(20);
  const over = await report(float);
  const overDb = over?.samplePeakDbfs ?? 0;
  expect(overDb).toBeCloseTo((held?.samplePeakDbfs ?? 0) + 20, 2);
  expect(overDb).toBeGreaterThan(6);
  expect([over?.clips, over?.stemsClip, held?.clips]).toEqual([null, null, null]);
  for (const options of [{ bitDepth: '24' }, { bitDepth: '16', dither: 'off' }, { format: 'flac' }] as const) {
    const file = studio.path(`Over.${'format' in options ? options.format : 'wav'}`);
    const clips = (await report({ file, ...options }))?.clips;
    expect(clips).toMatch(/^It clips: the mix rises \d+\.\d dB over full scale/);
    const said = Number(clips?.match(/rises ([\d.]+) dB/)?.[1]);
    expect(said).toBeGreaterThanOrEqual(overDb - 0.001);
    expect(said).toBeLessThan(overDb + 0.11);
  }
  const stems = await report({ bitDepth: '24', stemsFolder: studio.path('over') });
  expect(stems?.stemsClip).toMatch(/^Bass\.wav.* over full scale/);
  await turn(0);
});

test('what is changed meanwhile is not in it, and nothing waits for it', async () => {
  const { jobId } = await start({ file: studio.path('Before.wav') });
  const before = performance.now();
  await client.run('setChannelValue', { stripId: 'master', key: 'gainDb', value: Number.NEGATIVE_INFINITY });
  expect(performance.now() - before).toBeLessThan(500);
  const { report } = await done(jobId);
  expect(report?.samplePeakDbfs).toBeGreaterThan(-20);
  await client.request('session/undo', {});
});

test('a session that is saved for the first time meanwhile is bounced to its last stem', async () => {
  await client.request('session/new', { name: 'New', sampleRateHz: RATE_HZ, tempoBpm: 120 });
  const files = ['Bass.wav', 'Drums.wav'].map((name) => studio.path(name));
  await client.request('media/import', { files, atFrames: 0, trackId: null });
  const { jobId } = await start({
    file: studio.path('Moved.wav'),
    target: 'spotify',
    stemsFolder: studio.path('moved'),
  });
  await client.event('job/progress', ({ job }) => job.id === jobId && job.text.includes('loudness'));
  const { file } = await client.request('session/saveAs', { folder: studio.path('Saved') });
  expect(file.folder).toBe(studio.path('Saved.mixdown'));
  const { report } = await done(jobId);
  expect(report?.stems.length).toBe(2);
});

test.each([
  [{ target: 'nowhere' }, 'wrong-arguments'],
  [{ target: 'spotify', withoutMaster: true }, 'wrong-arguments'],
  [{ fromFrames: 10, toFrames: 10 }, 'wrong-arguments'],
  [{ format: 'aiff' as 'wav' }, 'wrong-arguments'],
])('%j is refused before anything is rendered', async (options, code) => {
  await expect(start({ file: studio.path('Refused.wav'), ...options })).rejects.toMatchObject({ code });
  expect(await filesNamed('Refused')).toEqual([]);
});

test('what cannot be written is a failed job with a sentence', async () => {
  await writeFile(studio.path('a-file'), '');
  const { jobId } = await start({ file: studio.path('a-file', 'Mix.wav') });
  expect(await failed(jobId)).toMatchObject({ cancelled: false, sentence: expect.stringContaining('a-file') });
});

test('what was bounced is listened to by its job; a job without a file, and a file that went, are refused', async () => {
  const { jobId } = await start({ file: studio.path('Listen.wav'), toFrames: RATE_HZ });
  await done(jobId);
  expect(await client.request('bounce/listen', { jobId })).toMatchObject({ listeningTo: studio.path('Listen.wav') });
  expect(await client.request('bounce/listen', { jobId: null })).toMatchObject({ listeningTo: null });
  await expect(client.request('bounce/listen', { jobId: 'job-0' })).rejects.toThrow(/no report/);
  await rm(studio.path('Listen.wav'));
  await expect(client.request('bounce/listen', { jobId })).rejects.toThrow(/not there any more/);
  const guest = await studio.client('guest');
  await expect(guest.request('bounce/listen', { jobId })).rejects.toMatchObject({ code: 'not-allowed' });
});
