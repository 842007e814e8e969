import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EngineState } from '../../src-shared/protocol/answers.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { stereoNoise, stereoSine } from '../../src-shared/testing/signals.ts';
import { createAudioFile } from '../media/create-audio-file.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';

const RATE_HZ = 48_000;
/** A quarter of a second in whole blocks: what a run leaves of a block is thrown away. */
const QUARTER_FRAMES = 47 * 256;
const noise = stereoNoise({ amplitude: 0.3, frames: 3 * RATE_HZ, seed: 8 });
let folder = '';
let engine: FreeRunEngine;

const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-listen-'));
  const sine = stereoSine({ hz: 441, amplitude: 0.3, frames: 44_100, sampleRateHz: 44_100 });
  for (const [name, format, sampleRateHz, sound] of [
    ['noise.wav', 'wav', RATE_HZ, noise],
    ['sine.flac', 'flac', 44_100, sine],
  ] as const) {
    const bitDepth = format === 'wav' ? '32f' : '24';
    const writer = await createAudioFile(path(name), { format, sampleRateHz, channels: 2, bitDepth });
    await writer.write(sound, sound.length / 2);
    await writer.finish();
  }
});
beforeEach(async () => {
  engine = new FreeRunEngine();
  const builder = new SessionBuilder();
  builder.clip(builder.strip('track'), builder.media(2, noise.length / 2, 'noise.wav'));
  await engine.load(builder.build(), folder);
  // The device is opened after the answer.
  await new Promise((later) => setTimeout(later, 20));
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const told = () =>
  (engine.messages.filter(({ kind }) => kind === 'engine').at(-1) as { state: EngineState } | undefined)?.state;
/** Reading goes on between the blocks, as it does beside a device. */
async function run(quarters: number): Promise<Float32Array> {
  const heard = new Float32Array(quarters * QUARTER_FRAMES * 2);
  for (let quarter = 0; quarter < quarters; quarter++) {
    heard.set(await engine.run(QUARTER_FRAMES), quarter * QUARTER_FRAMES * 2);
    await new Promise((later) => setTimeout(later, 60));
  }
  return heard;
}

test('a file is heard as it is, to the bit, says how far it is, and ends by itself', async () => {
  expect(await engine.ask('audition', { file: path('noise.wav') })).toMatchObject({ listeningTo: path('noise.wav') });
  const heard = await run(11);
  const differs = heard.findIndex((sample, index) => sample !== noise[index]);
  expect(differs).toBe(-1);
  // The newest record is of the last quarter.
  expect(Math.abs((engine.telemetry[HEAD.listenedSeconds] as number) - 2.75)).toBeLessThan(0.25);
  expect(engine.telemetry[HEAD.playing]).toBe(0);
  await run(2);
  expect(told()?.listeningTo).toBeNull();
});

test('another rate and another format are brought to the device’s', async () => {
  await engine.ask('audition', { file: path('sine.flac') });
  const heard = await run(2);
  // 441 Hz again, at the new rate.
  let crossings = 0;
  for (let index = 2; index < heard.length; index += 2)
    if ((heard[index - 2] as number) < 0 && (heard[index] as number) >= 0) crossings++;
  expect(crossings).toBeGreaterThanOrEqual(219);
  expect(crossings).toBeLessThanOrEqual(221);
});

test('playing ends it without a click, listening stops what plays, and a file that is not there is refused', async () => {
  await engine.play();
  await run(1);
  await engine.ask('audition', { file: path('noise.wav') });
  expect((await engine.ask('set', {})).playing).toBe(false);
  await run(1);
  await engine.ask('play', null);
  await run(1);
  expect(told()?.listeningTo).toBeNull();
  await expect(engine.ask('audition', { file: path('nothing.wav') })).rejects.toThrow(/nothing.wav/);
});
