/**
 * Whatever a musician does to the tape, all that was played to is recorded, and lies where it was played to. The song's every
 * sample tells its frame, and comes back by a cable: a take that lies in time is the song itself.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readRecordingLog, recordedOf } from '../../../src-shared/session/recording-log.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { seededRandom } from '../../../src-shared/testing/signals.ts';
import { createWavFile } from '../../media/create-wav-file.ts';
import { FreeRunEngine } from '../../testing/free-run-engine.ts';
import { readWav } from '../../testing/recording-engine.ts';
import { FADE_FRAMES } from '../live-player.ts';

const SONG_FRAMES = 480_000;
const STEP = 2 ** -22;
const STEPS = 60;
/** So many random sessions; more by hand: MIXDOWN_FUZZ=200. */
const SEEDS = Array.from({ length: Number(process.env['MIXDOWN_FUZZ'] ?? 4) }, (_, seed) => seed + 1);

let folder = '';
let engine: FreeRunEngine;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-fuzz-'));
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Whole numbers below a limit that follow from a seed. */
function random(seed: number): (below: number) => number {
  const next = seededRandom(seed);
  return (below) => Math.floor(next() * below);
}

/** An armed track over a song, on a device of some rate, block and cable. */
async function open(below: (limit: number) => number): Promise<void> {
  const sampleRateHz = [44_100, 48_000, 96_000][below(3)] as number;
  const writer = createWavFile(join(folder, 'song.wav'), { sampleRateHz, channels: 1, bitDepth: '32f' });
  writer.write(
    Float32Array.from({ length: SONG_FRAMES }, (_, frame) => (frame + 1) * STEP),
    SONG_FRAMES,
  );
  await writer.finish();
  const bufferFrames = [64, 256, 1000][below(3)] as number;
  const loopback = { roundTripFrames: bufferFrames + below(3) * 700 };
  engine = new FreeRunEngine(bufferFrames, { inputChannels: 1, loopback });
  const builder = new SessionBuilder(sampleRateHz);
  builder.clip(builder.strip('track'), builder.media(1, SONG_FRAMES, 'song.wav'));
  builder.arm(builder.strip('track', { name: 'Vocal' }), [1]);
  // Then the song is late by its look-ahead.
  if (below(2)) builder.device('master', 'limiter');
  await engine.load(builder.build(), folder);
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
}

/** The transport as it was told last. */
function transport() {
  const told = engine.messages.filter(({ kind }) => kind === 'transport').at(-1);
  return told?.kind === 'transport' ? told.state : undefined;
}

/** Plays on; how many frames of the song were heard that are to be in a take. */
async function run(frames: number): Promise<number> {
  const before = transport();
  const heard = await engine.run(frames);
  const after = transport();
  const isTaken = (state = before) =>
    state?.recording && !state.punchInOn && !state.punchOutOn && state.preRollSeconds === 0;
  return isTaken() && isTaken(after) ? heard.filter((sample, index) => index % 2 === 0 && sample !== 0).length : 0;
}

test.each(SEEDS)('all that is played to is recorded in time, whatever is done meanwhile (seed %i)', async (seed) => {
  const below = random(seed);
  await open(below);
  const range = () => {
    const fromFrames = below(200_000);
    return { fromFrames, toFrames: fromFrames + 1 + below(30_000) };
  };
  const doing: Readonly<Record<string, () => Promise<unknown>>> = {
    play: () => engine.play(),
    stop: () => engine.ask('stop', null),
    record: () => engine.ask('record', { on: true }),
    overdub: () => engine.ask('record', { on: true }),
    off: () => engine.ask('record', { on: false }),
    locate: () => engine.ask('locate', { atFrames: below(200_000) }),
    loop: () => engine.ask('set', { loop: range(), loopOn: below(3) > 0 }),
    punch: () => engine.ask('set', { punch: range(), punchInOn: below(3) === 0, punchOutOn: below(3) === 0 }),
    habits: () => engine.ask('set', { countInBars: below(2) && below(2), preRollSeconds: below(2) / 10 }),
    lose: async () => engine.device.loseFrames(1 + below(500)),
  };
  const done: string[] = [];
  let heard = 0;
  for (let step = 0; step < STEPS; step++) {
    const name = Object.keys(doing)[below(10)] as string;
    done.push(name);
    const answer = doing[name]?.();
    let isAnswered = false;
    const answered = answer?.then(
      () => {
        isAnswered = true;
      },
      (error: Error) => {
        isAnswered = true;
        done.push(error.message);
      },
    );
    if (below(2)) heard += await run(1 + below(6_000));
    // What waits for a fade needs blocks.
    for (; !isAnswered; await new Promise((resolve) => setTimeout(resolve, 1))) heard += await run(64);
    await answered;
    heard += await run(1 + below(20_000));
  }
  await engine.ask('stop', null);
  await engine.run(4_096);
  await engine.ask('endRecording', null);

  let gain = 0;
  let recorded = 0;
  for (const log of engine.messages.flatMap((message) => (message.kind === 'recorded' ? [message.log] : []))) {
    const lines = readRecordingLog(readFileSync(join(folder, log), 'utf8'));
    const told = () => `${log}: ${done.join(' ')}\n${lines.map((line) => JSON.stringify(line)).join('\n')}`;
    const path = lines[0]?.kind === 'start' ? (lines[0].tracks[0]?.path as string) : '';
    const file = readWav(join(folder, path));
    const [take] = recordedOf(lines, new Map([[path, file.lengthFrames]]));
    for (const { startFrames, offsetFrames, lengthFrames } of take?.stretches ?? []) {
      recorded += lengthFrames;
      const length = Math.min(lengthFrames, SONG_FRAMES - startFrames);
      // At its ends the song may fade.
      for (let frame = FADE_FRAMES; frame < length - FADE_FRAMES; frame++) {
        const at = offsetFrames + frame;
        const sample = file.interleaved[at] as number;
        const isLost = take?.dropouts.some((lost) => at >= lost.atFrames && at < lost.atFrames + lost.lengthFrames);
        if (!isLost) gain ||= sample / ((startFrames + frame + 1) * STEP);
        const wanted = isLost ? 0 : gain * (startFrames + frame + 1) * STEP;
        if (Math.abs(sample - wanted) > (gain * STEP) / 4)
          expect.fail(
            `frame ${frame} of ${lengthFrames} from ${startFrames} on is ${sample / gain / STEP - 1}\n${told()}`,
          );
      }
    }
  }
  expect(recorded).toBeGreaterThan(0);
  expect(recorded, done.join(' ')).toBeGreaterThanOrEqual(heard);
});
