/** What the engine tells all the time is told in the same memory: an array of its own for each message would fill the old space. */
import { afterEach, expect, test } from 'vitest';
import { newDocument } from '../../src-shared/session/document.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { loadKernels } from '../program/load-kernels.ts';
import { FreeRunEngine } from './free-run-engine.ts';

const RATE = 48_000;
const MOMENT_MS = 20;

let engine: FreeRunEngine | undefined;
afterEach(() => engine?.close());

test('telemetry and the sound for listeners come in one array each', async () => {
  const records: Float32Array[] = [];
  const sounds: Float32Array[] = [];
  const own = new FreeRunEngine(loadKernels(), 256, (message) => {
    if (message.kind === 'telemetry') records.push(message.record);
    if (message.kind === 'audio') sounds.push(message.interleaved);
  });
  engine = own;
  const { session, sequence, checksum } = newDocument(new SessionBuilder().build());
  await own.ask('load', { folder: '', session, sequence, checksum });
  await own.hear(true);
  await own.play();
  records.length = 0;
  for (let moment = 0; moment < 5; moment++) {
    await own.run(RATE / 10);
    await new Promise((resolve) => setTimeout(resolve, MOMENT_MS));
  }
  expect(records.length).toBeGreaterThan(2);
  expect(new Set(records).size).toBe(1);
  expect(sounds.length).toBeGreaterThan(10);
  expect(new Set(sounds).size).toBe(1);
});
