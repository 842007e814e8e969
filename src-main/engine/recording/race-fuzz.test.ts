/**
 * Whatever is asked at once, from several clients and while a disk is slow: what a file holds is what came in at its time on
 * its track's channels, and what the transport says of recording is so.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import { readRecordingLog, recordedOf } from '../../../src-shared/session/recording-log.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { seededRandom } from '../../../src-shared/testing/signals.ts';
import { ahead } from '../../testing/failing-disk.ts';
import { FreeRunEngine } from '../../testing/free-run-engine.ts';
import { inputSample, readWav } from '../../testing/recording-engine.ts';

const CHANNELS = 4;
const ROUNDS = 25;
/** So many random sessions; more by hand: MIXDOWN_FUZZ=200. */
const SEEDS = Array.from({ length: Number(process.env['MIXDOWN_FUZZ'] ?? 6) }, (_, seed) => seed + 1);

let folder = '';
let engine: FreeRunEngine;
let endDelay: (() => void) | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-race-fuzz-'));
});
afterEach(async () => {
  endDelay?.();
  endDelay = undefined;
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Whole numbers below a limit that follow from a seed. */
function random(seed: number): (below: number) => number {
  const next = seededRandom(seed);
  return (below) => Math.floor(next() * below);
}

/** Its input is known by the frame of the stream, whatever device it comes from. */
class StreamEngine extends FreeRunEngine {
  constructor(reportedRoundTripFrames: number) {
    let stream = 0;
    const input = (frames: number) =>
      Float32Array.from({ length: frames * CHANNELS }, (_, sample) =>
        inputSample(sample % CHANNELS, stream + Math.floor(sample / CHANNELS)),
      );
    super(256, { inputChannels: CHANNELS, input, reportedRoundTripFrames });
    const process = this.engine.process.bind(this.engine);
    this.engine.process = (block, ...others) => {
      process(block, ...others);
      stream += block.length / 2;
    };
  }
}

test.each(SEEDS)('what is asked at once leaves files that hold what came in (seed %i)', async (seed) => {
  const below = random(seed);
  engine = new StreamEngine(below(2) * 700);
  const builder = new SessionBuilder();
  const tracks = ['A', 'B'].map((name) => builder.strip('track', { name }));
  builder.arm(tracks[0] as string, [1]);
  await engine.load(builder.build(), folder);
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
  endDelay = await ahead('datasync', () => new Promise((resolve) => setTimeout(resolve, below(8))));
  const change = (changes: object) =>
    engine.change(runCommand(engine.document.session, 'setInput', { trackId: tracks[below(2)] as string, ...changes }));
  const acts: Readonly<Record<string, () => Promise<unknown>>> = {
    play: () => engine.ask('play', null),
    stop: () => engine.ask('stop', null),
    record: () => engine.ask('record', { on: true }),
    again: () => engine.ask('record', { on: true }),
    off: () => engine.ask('record', { on: false }),
    end: () => engine.ask('endRecording', null),
    locate: () => engine.ask('locate', { atFrames: below(200_000) }),
    arm: () => change({ armed: below(3) > 0 }),
    input: () => change({ channels: below(2) ? [1 + below(4)] : [2, 4] }),
    choose: () => engine.ask('choose', { bufferFrames: 256 + below(2) * 256 }),
  };
  const done: string[] = [];
  const wrong: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const answers: Promise<unknown>[] = [];
    const count = 1 + below(4);
    for (let act = 0; act < count; act++) {
      const name = Object.keys(acts)[below(10)] as string;
      done.push(name);
      const answer = acts[name]?.();
      if (answer) answers.push(answer.catch((error: Error) => done.push(error.message)));
      if (below(3) === 0) await engine.run(256 * (1 + below(4)), { impatient: true });
      if (below(3) === 0) await new Promise((resolve) => setTimeout(resolve, below(6)));
    }
    let isAnswered = false;
    void Promise.all(answers).then(() => {
      isAnswered = true;
    });
    for (let wait = 0; !isAnswered; wait++) {
      if (wait > 500) throw new Error(`no answer to ${done.join(' ')}`);
      await engine.run(256, { impatient: true });
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    done.push('|');
    await engine.run(256 * (1 + below(20)), { impatient: true });
    await new Promise((resolve) => setTimeout(resolve, 1));
    const state = engine.messages.flatMap((message) => (message.kind === 'transport' ? [message.state] : [])).at(-1);
    const recording = engine.messages
      .flatMap((message) => (message.kind === 'recording' ? [message.state] : []))
      .at(-1);
    if (state?.recording && !recording?.isRecording)
      wrong.push(`says that it records, and does not: ${done.join(' ')}`);
  }
  await engine.ask('stop', null);
  await engine.run(4_096);
  await engine.ask('endRecording', null);
  expect(wrong).toEqual([]);
  let files = 0;
  for (const log of engine.messages.flatMap((message) => (message.kind === 'recorded' ? [message.log] : []))) {
    const lines = readRecordingLog(readFileSync(join(folder, log), 'utf8'));
    const [start] = lines;
    if (start?.kind !== 'start') throw new Error('no start');
    const read = new Map(start.tracks.map(({ path }) => [path, readWav(join(folder, path))]));
    const lengths = new Map([...read].map(([path, { lengthFrames }]) => [path, lengthFrames]));
    for (const { path, dropouts, channels: width } of recordedOf(lines, lengths)) {
      const at = start.tracks.find((track) => track.path === path)?.at as number;
      const samples = read.get(path)?.interleaved as Float32Array;
      const found = [1, 2, 3, 4].filter((channel) => samples[0] === inputSample(channel - 1, at));
      const own = width === 2 ? [2, 4] : found;
      const bad = samples.findIndex(
        (sample, index) => sample !== inputSample((own[index % width] as number) - 1, at + Math.floor(index / width)),
      );
      if (bad >= 0 || dropouts.length > 0)
        expect.fail(
          `${path} at ${bad} of ${samples.length}, ${JSON.stringify(dropouts)}: ${done.join(' ')}\n${lines.map((line) => JSON.stringify(line)).join('\n')}`,
        );
      files++;
    }
  }
  expect(files).toBeGreaterThan(0);
});
