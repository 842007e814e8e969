import { describe, expect, it } from 'vitest';
import type { WriteBitDepth } from '../audio-writer.ts';
import { type ByteSource, MemoryByteSink, MemoryByteSource } from '../byte-source.ts';
import { openPcm } from '../open-pcm.ts';
import { buildWavHeader } from './wav-header.ts';
import { createWavWriter } from './wav-writer.ts';

const FORMAT = { format: 'wav', sampleRateHz: 48_000, channels: 1 } as const;
const LOUDNESS = {
  integratedLufs: -14.02,
  loudnessRangeLu: 6.5,
  truePeakDbtp: -1,
  maxMomentaryLufs: -9.99,
  maxShortTermLufs: -11.5,
};

async function roundTrip(samples: Float32Array, channels: number, bitDepth: WriteBitDepth): Promise<Float32Array> {
  const sink = new MemoryByteSink();
  const writer = createWavWriter(sink, { ...FORMAT, channels, bitDepth });
  writer.write(samples, samples.length / channels);
  await writer.finish();
  const reader = openPcm(new MemoryByteSource(sink.bytes), 'a.wav');
  expect(reader.format).toMatchObject({
    channels,
    lengthFrames: samples.length / channels,
    sampleRateHz: 48_000,
    warnings: [],
  });
  const back = new Float32Array(samples.length);
  reader.read(0, samples.length, back);
  return back;
}

describe('WavWriter', () => {
  it.each([
    ['16', 15],
    ['24', 23],
    ['32f', 23],
  ] as const)('%s keeps every multiple of its step exactly, for 1 to 3 channels', async (depth, bits) => {
    for (const channels of [1, 2, 3]) {
      const samples = Float32Array.from(
        { length: 40_002 },
        (_, i) => (((i * 7919) % 2 ** (bits + 1)) - 2 ** bits) / 2 ** bits,
      );
      const back = await roundTrip(samples, channels, depth);
      expect(back.findIndex((value, i) => value !== samples[i])).toBe(-1);
    }
  });

  it('keeps every bit of a float file, beyond full scale, tiny and −0', async () => {
    const samples = Float32Array.of(1e-40, -0, 3.5, -1e30, 0.1);
    expect(Object.is((await roundTrip(samples, 1, '32f'))[1], -0)).toBe(true);
    expect(await roundTrip(samples, 1, '32f')).toEqual(samples);
  });

  it('rounds halves away from zero and clips, counting', async () => {
    const step = 2 ** -15;
    const from = Float32Array.of(
      0.5 * step,
      -0.5 * step,
      1.49 * step,
      -2.5 * step,
      1,
      -1,
      -1.01,
      7,
      Number.NaN,
      1 - step,
    );
    const steps = [1, -1, 1, -3, 32_767, -32_768, -32_768, 32_767, 0, 32_767];
    expect([...(await roundTrip(from, 1, '16'))].map((x) => x / step)).toEqual(steps);
    const writer = createWavWriter(new MemoryByteSink(), { ...FORMAT, bitDepth: '16' });
    writer.write(from, from.length);
    expect(writer.clippedSamples).toBe(3);
  });

  it('keeps tags and bext, whose loudness may come last', async () => {
    const sink = new MemoryByteSink();
    const tags = { title: 'Füße 🎸', artist: 'Ä', album: 'B', year: '2026', isrc: 'DEA123456789', comment: 'odd' };
    const broadcast = {
      description: `${'ä'.repeat(127)}🎸`,
      originator: 'Mixdown',
      originationDate: '2026-11-22',
      originationTime: '09:05:00',
      timeReferenceFrames: 2 ** 40,
      codingHistory: 'A=PCM\r\n',
    };
    const writer = createWavWriter(sink, { ...FORMAT, tags, broadcast });
    writer.write(new Float32Array(3), 3);
    writer.setLoudness(LOUDNESS);
    await writer.finish();
    const { format } = openPcm(new MemoryByteSource(sink.bytes), 'a.wav');
    expect(format.tags).toEqual(tags);
    expect(format.broadcast).toEqual({
      ...broadcast,
      description: 'ä'.repeat(127),
      codingHistory: 'A=PCM',
      loudness: LOUDNESS,
    });
    expect(format.lengthFrames).toBe(3);
  });
});

/** A file that exists only as its head: the rest reads as zeros. */
class HeadSource implements ByteSource {
  readonly #head: Uint8Array;
  readonly sizeBytes: number;
  constructor(head: Uint8Array, sizeBytes: number) {
    this.#head = head;
    this.sizeBytes = sizeBytes;
  }
  readSync(offset: number, into: Uint8Array): number {
    const count = Math.max(0, Math.min(into.length, this.sizeBytes - offset));
    into.fill(0, 0, count);
    if (offset < this.#head.length) into.set(this.#head.subarray(offset, offset + count));
    return count;
  }
  close(): void {}
}

describe('WAV past 4 GB', () => {
  const spec = { sampleRateHz: 48_000, channels: 2, bitDepth: '24', metadata: [] } as const;

  it('turns JUNK into ds64 at the last byte that 32 bits hold', () => {
    const headBytes = buildWavHeader(spec, 0).length;
    const lastSmall = Math.floor((0xfffffffe - headBytes + 8) / 6) * 6;
    const text = (bytes: Uint8Array) => String.fromCharCode(...bytes.subarray(0, 16));
    expect(text(buildWavHeader(spec, lastSmall))).toMatch(/^RIFF....WAVEJUNK$/s);
    expect(text(buildWavHeader(spec, lastSmall + 6))).toMatch(/^RF64\u00ff{4}WAVEds64$/s);
    expect(buildWavHeader(spec, lastSmall + 6).length).toBe(headBytes);
  });

  it.each([1, 2 ** 31, 2 ** 32, 2 ** 34])('a head for %d frames is read back with that length', (frames) => {
    const head = buildWavHeader(spec, frames * 6);
    const reader = openPcm(new HeadSource(head, head.length + frames * 6), 'long.wav');
    expect(reader.format).toMatchObject({ lengthFrames: frames, warnings: [] });
    expect(reader.read(frames - 1, 10, new Float32Array(20))).toBe(1);
  });
});
