import { describe, expect, it } from 'vitest';
import type { WriteBitDepth } from '../audio-writer.ts';
import { MemoryByteSink, MemoryByteSource } from '../byte-source.ts';
import { openPcm } from '../open-audio.ts';
import { createWavWriter } from './wav-writer.ts';

async function roundTrip(samples: Float32Array, channels: number, bitDepth: WriteBitDepth) {
  const sink = new MemoryByteSink();
  const writer = createWavWriter(sink, {
    format: 'wav',
    sampleRateHz: 48_000,
    channels,
    bitDepth,
    tags: { title: 'Füße 🎸', isrc: 'DEA123456789' },
  });
  writer.write(samples, samples.length / channels);
  await writer.finish();
  return { reader: openPcm(new MemoryByteSource(sink.bytes), 'a.wav'), writer };
}

describe('WAV', () => {
  it.each([
    ['16', 15],
    ['24', 23],
    ['32f', 23],
  ] as const)('%s keeps every multiple of its step exactly', async (depth, bits) => {
    const samples = Float32Array.from(
      { length: 30_003 },
      (_, i) => (((i * 7919) % 2 ** (bits + 1)) - 2 ** bits) / 2 ** bits,
    );
    const { reader } = await roundTrip(samples, 3, depth);
    expect(reader.format).toMatchObject({ channels: 3, lengthFrames: 10_001, sampleRateHz: 48_000, warnings: [] });
    expect(reader.format.tags).toEqual({ title: 'Füße 🎸', isrc: 'DEA123456789' });
    const back = new Float32Array(samples.length);
    expect(reader.read(0, 10_001, back)).toBe(10_001);
    expect(back).toEqual(samples);
  });
});
