import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HEAD, INPUT, inputOffset } from '../../src-shared/protocol/telemetry.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';
import { readWav } from '../testing/recording-engine.ts';

const NONSENSE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** As a driver gives it: what is no number stands in the block that begins at 2560. */
function sampleAt(frame: number): number {
  const nonsense = frame >= 2_560 && frame < 2_600 ? NONSENSE[frame % 3] : undefined;
  return nonsense ?? 0.25 * Math.sin(frame / 10);
}

test('what a driver gives that is no number is silent for its length: what is heard, metered and recorded goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-nonsense-'));
  const engine = new FreeRunEngine(256, {
    inputChannels: 1,
    input: (frames, fromFrame) => Float32Array.from({ length: frames }, (_, frame) => sampleAt(fromFrame + frame)),
  });
  const builder = new SessionBuilder();
  const track = builder.strip('track', { name: 'Vocal' });
  builder.device(track, 'eq');
  builder.device(track, 'compressor');
  builder.arm(track, [1], { monitor: 'input' });
  await engine.load(builder.build(), folder);
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
  await engine.ask('record', { on: true });
  const heard = await engine.run(48_000);
  expect(heard.every(Number.isFinite)).toBe(true);
  expect(heard.subarray(2 * 40_000).some((sample) => Math.abs(sample) > 0.1)).toBe(true);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await engine.run(256);
  const record = engine.telemetry;
  expect(record[inputOffset(record[HEAD.strips] as number, 0) + INPUT.rmsDb]).toBeCloseTo(
    20 * Math.log10(0.25 / Math.SQRT2),
    1,
  );
  await engine.ask('stop', null);
  await engine.run(512);
  await engine.close();
  const { interleaved } = readWav(join(folder, 'audio/Vocal take 1.wav'));
  const wanted = Float32Array.from(interleaved, (_, frame) => (frame >= 2_560 && frame < 2_600 ? 0 : sampleAt(frame)));
  expect(interleaved.findIndex((sample, frame) => sample !== wanted[frame])).toBe(-1);
  rmSync(folder, { recursive: true, force: true });
});
