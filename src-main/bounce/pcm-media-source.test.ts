import { describe, expect, test } from 'vitest';
import type { PcmReader } from '../../src-shared/audio-file/audio-reader.ts';
import type { WriteBitDepth } from '../../src-shared/audio-file/audio-writer.ts';
import { MemoryByteSink, MemoryByteSource } from '../../src-shared/audio-file/byte-source.ts';
import { openPcm } from '../../src-shared/audio-file/open-pcm.ts';
import { createWavWriter } from '../../src-shared/audio-file/wav/wav-writer.ts';
import { testKernels } from '../../src-shared/testing/kernels.ts';
import { seededRandom, stereoNoise } from '../../src-shared/testing/signals.ts';
import { PcmMediaSource } from './pcm-media-source.ts';

const FRAMES = 50_000;

async function fileOf(bitDepth: WriteBitDepth, channels: number): Promise<PcmReader> {
  const sink = new MemoryByteSink();
  const writer = createWavWriter(sink, { format: 'wav', sampleRateHz: 48_000, channels, bitDepth });
  const samples = stereoNoise({ amplitude: 1, frames: FRAMES * channels, seed: channels }).subarray(
    0,
    FRAMES * channels,
  );
  // The ends of the range, and what a float file may hold by mistake.
  samples.set([-1, 1, 0]);
  if (bitDepth === '32f') samples.set([Number.NaN, Number.POSITIVE_INFINITY, -0], 3);
  writer.write(samples, FRAMES);
  await writer.finish();
  return openPcm(new MemoryByteSource(sink.bytes), 'a.wav');
}

describe('a media source over a file', () => {
  test.each([
    ['16', 1],
    ['16', 2],
    ['24', 1],
    ['24', 2],
    ['24', 5],
    ['32f', 2],
    ['32f', 3],
  ] as const)('of %s bits and %i channels reads what the file reads, anywhere', async (bitDepth, channels) => {
    const kernels = testKernels();
    const reader = await fileOf(bitDepth, channels);
    const source = new PcmMediaSource(kernels, reader, 2);
    const into = kernels.allocate(4_096 * channels * 4);
    const random = seededRandom(9);
    for (let turn = 0; turn < 200; turn++) {
      const start = turn === 0 ? 0 : Math.floor(random() * (FRAMES + 1_000));
      const frames = 1 + Math.floor(random() * 4_096);
      const expected = new Float32Array(frames * channels);
      reader.read(start, frames, expected);
      source.read(start, frames, into);
      const bytes = kernels.u8.slice(into, into + expected.byteLength);
      expect(Buffer.compare(bytes, new Uint8Array(expected.buffer)), `frame ${start}`).toBe(0);
    }
  });
});
