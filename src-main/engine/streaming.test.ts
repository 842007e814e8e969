import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { kernelModule } from '../program/app-files.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';
import { PAGE_BYTES, PagePool } from './media/page-pool.ts';
import { StreamedMedia } from './media/streamed-media.ts';

const RATE = 48_000;
const TRACKS = 100;
const SECONDS = 3;

let folder = '';
let engine: FreeRunEngine | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-streaming-'));
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A 24-bit stereo WAV file as bytes. */
function wavBytes(): Buffer {
  const frames = SECONDS * RATE;
  const bytes = Buffer.alloc(44 + frames * 6);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  for (const [offset, value] of [
    [16, 16],
    [24, RATE],
    [28, RATE * 6],
    [40, frames * 6],
  ] as const)
    bytes.writeUInt32LE(value, offset);
  for (const [offset, value] of [
    [20, 1],
    [22, 2],
    [32, 6],
    [34, 24],
  ] as const)
    bytes.writeUInt16LE(value, offset);
  bytes.write('data', 36, 'latin1');
  for (let sample = 0; sample < frames * 2; sample++) bytes.writeIntLE(20_000 + (sample % 1_000), 44 + sample * 3, 3);
  return bytes;
}

/** Has the system forget what it holds of a file; where it cannot be told to, the file is read warm. */
function forget(files: readonly string[]): void {
  if (spawnSync('sync', ['-f', folder]).status !== 0) return;
  for (const file of files) spawnSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
}

test('a hundred tracks from a cold cache play without a dropout, in bounded memory', async () => {
  const bytes = wavBytes();
  const builder = new SessionBuilder();
  const files = Array.from({ length: TRACKS }, (_, track) => join(folder, `${track}.wav`));
  for (const [track, file] of files.entries()) {
    writeFileSync(file, bytes);
    const strip = builder.strip('track', { channel: { gainDb: -40, pan: track / TRACKS } });
    builder.clip(strip, builder.media(2, SECONDS * RATE, file));
  }
  forget(files);
  engine = new FreeRunEngine(256);
  await engine.load(builder.build(), folder);
  await engine.play();
  const heard = await engine.runInRealTime(2.5 * RATE);
  const { telemetry } = engine;
  expect(telemetry[HEAD.dropouts]).toBe(0);
  expect(telemetry[HEAD.playing]).toBe(1);
  expect(heard.subarray(2 * RATE).every((sample) => sample > 0)).toBe(true);
});

test('memory is bounded however much is played: pages that nobody wants are used again', async () => {
  const file = join(folder, 'long.wav');
  const writer = createWavFile(file, { sampleRateHz: RATE, channels: 1, bitDepth: '32f' });
  const frames = 20 * (PAGE_BYTES / 4);
  writer.write(
    Float32Array.from({ length: frames }, (_, frame) => frame),
    frames,
  );
  await writer.finish();
  const kernels = new Kernels(kernelModule());
  const pool = new PagePool(kernels, 4 * PAGE_BYTES);
  const media = new StreamedMedia(kernels, pool, file);
  const into = kernels.allocate(16);
  const staging = Buffer.alloc(PAGE_BYTES);
  const least = kernels.allocatedBytes;
  for (let round = 1; round <= 20; round++) {
    await new Promise<void>((resolve) => expect(media.fill(round - 1, round, staging, resolve)).toBe(true));
    const frame = (round - 1) * media.pageFrames + 7;
    media.read(frame, 2, into);
    expect([...kernels.f32.subarray(into >>> 2, (into >>> 2) + 2)]).toEqual([frame, frame + 1]);
  }
  expect(media.missedFrames).toBe(0);
  expect(kernels.allocatedBytes - least).toBeLessThan(4.6 * PAGE_BYTES);
  media.read(0, 2, into);
  expect(media.missedFrames).toBe(2);
  media.close();
});
