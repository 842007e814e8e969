/** What is asked while something else is under way: record in a fade, while all is being closed, and while files are made. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { ahead } from '../../testing/failing-disk.ts';
import { inputSample, type KnownTake, RecordingEngine } from '../../testing/recording-engine.ts';

let folder = '';
let recording: RecordingEngine;
let endDelay: (() => void) | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-races-'));
});
afterEach(async () => {
  endDelay?.();
  endDelay = undefined;
  await recording.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(options: ConstructorParameters<typeof RecordingEngine>[2] = {}): Promise<string> {
  const builder = new SessionBuilder();
  const track = builder.strip('track', { name: 'Vocal' });
  builder.arm(track, [1]);
  recording = new RecordingEngine(folder, 2, options);
  await recording.open(builder.build());
  return track;
}

/** What a recording came to, every sample of it what came in then. @param log of one that is closed already. */
async function take(log?: string): Promise<KnownTake> {
  const [found] = (await recording.takes(log)) as [KnownTake];
  const { samples, roundTripFrames } = found;
  const first = firstFrame(samples);
  expect(samples.findIndex((sample, frame) => sample !== inputSample(0, first + frame))).toBe(-1);
  expect(found.dropouts).toEqual([]);
  expect(roundTripFrames).toBe(0);
  return found;
}

/** The stream frame that a file begins with. */
function firstFrame(samples: Float32Array): number {
  for (let frame = 0; frame < 200_000; frame++) if (inputSample(0, frame) === samples[0]) return frame;
  throw new Error('this came in at no time');
}

test.each(['record', 'play'] as const)('%s that is pressed while a stop fades follows it', async (name) => {
  await open({ bufferFrames: 128 });
  await recording.play();
  await recording.run(9_728);
  const { atFrames: stopped } = await recording.ask('stop', null);
  await recording.run(128);
  const pressed = recording.ask(name, (name === 'record' ? { on: true } : null) as never);
  // The files are there before the fade has ended.
  await new Promise((resolve) => setTimeout(resolve, 100));
  await recording.run(128);
  await recording.run(128);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await pressed).toMatchObject({ playing: true, recording: name === 'record', atFrames: stopped });
  await recording.run(9_728);
  await recording.ask('stop', null);
  if (name === 'play') return;
  const found = await take();
  // The fade took three blocks.
  expect(found.stretches).toMatchObject([{ startFrames: stopped, offsetFrames: 9_728 + 3 * 128 }]);
  expect(found.stretches[0]?.lengthFrames).toBeGreaterThanOrEqual(9_728);
});

test.each([0, 1, 20])(
  'record that is pressed while a recording is being closed begins another one (%i ms later)',
  async (ms) => {
    await open();
    await recording.record();
    await recording.run(9_728);
    endDelay = await ahead('truncate', () => new Promise((resolve) => setTimeout(resolve, 50)));
    const ended = recording.ask('endRecording', null);
    if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
    const [, state] = await Promise.all([ended, recording.ask('record', { on: true })]);
    expect(state).toMatchObject({ playing: true, recording: true });
    expect((await take()).stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 0 });
    await recording.run(9_728);
    await recording.ask('stop', null);
    const second = await take();
    expect(second.stretches[0]).toMatchObject({ startFrames: 9_728, offsetFrames: 9_728 });
    expect(second.stretches[0]?.lengthFrames).toBeGreaterThanOrEqual(9_728);
  },
);

test.each([
  ['disarmed', { armed: false }],
  ['given another input', { channels: [2] }],
] as const)(
  'a track that is %s while its file is made is recorded as it was when record was pressed',
  async (_, change) => {
    const trackId = await open();
    await recording.run(9_728);
    await recording.play();
    await recording.run(9_728);
    endDelay = await ahead('datasync', () => new Promise((resolve) => setTimeout(resolve, 30)));
    const pressed = recording.ask('record', { on: true });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await recording.change(runCommand(recording.document.session, 'setInput', { trackId, ...change }));
    await recording.run(9_728);
    expect(await pressed).toMatchObject({ recording: true });
    await recording.run(9_728);
    await recording.ask('stop', null);
    const found = await take();
    expect(found.stretches[0]).toMatchObject({ startFrames: 9_728, offsetFrames: 19_456 });
  },
);

test('what answers the end of a song through a long way is waited for as long as it takes', async () => {
  await open({ roundTripFrames: 90_000 });
  await recording.record();
  await recording.run(9_728);
  await recording.ask('stop', null);
  // 1.9 s at the pace of a device.
  await recording.runInRealTime(92_000);
  const [found] = (await recording.takes()) as [KnownTake];
  expect(found.stretches).toEqual([{ startFrames: 0, offsetFrames: 90_000, lengthFrames: 9_728 + 256 }]);
});

test('a track that is armed or given another input while it records is no part of it, which is said; what it plays is held', async () => {
  const trackId = await open();
  await recording.record();
  await recording.run(9_728);
  const change = (changes: object) =>
    recording.change(runCommand(recording.document.session, 'setInput', { trackId, ...changes }));
  await change({ armed: false });
  await change({ armed: true });
  expect(recording.notices).toEqual([]);
  await change({ channels: [2, 1] });
  await recording.change(runCommand(recording.document.session, 'addStrip', { kind: 'track', name: 'Choir' }));
  const choir = Object.values(recording.document.session.strips).find(({ name }) => name === 'Choir')?.id as string;
  await recording.change(
    runCommand(recording.document.session, 'setInput', { trackId: choir, channels: [1], armed: true }),
  );
  expect(recording.notices).toEqual([
    '“Vocal” goes on with input 1 in this recording: input 2 + 1 is recorded from the next one on, its last minute included.',
    '“Choir” is no part of this recording: input 1 is recorded from the next one on, its last minute included.',
  ]);
  await recording.run(9_728);
  await recording.ask('stop', null);
  expect((await take()).stretches[0]?.lengthFrames).toBeGreaterThanOrEqual(2 * 9_728);
  await recording.record();
  await recording.ask('stop', null);
  const takes = await recording.takes();
  expect(takes.map(({ trackName, channels }) => [trackName, channels])).toEqual([
    ['Vocal', 2],
    ['Choir', 1],
  ]);
  for (const { samples, channels } of takes) {
    expect(samples.length / channels).toBeGreaterThanOrEqual(9_728);
    expect(samples[0]).toBe(inputSample(channels - 1, 9_728));
  }
});

test('a pre-roll does not begin within a loop that ends before the place to record: it would never come there', async () => {
  await open({ bufferFrames: 128 });
  await recording.ask('set', { loop: { fromFrames: 0, toFrames: 48_000 }, loopOn: true, preRollSeconds: 1 });
  await recording.ask('locate', { atFrames: 60_032 });
  await recording.record();
  await recording.run(60_032);
  await recording.ask('stop', null);
  expect((await take()).stretches).toMatchObject([{ startFrames: 60_032, offsetFrames: 12_032 }]);
});

test('a fader of the metronome that is moved while it records writes nothing down', async () => {
  await open();
  await recording.ask('set', { punch: { fromFrames: 0, toFrames: 96_000 }, punchInOn: true });
  await recording.record();
  for (let gain = -20; gain < 0; gain++) await recording.ask('set', { metronomeGainDb: gain });
  await recording.ask('set', { punchOutOn: true });
  await recording.run(9_728);
  await recording.ask('stop', null);
  const lines = readFileSync(join(folder, await recording.closed()), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes('"punch"'))).toHaveLength(2);
});
