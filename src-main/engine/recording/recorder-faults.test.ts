/** The disk runs full, the interface is changed: what was recorded until then is whole, and the song plays on. */
import { execFileSync } from 'node:child_process';
import fs, { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, type TestContext, test } from 'vitest';
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { inputSample, RecordingEngine, readWav } from '../../testing/recording-engine.ts';
import { PlayedPieces } from '../played-pieces.ts';
import { Recorder } from './recorder.ts';

const TRACKS = 8;
const DISK_MEGABYTES = 24;
/** More sound than the disk holds: 1.5 MB a second. */
const MOST_SECONDS = 60;

let folder = '';
let engine: RecordingEngine;
const { statfs } = fs.promises;
const { PATH } = process.env;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-record-'));
});
afterEach(async () => {
  fs.promises.statfs = statfs;
  process.env.PATH = PATH;
  await engine?.close();
  try {
    execFileSync('umount', [folder], { stdio: 'ignore' });
  } catch {
    // It was no disk of its own.
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Makes the folder a small disk of its own; skips the test where the system does not permit it. */
function smallDisk(context: TestContext): void {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    console.log('recording: only root can make a small disk; what a full one does is not tested.');
    context.skip();
  }
}

function session(): Session {
  const builder = new SessionBuilder();
  for (let channel = 1; channel <= TRACKS; channel++) builder.arm(builder.strip('track'), [channel]);
  return builder.build();
}

async function start(): Promise<void> {
  engine = new RecordingEngine(folder, TRACKS, { bufferFrames: 2400 });
  await engine.open(session());
  await engine.record();
}

function isRecording(): boolean {
  const states = engine.messages.flatMap((message) => (message.kind === 'transport' ? [message.state] : []));
  return states.at(-1)?.recording ?? true;
}

/** Runs until the recording ended by itself; then every sample of every file is the one that came in. */
async function expectKept(): Promise<void> {
  for (let second = 0; second < MOST_SECONDS && isRecording(); second++) await engine.run(48_000);
  expect(isRecording()).toBe(false);
  expect(await engine.ask('set', {})).toMatchObject({ playing: true, recording: false });
  const takes = await engine.takes();
  expect(takes).toHaveLength(TRACKS);
  for (const [channel, { samples, stretches }] of takes.entries()) {
    expect(stretches[0]?.lengthFrames).toBeGreaterThan(48_000);
    expect(samples.findIndex((sample, frame) => sample !== inputSample(channel, frame))).toBe(-1);
  }
}

test.for([18, 16])(
  'a disk that is nearly full ends the recording, with room for the session: Node %i',
  async (node, context) => {
    smallDisk(context);
    // Before 18.15 Node does not say how much room there is: the system does.
    if (node < 18) fs.promises.statfs = undefined as never;
    await start();
    await expectKept();
    const { bavail, bsize } = await statfs(folder);
    expect(bavail * bsize).toBeGreaterThan(4 * 2 ** 20);
  },
);

test('a disk that is full to the last byte leaves whole files too, and a sentence', async (context) => {
  smallDisk(context);
  // As on a system that does not say how much room there is.
  fs.promises.statfs = undefined as never;
  process.env.PATH = '';
  await start();
  for (let second = 0; second < MOST_SECONDS && isRecording(); second++) await engine.run(48_000);
  expect(engine.notices.join()).toMatch(/the disk is full; .* The recording ended there; what was recorded is kept\./);
  await expectKept();
});

test('another interface ends the take, which is kept; the song plays on', async () => {
  await start();
  await engine.run(96_000);
  await engine.ask('choose', { bufferFrames: 512 });
  expect(engine.notices).toEqual(['Another interface is chosen: the recording ends there, and is kept.']);
  await expectKept();
});

test('an engine that is closed while it records closes its files first', async () => {
  await start();
  await engine.run(96_000);
  await engine.close();
  const takes = await engine.takes();
  expect(takes.map(({ lengthFrames }) => lengthFrames)).toEqual(Array.from({ length: TRACKS }, () => 96_000));
});

test('a device that is pulled out while it records ends the take at its last sample, whatever comes after it', async () => {
  const played = new PlayedPieces();
  const told: FromEngine[] = [];
  let ends = 0;
  const recorder = new Recorder({ played, tell: (message) => told.push(message), onEnd: () => ends++ });
  const builder = new SessionBuilder();
  builder.arm(builder.strip('track', { name: 'Vocal' }), [1]);
  recorder.follow(builder.build(), folder);
  recorder.inputIs({ inputName: 'Card', inputChannels: 1, roundTripFrames: 0, isCalibrated: false });
  const hear = (sample: number) => {
    for (let block = 0; block < 10; block++) {
      recorder.take(new Float32Array(256).fill(sample), 256, 0);
      played.note(256, played.streamFrame);
    }
  };
  hear(0.25);
  await recorder.start({ at: played.streamFrame, sessionFrame: played.streamFrame, waitsFor: null, punch: null });
  hear(0.5);
  recorder.inputEnds();
  // The null device, in its place at once.
  hear(0);
  await recorder.settled();
  expect(ends).toBe(1);
  await recorder.close();
  const { interleaved } = readWav(join(folder, 'audio/Vocal take 1.wav'));
  expect(interleaved).toEqual(Float32Array.from({ length: 5120 }, (_, frame) => (frame < 2560 ? 0.25 : 0.5)));
  expect(told).toContainEqual(
    expect.objectContaining({ sentence: expect.stringContaining('Another interface is in') }),
  );
});
