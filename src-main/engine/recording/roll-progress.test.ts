/** What a screen is told of a tape while it rolls: no other passes than those that are taken in at the stop. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FromEngine } from '../../../src-shared/protocol/engine-messages.ts';
import type { RolledLoss, RolledPasses, RollingTake } from '../../../src-shared/protocol/recording.ts';
import {
  type RecordedStretch,
  type RecordingLogLine,
  type RolledRun,
  rolledRuns,
  stretchOf,
} from '../../../src-shared/session/recording-log.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { RecordingEngine } from '../../testing/recording-engine.ts';
import { RollProgress } from './roll-progress.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-progress-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start: RecordingLogLine = {
  kind: 'start',
  version: 1,
  sampleRateHz: 48_000,
  bitDepth: '32f',
  roundTripFrames: 500,
  tracks: [{ trackId: 'strip-1', trackName: 'Vocal', path: 'audio/Vocal take 1.wav', channels: 1, at: 100 }],
};

/** What a client knows that hears all that is told. */
class Listener {
  passes: RolledRun[] = [];
  losses: RolledLoss[] = [];
  messages = 0;

  hear(told: RolledPasses | undefined): void {
    if (!told) return;
    this.messages++;
    this.passes = [...this.passes.slice(0, told.fromPass), ...told.passes];
    this.losses = [...this.losses.slice(0, told.fromLoss), ...told.losses];
  }
}

/** A tape that plays a loop of so many frames over and over, from output frame 1000 on. */
function* loopLines(passes: number, frames: number): Generator<RecordingLogLine> {
  yield { kind: 'record', at: 1000, on: true };
  for (let pass = 0; pass < passes; pass++) yield { kind: 'plays', at: 1000 + pass * frames, sessionFrame: 4000 };
}

test('a pass is told once it is over, once; the one that goes on grows', () => {
  const lines: RecordingLogLine[] = [start, ...loopLines(4, 10_000)];
  const [progress, heard] = [new RollProgress(lines), new Listener()];
  const files = [{ trackId: 'strip-1', path: 'audio/Vocal take 1.wav', channels: 1, fromFrame: 100 }];
  for (let toFrame = 1000; toFrame < 40_000; toFrame += 700) {
    heard.hear(progress.news('recording-1.jsonl', toFrame));
    const runs = rolledRuns(lines, toFrame);
    expect(heard.passes).toEqual(runs.slice(0, -1));
    const [take] = progress.takes('recording-1.jsonl', toFrame, files) as [RollingTake];
    expect(take).toMatchObject({ fromAt: -400, passes: Math.max(0, runs.length - 1) });
    const last = runs.at(-1);
    expect(take.stretch).toEqual(last ? stretchOf(last, { fromAt: -400, lengthFrames: toFrame - 100 })[0] : null);
    expect(progress.hasNews(toFrame)).toBe(false);
  }
  expect(heard.messages).toBe(3);
  // It is known before it is over when that will be.
  expect(progress.hasNews(40_000 + 1000 + 500)).toBe(false);
  lines.push({ kind: 'plays', at: 41_000, sessionFrame: null });
  expect(progress.hasNews(39_000)).toBe(true);
});

test('what was lost is told by the frame at which it was played', () => {
  const lines: RecordingLogLine[] = [start, ...loopLines(1, 10_000), { kind: 'lost', at: 3000, lengthFrames: 64 }];
  const [progress, heard] = [new RollProgress(lines), new Listener()];
  heard.hear(progress.news('one', 5000));
  lines.push({ kind: 'lost', at: 4000, lengthFrames: 32, trackId: 'strip-1' });
  heard.hear(progress.news('one', 5000));
  expect(heard.losses).toEqual([
    { at: 2500, lengthFrames: 64 },
    { at: 3500, lengthFrames: 32, trackId: 'strip-1' },
  ]);
  expect(progress.news('one', 5000)).toBeUndefined();
});

test('an hour in a loop of half a second: each of 7200 passes is told once', () => {
  const lines: RecordingLogLine[] = [start];
  const [progress, heard] = [new RollProgress(lines), new Listener()];
  let told = 0;
  for (const line of loopLines(7200, 24_000)) {
    lines.push(line);
    if (line.kind !== 'plays' || (line.at - 1000) % 240_000 !== 0) continue;
    const news = progress.news('one', line.at + 501);
    told += news?.passes.length ?? 0;
    heard.hear(news);
  }
  heard.hear(progress.news('one', 1000 + 7200 * 24_000 + 500));
  expect(heard.passes).toHaveLength(7199);
  expect(told).toBeLessThanOrEqual(7199);
});

test('what is told while it rolls is what is taken in: a loop, a punch in every pass, a stop in the middle', async () => {
  for (const punch of [null, { fromFrames: 9000, toFrames: 15_000 }]) {
    const builder = new SessionBuilder(48_000);
    builder.arm(builder.strip('track', { name: 'Vocal' }), [1]);
    builder.arm(builder.strip('track', { name: 'Guitar' }), [2, 1]);
    const engine = new RecordingEngine(folder, 2, { roundTripFrames: 700 });
    await engine.open(builder.build());
    await engine.ask('set', { loop: { fromFrames: 4000, toFrames: 20_000 }, loopOn: true });
    if (punch) await engine.ask('set', { punch, punchInOn: true, punchOutOn: true });
    await engine.run(5120);
    await engine.record();
    const heard = new Listener();
    let last: readonly RollingTake[] = [];
    const look = (message: FromEngine) => {
      if (message.kind === 'passes') heard.hear(message.passes);
      if (message.kind === 'recording' && message.state.takes.length > 0) last = message.state.takes;
      // No screen counts a pass that it was not told of.
      for (const { passes } of last) if (message.kind === 'recording') expect(heard.passes.length).toBe(passes);
    };
    await engine.run(73_000);
    await engine.ask('stop', null);
    const takes = await engine.takes(await engine.closed(look));
    expect(takes).toHaveLength(2);
    for (const take of takes) {
      const rolling = last.find(({ path }) => path === take.path) as RollingTake;
      const over = heard.passes.flatMap((run) => stretchOf(run, { fromAt: rolling.fromAt, lengthFrames: 1e9 }));
      expect(take.stretches.length).toBeGreaterThan(3);
      expect([...over, rolling.stretch as RecordedStretch]).toEqual(take.stretches);
    }
    await engine.close();
  }
});
