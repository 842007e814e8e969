import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FRAME_BYTES } from '../../src-shared/dsp/core/kernels.ts';
import { loadKernels } from '../program/load-kernels.ts';
import { PreMasterWriter } from './pre-master-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-pre-master-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each([1, 2, 3])('silence is counted in frames, whatever arrives at the master: %i ports', (count) => {
  const kernels = loadKernels();
  const ports = Array.from({ length: count }, () => ({
    pointer: kernels.allocateFrames(64),
    bytesPerFrame: FRAME_BYTES,
  }));
  const path = join(folder, `${count}.premaster`);
  const writer = new PreMasterWriter({ kernels, path, ports, chunkFrames: 128, maxBlockFrames: 64 });
  const writeChunk = () => {
    for (const at of [0, 64]) writer.put(at, 64);
    writer.written();
  };
  for (let chunk = 1; chunk <= 3; chunk++) {
    writeChunk();
    expect(writer.silentFrames).toBe(chunk * 128);
  }
  kernels.frames(ports.at(-1)?.pointer ?? 0, 64)[5] = 0.1;
  writeChunk();
  expect(writer.silentFrames).toBe(0);
  writer.abort();
});
