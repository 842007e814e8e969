import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Session } from '../../../src-shared/session/session.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { inputSample, type KnownTake, RecordingEngine } from '../../testing/recording-engine.ts';

const RATE = 48_000;
let folder = '';
let engine: RecordingEngine | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-record-'));
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A track for each list of channels, armed with it. */
function armed(...channels: readonly (readonly number[])[]): Session {
  const builder = new SessionBuilder(RATE);
  for (const [index, list] of channels.entries())
    builder.arm(builder.strip('track', { name: `Track ${index + 1}` }), list);
  return builder.build();
}

async function start(session: Session, options: ConstructorParameters<typeof RecordingEngine>[2] = {}, channels = 2) {
  engine = new RecordingEngine(folder, channels, options);
  await engine.open(session);
  return engine;
}

/** The input of a take's channels over a stretch of the stream. */
function known(channels: readonly number[], fromFrame: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames * channels.length }, (_, sample) =>
    inputSample((channels[sample % channels.length] as number) - 1, fromFrame + Math.floor(sample / channels.length)),
  );
}

/** The samples of one of its takes. */
function stretch(take: KnownTake, index = 0): Float32Array {
  const { offsetFrames, lengthFrames } = take.stretches[index] ?? { offsetFrames: 0, lengthFrames: 0 };
  return take.samples.subarray(offsetFrames * take.channels, (offsetFrames + lengthFrames) * take.channels);
}

test('what comes in while a song plays is in the file, sample by sample, at the place where it was played to', async () => {
  const recording = await start(armed([1], [2, 1]), { roundTripFrames: 700 });
  await recording.run(10_240);
  await recording.record();
  await recording.run(20_480);
  await recording.ask('stop', null);
  const takes = await recording.takes();
  expect(takes.map(({ trackName, channels }) => [trackName, channels])).toEqual([
    ['Track 1', 1],
    ['Track 2', 2],
  ]);
  for (const [index, take] of takes.entries()) {
    expect(take.stretches).toHaveLength(1);
    expect(take.stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 10_240 + 700 });
    // It is held from before: all that came in since the track was armed.
    expect(take.samples.subarray(0, take.channels)).toEqual(known(index === 0 ? [1] : [2, 1], 0, 1));
    const { lengthFrames } = take.stretches[0] as { lengthFrames: number };
    expect(lengthFrames).toBeGreaterThanOrEqual(20_480);
    expect(stretch(take)).toEqual(known(index === 0 ? [1] : [2, 1], 10_240 + 700, lengthFrames));
  }
});
