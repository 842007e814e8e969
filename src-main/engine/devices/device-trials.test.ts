import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTrial } from './device-trials.ts';

test('a driver that hangs while devices are explored is not waited for once one is wanted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-trial-'));
  const hanging = join(folder, 'hanging.cjs');
  writeFileSync(hanging, 'process.on("message", () => undefined);');
  const settings = { sampleRateHz: 48_000, bufferFrames: 256 };
  const trial = startTrial({ settings, pair: null, names: ['Interface'] }, fork(hanging, { execArgv: [] }));
  const beganMs = performance.now();
  trial.stop();
  expect(await trial.result).toEqual({ refusal: undefined, abilities: [] });
  expect(performance.now() - beganMs).toBeLessThan(15_000);
  rmSync(folder, { recursive: true });
}, 70_000);
