import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EngineState } from '../../src-shared/protocol/answers.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { type CommandArgs, type CommandName, runCommand } from '../../src-shared/session/commands/index.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';

const RATE = 48_000;
const FRAMES = 10 * RATE;
/** Longer than any crossfade. */
const SETTLE_FRAMES = 20 * 256;
/** Every sample of the first take, and of the second. */
const FIRST = 0.25;
const SECOND = 0.5;

let folder = '';
let engine: FreeRunEngine;
let firstId = '';
let secondId = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-audition-'));
  for (const [index, sample] of [FIRST, SECOND].entries()) {
    const spec = { sampleRateHz: RATE, channels: 2, bitDepth: '32f' } as const;
    const writer = createWavFile(join(folder, `${index + 1}.wav`), spec);
    await writer.write(new Float32Array(FRAMES * 2).fill(sample), FRAMES);
    await writer.finish();
  }
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays a track of two takes, of which the comp plays the second; it can be recorded. */
async function play(): Promise<void> {
  const builder = new SessionBuilder(RATE);
  const trackId = builder.strip('track', { name: 'Voice' });
  builder.arm(trackId, [1]);
  const recordings = [1, 2].map((number) => ({
    trackId,
    trackName: 'Voice',
    path: `${number}.wav`,
    channels: 2,
    lengthFrames: FRAMES,
    roundTripFrames: 0,
    stretches: [{ startFrames: 0, offsetFrames: 0, lengthFrames: FRAMES }],
    dropouts: [],
  }));
  const empty = builder.build();
  const session = applyDiff(empty, runCommand(empty, 'addTakes', { recordings }));
  [firstId = '', secondId = ''] = Object.keys(session.takes);
  engine = new FreeRunEngine(256, { inputChannels: 1 });
  await engine.load(session, folder);
  await engine.play();
}

const run = <Name extends CommandName>(name: Name, args: CommandArgs<Name>) =>
  engine.change(runCommand(engine.document.session, name, args));
const audition = (takeId: string | null) => engine.ask('auditionTake', { takeId });
const told = (): EngineState | undefined =>
  engine.messages.flatMap((message) => (message.kind === 'engine' ? [message.state] : [])).at(-1);
/** The sample that is heard once a change has settled. */
const heard = async () => (await engine.run(SETTLE_FRAMES)).at(-1);

test('a take is heard alone in place of the comp, without a gap, and the session knows nothing of it', async () => {
  await play();
  expect(await heard()).toBe(SECOND);
  const { session } = engine.document;
  expect(await audition(firstId)).toMatchObject({ auditionedTakeId: firstId });
  const over = await engine.run(SETTLE_FRAMES);
  expect(Math.min(...over)).toBeGreaterThanOrEqual(FIRST - 1e-6);
  expect(over.at(-1)).toBe(FIRST);
  // What else is changed meanwhile is heard at once, and the take still is.
  await run('addMarker', { name: 'Here', atFrames: 0 });
  expect(await heard()).toBe(FIRST);
  expect(await audition(null)).toMatchObject({ auditionedTakeId: null });
  expect(await heard()).toBe(SECOND);
  expect(engine.document.session.clips).toBe(session.clips);
  expect(engine.telemetry[HEAD.dropouts]).toBe(0);
});

test('it ends with a change of the comp, and with the take; one that is aligned or renamed is heard on', async () => {
  await play();
  await audition(firstId);
  await run('renameTake', { takeId: firstId, name: 'The good one' });
  await run('alignTake', { takeId: firstId, roundTripFrames: -1000 });
  expect(told()?.auditionedTakeId).toBe(firstId);
  expect(await heard()).toBe(FIRST);
  await run('compTake', { takeId: secondId, fromFrames: 5 * RATE, toFrames: 6 * RATE });
  expect(told()?.auditionedTakeId).toBeNull();
  expect(await heard()).toBe(SECOND);
  await audition(firstId);
  await run('removeTake', { takeId: firstId });
  expect(told()?.auditionedTakeId).toBeNull();
  expect(await heard()).toBe(SECOND);
  await expect(audition(firstId)).rejects.toThrow('not there any more');
});

test('what is recorded is played along to the comp', async () => {
  await play();
  await audition(firstId);
  await engine.ask('record', { on: true });
  expect(told()?.auditionedTakeId).toBeNull();
  await expect(audition(firstId)).rejects.toThrow('stop first');
});
