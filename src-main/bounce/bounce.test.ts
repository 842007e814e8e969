import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';
import { type BounceOptions, bounce } from './bounce.ts';
import type { BounceFile } from './bounce-file.ts';
import { renderMaster, renderPreMaster } from './pre-master.ts';

const FRAMES = 30_000;
let folder: string;
let bounces = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-bounce-'));
  for (let seed = 1; seed <= 4; seed++) {
    const depth = seed === 1 ? '32f' : seed === 2 ? '16' : '24';
    const writer = createWavFile(join(folder, `take ${seed} ♪.wav`), {
      sampleRateHz: 48_000,
      channels: 2,
      bitDepth: depth,
    });
    writer.write(stereoNoise({ amplitude: 0.2, frames: FRAMES, seed }), FRAMES);
    await writer.finish();
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function take(seed: number): string {
  return `take ${seed} ♪.wav`;
}

function samplesOf(path: string): Float32Array {
  const reader = openPcmFile(path);
  const samples = new Float32Array(reader.format.lengthFrames * reader.format.channels);
  reader.read(0, reader.format.lengthFrames, samples);
  reader.close();
  return samples;
}

function newFile(fields: Partial<BounceFile> = {}): BounceFile {
  bounces++;
  return { path: join(folder, `mix ${bounces}.wav`), format: 'wav', bitDepth: '32f', ...fields };
}

function firstDifference(a: Float32Array, b: Float32Array): number {
  return a.findIndex((value, index) => value !== b[index]);
}

async function bounceToSamples(session: Session, options: Partial<BounceOptions> = {}): Promise<Float32Array> {
  const file = newFile();
  await bounce({ session, sessionFolder: folder, files: [file], ...options });
  return samplesOf(file.path);
}

/** Four tracks, a bus that they send to, a group, a side-chain, late devices and a limiter on the master. */
function fullSession(): Session {
  const builder = new SessionBuilder();
  const tracks = [1, 2, 3, 4].map((seed) => {
    const track = builder.strip('track', { channel: { gainDb: -2 * seed, pan: seed / 4 - 0.6 } });
    builder.clip(track, builder.media(2, FRAMES, take(seed)), { startFrames: 777 * seed });
    builder.device(track, 'eq', { values: { 'band2.enabled': true, 'band2.gainDb': 6 } });
    return track;
  });
  const group = builder.strip('group');
  const bus = builder.strip('bus', { soloSafe: true });
  for (const track of tracks.slice(0, 2)) builder.change(track, { outputId: group });
  for (const track of tracks) builder.send(track, bus, { gainDb: -9 });
  builder.device(tracks[2] as string, 'limiter');
  builder.device(group, 'compressor', { sidechainId: tracks[2] as string, values: { thresholdDb: -30 } });
  builder.device(bus, 'delay');
  builder.device('master', 'limiter', { values: { inputGainDb: 6 } });
  builder.lane(tracks[0] as string, { kind: 'channel' }, 'gainDb', [
    { atFrames: 0, value: -20, shape: 'linear', bend: 0 },
    { atFrames: 20_000, value: 0, shape: 'hold', bend: 0 },
  ]);
  return builder.build();
}

describe('a bounce', () => {
  test.each([1, 2, 3, 4])('of one clip of take %i, with nothing on it, is the file', async (seed) => {
    const builder = new SessionBuilder();
    builder.clip(builder.strip('track'), builder.media(2, FRAMES, take(seed)));
    const output = await bounceToSamples(builder.build(), { bypassMaster: true });
    expect(output).toEqual(samplesOf(join(folder, take(seed))));
  });

  test('is the same on any number of threads, bit for bit', async () => {
    const session = fullSession();
    const hashes = [];
    for (const threads of [1, 2, 3, 5]) {
      const file = newFile();
      await bounce({ session, sessionFolder: folder, files: [file], threads });
      hashes.push(createHash('sha256').update(readFileSync(file.path)).digest('hex'));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  test('a master rendered from its pre-master equals the whole bounce, and can be changed', async () => {
    const session = fullSession();
    const task = { session, sessionFolder: folder, threads: 2 };
    const whole = await bounceToSamples(session);
    const preMaster = await renderPreMaster(task, folder);
    const file = newFile();
    await renderMaster(preMaster, { session, files: [file] });
    expect(samplesOf(file.path)).toEqual(whole);

    const limiterId = session.strips['master']?.deviceIds[0] as string;
    const limiter = session.devices[limiterId] as Session['devices'][string];
    const quieter = {
      ...session,
      devices: { ...session.devices, [limiterId]: { ...limiter, values: { inputGainDb: -6 } } },
    };
    const [loud, quiet] = [
      await renderMaster(preMaster, { session, files: [], measure: true }),
      await renderMaster(preMaster, { session: quieter, files: [], measure: true }),
    ];
    preMaster.discard();
    expect(quiet.figures?.integratedLufs).toBeLessThan((loud.figures?.integratedLufs as number) - 3);
    expect(readdirSync(folder).filter((name) => name.startsWith('.mixdown'))).toEqual([]);
  });

  test('the stems of all that feeds the master add up to the mix with the master bypassed', async () => {
    const session = fullSession();
    const feeders = Object.values(session.strips).filter((strip) => strip.outputId === 'master');
    for (const threads of [1, 3]) {
      const stems = feeders.map(({ id }) => ({ stripId: id, file: newFile() }));
      const mix = await bounceToSamples(session, { bypassMaster: true, stems, threads });
      const signals = stems.map(({ file }) => samplesOf(file.path));
      expect(mix.length / 2).toBeGreaterThan(session.settings.session.sampleRateHz);
      expect(signals.map(({ length }) => length)).toEqual(stems.map(() => mix.length));
      const sum = mix.map((_, index) => signals.reduce((total, signal) => total + (signal[index] as number), 0));
      expect(firstDifference(sum, mix)).toBe(-1);
      // The mix alone is as long: asking for stems changes nothing of it.
      expect(await bounceToSamples(session, { bypassMaster: true, threads })).toEqual(mix);
    }
  });

  test('a stem is as long as the mix also where the master rings on after it', async () => {
    const builder = new SessionBuilder();
    const track = builder.strip('track');
    builder.clip(track, builder.media(2, FRAMES, take(3)));
    builder.device('master', 'delay');
    const stem = newFile();
    const mix = await bounceToSamples(builder.build(), { stems: [{ stripId: track, file: stem }] });
    const samples = samplesOf(stem.path);
    expect(samples.length).toBe(mix.length);
    expect(samples.subarray(0, FRAMES * 2)).toEqual(samplesOf(join(folder, take(3))));
    expect(samples.subarray(FRAMES * 2).every((value) => value === 0)).toBe(true);
    expect(mix.length / 2).toBeGreaterThan(FRAMES + 4_800);
  });

  test('of a range has exactly its frames', async () => {
    const builder = new SessionBuilder();
    builder.clip(builder.strip('track'), builder.media(2, FRAMES, take(3)));
    const session = builder.build();
    const whole = samplesOf(join(folder, take(3)));
    const part = await bounceToSamples(session, { fromFrame: 1_001, toFrame: 9_999 });
    expect(part).toEqual(whole.subarray(1_001 * 2, 9_999 * 2));
    const beyond = await bounceToSamples(session, { fromFrame: FRAMES - 10, toFrame: FRAMES + 10 });
    expect(beyond.length).toBe(40);
    expect(beyond.subarray(20)).toEqual(new Float32Array(20));
  });

  test('keeps the tail until it has died away below −90 dBFS, and no longer', async () => {
    const builder = new SessionBuilder();
    const track = builder.strip('track');
    builder.clip(track, builder.media(2, FRAMES, take(3)));
    builder.device(track, 'delay');
    const output = await bounceToSamples(builder.build());
    const last = Math.max(Math.abs(output.at(-1) as number), Math.abs(output.at(-2) as number));
    expect(output.length / 2).toBeGreaterThan(FRAMES + 4_800);
    expect(output.length / 2).toBeLessThan(FRAMES + 30 * 48_000);
    expect(last).toBeGreaterThanOrEqual(10 ** (-90 / 20));
  });

  test('to 16 and 24 bits is dithered, unless told otherwise', async () => {
    const builder = new SessionBuilder();
    builder.clip(builder.strip('track', { channel: { gainDb: -7 } }), builder.media(2, FRAMES, take(3)));
    const exact = newFile();
    const files = [
      newFile({ bitDepth: '16' }),
      newFile({ bitDepth: '16', dither: 'off' }),
      newFile({ bitDepth: '24' }),
      newFile({ bitDepth: '24', dither: 'off' }),
    ];
    await bounce({ session: builder.build(), sessionFolder: folder, files: [exact, ...files] });
    const truth = samplesOf(exact.path);
    const errorSteps = files.map(({ path, bitDepth }) => {
      const steps = bitDepth === '16' ? 2 ** 15 : 2 ** 23;
      const errors = samplesOf(path).map((value, index) => (value - (truth[index] as number)) * steps);
      return Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    });
    // Rounding alone is 1/√12 of a step; triangular dither of two steps' width makes it 1/2 (JAES 40 (5), 1992).
    expect(errorSteps[0]).toBeCloseTo(0.5, 2);
    expect(errorSteps[1]).toBeCloseTo(1 / Math.sqrt(12), 2);
    expect(errorSteps[2]).toBeCloseTo(0.5, 2);
    expect(errorSteps[3]).toBeCloseTo(1 / Math.sqrt(12), 2);
  });

  test('measures, resamples and reports progress', async () => {
    const builder = new SessionBuilder();
    builder.clip(builder.strip('track'), builder.media(2, FRAMES, take(3)));
    const progress: number[] = [];
    const report = await bounce({
      session: builder.build(),
      sessionFolder: folder,
      files: [newFile({ sampleRateHz: 44_100, measure: true }), newFile({ bitDepth: '16' })],
      measure: true,
      onProgress: ({ framesDone, framesTotal }) => progress.push(framesDone / framesTotal),
    });
    expect(report.frames).toBe(FRAMES);
    expect(report.files.map(({ frames }) => frames)).toEqual([Math.round((FRAMES * 44_100) / 48_000), FRAMES]);
    // White noise of ±0.2, uniform: its power is 0.2²/3 in each channel.
    expect(report.figures?.samplePeakDbfs).toBeCloseTo(20 * Math.log10(0.2), 1);
    // 44.1 kHz holds less treble: between a tenth and one dB quieter.
    const lostLu = (report.figures?.integratedLufs as number) - (report.files[0]?.figures?.integratedLufs as number);
    expect(lostLu).toBeGreaterThan(0.1);
    expect(lostLu).toBeLessThan(1);
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.every((share) => share >= 0 && share <= 1)).toBe(true);
  });
});

describe('a bounce that does not come to its end', () => {
  test('cancelled, leaves the old file whole and nothing else', async () => {
    const builder = new SessionBuilder();
    const mediaId = builder.media(2, FRAMES, take(3));
    const track = builder.strip('track');
    for (let index = 0; index < 400; index++) builder.clip(track, mediaId, { startFrames: index * FRAMES });
    const file = newFile({ overwrite: true });
    writeFileSync(file.path, 'the old one');
    const before = readdirSync(folder);
    const abort = new AbortController();
    const bouncing = bounce({
      session: builder.build(),
      sessionFolder: folder,
      files: [file],
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(bouncing).rejects.toThrow('enough');
    expect(readFileSync(file.path, 'utf8')).toBe('the old one');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('one file that cannot be written spoils none of the others', async () => {
    const session = fullSession();
    const good = newFile();
    const bad = { path: join(folder, 'no such folder', 'mix.wav'), format: 'wav' } as const;
    const before = readdirSync(folder);
    const stems = [{ stripId: session.settings.session.stripIds[0] as string, file: good }];
    const bouncing = bounce({ session, sessionFolder: folder, files: [bad], stems, threads: 2 });
    await expect(bouncing).rejects.toMatchObject({ name: 'AudioFileError', code: 'missing' });
    expect(readdirSync(folder)).toEqual(before);
  });

  test('without a clip it says that there is nothing', async () => {
    const builder = new SessionBuilder();
    builder.strip('track');
    const bouncing = bounce({ session: builder.build(), sessionFolder: folder, files: [newFile()] });
    await expect(bouncing).rejects.toMatchObject({ name: 'RenderPlanError', code: 'nothingToRender' });
  });

  test('a missing sound file is named', async () => {
    const builder = new SessionBuilder();
    builder.clip(builder.strip('track'), builder.media(2, FRAMES, 'lost.wav'));
    const bouncing = bounce({ session: builder.build(), sessionFolder: folder, files: [newFile()] });
    await expect(bouncing).rejects.toThrow(/lost\.wav/);
  });
});
