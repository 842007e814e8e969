/** A punch with both ends, with its in point alone and with its out point alone: every sample of what it comes to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineTransportChanges } from '../../../src-shared/protocol/engine-messages.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { inputSample, type KnownTake, RecordingEngine } from '../../testing/recording-engine.ts';

const RATE = 48_000;
const ROUND_TRIP = 300;
const IN = 5000;
const OUT = 9001;
const punch = { fromFrames: IN, toFrames: OUT };
const inOnly = { punch, punchInOn: true };
const outOnly = { punch, punchOutOn: true };
const both = { punch, punchInOn: true, punchOutOn: true };
const loop = { loop: { fromFrames: 2000, toFrames: 20_000 }, loopOn: true };

let folder = '';
let recording: RecordingEngine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-punch-'));
  const builder = new SessionBuilder(RATE);
  builder.arm(builder.strip('track', { name: 'Vocal' }), [1]);
  recording = new RecordingEngine(folder, 1, { roundTripFrames: ROUND_TRIP });
  await recording.open(builder.build());
});
afterEach(async () => {
  await recording.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What was recorded of the session, and in which frame of the output its first frame was played. */
type Recorded = { readonly fromFrames: number; readonly toFrames: number; readonly playedAt: number };

/** Stops, and looks at every sample. @param least how far the last reaches at least where nothing but the stop ended it. */
async function expectTakes(wanted: readonly Recorded[], least?: number): Promise<void> {
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  const found = take.stretches.map(({ startFrames, offsetFrames, lengthFrames }) => ({
    fromFrames: startFrames,
    toFrames: startFrames + lengthFrames,
    playedAt: offsetFrames - ROUND_TRIP,
  }));
  const last = found[found.length - 1];
  if (least !== undefined) expect(last?.toFrames).toBeGreaterThanOrEqual(least);
  expect(found).toEqual(wanted.map((one) => (Number.isNaN(one.toFrames) ? { ...one, toFrames: last?.toFrames } : one)));
  expect(take.samples).toEqual(Float32Array.from(take.samples, (_, frame) => inputSample(0, frame)));
}

/** Recorded from a stop at the first frame of the session, for so long. */
async function record(changes: EngineTransportChanges, frames: number): Promise<void> {
  await recording.ask('set', changes);
  await recording.record();
  await recording.run(frames);
}

describe('from a stop', () => {
  test('in only: from the in point until the stop', async () => {
    await record(inOnly, 30_000);
    await expectTakes([{ fromFrames: IN, toFrames: Number.NaN, playedAt: IN }], 30_000);
  });

  test('out only: from where record was pressed to the out point, and the song plays on', async () => {
    await recording.ask('locate', { atFrames: 1234 });
    await record(outOnly, 30_000);
    expect(await recording.ask('set', {})).toMatchObject({ playing: true });
    await expectTakes([{ fromFrames: 1234, toFrames: OUT, playedAt: 0 }]);
  });

  test('both: the range', async () => {
    await record(both, 30_000);
    await expectTakes([{ fromFrames: IN, toFrames: OUT, playedAt: IN }]);
  });

  test('neither: all of it', async () => {
    await record({ punch }, 30_000);
    await expectTakes([{ fromFrames: 0, toFrames: Number.NaN, playedAt: 0 }], 30_000);
  });
});

describe('in a loop, in every pass', () => {
  test('in only: from the in point to the end of the loop', async () => {
    await record({ ...inOnly, ...loop }, 20_000 + 18_000 + 8000);
    await expectTakes(
      [
        { fromFrames: IN, toFrames: 20_000, playedAt: IN },
        { fromFrames: IN, toFrames: 20_000, playedAt: 20_000 + IN - 2000 },
        { fromFrames: IN, toFrames: Number.NaN, playedAt: 38_000 + IN - 2000 },
      ],
      10_000,
    );
  });

  test('out only: from the start of the loop to the out point', async () => {
    await record({ ...outOnly, ...loop }, 20_000 + 18_000 + 8000);
    await expectTakes([
      { fromFrames: 0, toFrames: OUT, playedAt: 0 },
      { fromFrames: 2000, toFrames: OUT, playedAt: 20_000 },
      { fromFrames: 2000, toFrames: OUT, playedAt: 38_000 },
    ]);
  });

  test('both: the range', async () => {
    await record({ ...both, ...loop }, 20_000 + 18_000);
    await expectTakes([
      { fromFrames: IN, toFrames: OUT, playedAt: IN },
      { fromFrames: IN, toFrames: OUT, playedAt: 20_000 + IN - 2000 },
    ]);
  });
});

describe('behind a pre-roll', () => {
  test('in only: it leads to the in point, wherever the playhead was', async () => {
    await recording.ask('locate', { atFrames: 96_000 });
    await record({ ...inOnly, preRollSeconds: 0.05 }, 20_000);
    await expectTakes([{ fromFrames: IN, toFrames: Number.NaN, playedAt: 2400 }], 20_000);
  });

  test('out only: it leads to the playhead, also in a loop', async () => {
    await recording.ask('locate', { atFrames: 4000 });
    await record({ ...outOnly, ...loop, preRollSeconds: 0.05 }, 20_000 - 1600 + 16_000);
    await expectTakes([
      { fromFrames: 4000, toFrames: OUT, playedAt: 2400 },
      { fromFrames: 2000, toFrames: OUT, playedAt: 20_000 - 1600 },
    ]);
  });
});

test('behind a count-in both ends are where they are in the song', async () => {
  // One bar of 4/4 at 120 bpm.
  await record({ ...both, countInBars: 1 }, 2 * RATE + 30_000);
  await expectTakes([{ fromFrames: IN, toFrames: OUT, playedAt: 2 * RATE + IN }]);
});

test('pressed while it plays: in only from the press where that is later, and what came before it is held', async () => {
  await recording.ask('set', inOnly);
  await recording.play();
  await recording.run(10_240);
  await record({}, 20_480);
  await expectTakes([{ fromFrames: 10_240, toFrames: Number.NaN, playedAt: 10_240 }], 30_720);
});

test('an end that is switched while it records counts from then on', async () => {
  await record(both, 2560);
  await recording.ask('set', { punchOutOn: false });
  await recording.run(20_480);
  await recording.ask('set', { punch: { fromFrames: IN, toFrames: 30_000 }, punchOutOn: true });
  await recording.run(20_480);
  await expectTakes([{ fromFrames: IN, toFrames: 30_000, playedAt: IN }]);
});
