import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AudioStream } from './audio-stream.ts';
import type { WriteOptions } from './audio-writer.ts';
import { MemoryByteSink, MemoryByteSource } from './byte-source.ts';
import { createWriter } from './create-writer.ts';
import { openAudio } from './open-audio.ts';

const TAGS = { title: 'Füße 🎸', artist: 'Ärzte', album: 'B', isrc: 'DEA123456789', year: '2026' };

async function write(samples: Float32Array, options: WriteOptions): Promise<MemoryByteSink> {
  const sink = new MemoryByteSink();
  const writer = createWriter(sink, options);
  const step = 777 * options.channels;
  for (let at = 0; at < samples.length; at += step) {
    const piece = samples.subarray(at, at + step);
    await writer.write(piece, piece.length / options.channels);
  }
  expect(sink.committed).toBe(false);
  await writer.finish();
  expect(writer.framesWritten).toBe(samples.length / options.channels);
  expect(sink.committed).toBe(true);
  return sink;
}

async function readAll(stream: AudioStream): Promise<Float32Array> {
  const all = new Float32Array(stream.format.lengthFrames * stream.format.channels);
  let at = 0;
  for await (const chunk of stream.chunks()) {
    all.set(chunk, at);
    at += chunk.length;
  }
  expect(at).toBe(all.length);
  expect(stream.warnings).toEqual([]);
  return all;
}

const openSink = (sink: MemoryByteSink) => openAudio(new MemoryByteSource(sink.bytes), 'song');

/** A tone that fades in and out, other in each channel, so that every shift shows. */
function tone(frames: number, channels: number, rateHz = 48_000): Float32Array {
  return Float32Array.from({ length: frames * channels }, (_, i) => {
    const frame = Math.floor(i / channels);
    return (
      0.5 *
      Math.sin(Math.PI * (frame / frames)) *
      Math.sin((2 * Math.PI * (440 + 220 * (i % channels)) * frame) / rateHz)
    );
  });
}

/** Level of the difference under the level of `a`, in dB. */
function errorDb(a: Float32Array, b: Float32Array): number {
  let [difference, level] = [0, 0];
  for (const [i, x] of a.entries()) [difference, level] = [difference + (x - b[i]!) ** 2, level + x * x];
  return 10 * Math.log10(difference / level);
}

describe('FLAC', () => {
  it.each([
    ['16', 15, 1],
    ['24', 23, 2],
    ['24', 23, 6],
  ] as const)('%s bit keeps every sample exactly', async (bitDepth, bits, channels) => {
    const samples = Float32Array.from(
      { length: 10_007 * channels },
      (_, i) => (((i * i * 7919) % 2 ** (bits + 1)) - 2 ** bits) / 2 ** bits,
    );
    const stream = await openSink(
      await write(samples, { format: 'flac', sampleRateHz: 96_000, channels, bitDepth, tags: TAGS }),
    );
    expect(stream.format).toMatchObject({
      container: 'flac',
      sampleRateHz: 96_000,
      channels,
      lengthFrames: 10_007,
      bitDepth: bits + 1,
      tags: TAGS,
    });
    for (let pass = 0; pass < 2; pass++) {
      const back = await readAll(stream);
      expect(back.findIndex((value, i) => value !== samples[i])).toBe(-1);
    }
  });

  it('a file cut off in the middle is delivered as far as it goes, with a warning', async () => {
    const { bytes } = await write(tone(48_000, 2), { format: 'flac', sampleRateHz: 48_000, channels: 2 });
    const stream = await openAudio(new MemoryByteSource(bytes.subarray(0, bytes.length / 2)), 'song');
    expect(stream.format.lengthFrames).toBeGreaterThan(15_000);
    expect(stream.format.lengthFrames).toBeLessThan(33_000);
    expect(stream.warnings[0]).toMatch(/^“song” is cut off: only \d+ % of the audio/);
  });

  it('refuses float and nine channels in one sentence', () => {
    const options = { format: 'flac', sampleRateHz: 48_000, channels: 2 } as const;
    expect(() => createWriter(new MemoryByteSink(), { ...options, bitDepth: '32f' })).toThrow(
      /FLAC holds 16 or 24 bits/,
    );
    expect(() => createWriter(new MemoryByteSink(), { ...options, channels: 9 })).toThrow(/up to 8 channels/);
  });
});

describe('MP3', () => {
  it.each([
    [48_000, 2, 320, -70],
    [44_100, 1, 320, -70],
    [22_050, 2, 64, -24],
  ])(
    '%d Hz, %d channels, %d kbit/s comes back as long and in place',
    async (sampleRateHz, channels, bitrateKbps, limitDb) => {
      const samples = tone(30_000, channels, sampleRateHz);
      const stream = await openSink(
        await write(samples, { format: 'mp3', sampleRateHz, channels, bitrateKbps, tags: TAGS }),
      );
      expect(stream.format).toMatchObject({
        container: 'mp3',
        sampleRateHz,
        channels,
        lengthFrames: 30_000,
        tags: TAGS,
      });
      expect(errorDb(samples, await readAll(stream))).toBeLessThan(limitDb);
    },
  );

  it('refuses what MP3 cannot hold', () => {
    const options = { format: 'mp3', sampleRateHz: 48_000, channels: 2 } as const;
    expect(() => createWriter(new MemoryByteSink(), { ...options, sampleRateHz: 96_000 })).toThrow(/MP3 cannot hold/);
    expect(() => createWriter(new MemoryByteSink(), { ...options, channels: 3 })).toThrow(/mono or stereo/);
    expect(() => createWriter(new MemoryByteSink(), { ...options, bitrateKbps: 111 })).toThrow(/111 kbit/);
  });
});

describe('Opus', () => {
  it.each([
    [48_000, 2],
    [44_100, 1],
  ])('%d Hz, %d channels comes back at 48 kHz, as long and in place', async (sampleRateHz, channels) => {
    const samples = tone(sampleRateHz / 2, channels, sampleRateHz);
    const stream = await openSink(
      await write(samples, { format: 'ogg-opus', sampleRateHz, channels, bitrateKbps: 256, tags: TAGS }),
    );
    expect(stream.format).toMatchObject({
      container: 'ogg-opus',
      sampleRateHz: 48_000,
      channels,
      lengthFrames: 24_000,
      tags: TAGS,
    });
    expect(errorDb(tone(24_000, channels), await readAll(stream))).toBeLessThan(-25);
  });
});

describe('a coded file that was cut off', () => {
  it.each(['mp3', 'ogg-opus'] as const)('%s says so', async (format) => {
    const { bytes } = await write(tone(4 * 48_000, 2), { format, sampleRateHz: 48_000, channels: 2 });
    const open = async (end: number) => openAudio(new MemoryByteSource(bytes.subarray(0, end)), 'song');
    expect((await open(bytes.length)).warnings).toEqual([]);
    expect((await open(bytes.length * 0.6)).warnings).toEqual([expect.stringMatching(/^“song” is cut off: .*\.$/)]);
  });
});

describe('files of other encoders', () => {
  const fixture = (name: string) =>
    new MemoryByteSource(fs.readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));
  /** What `fixtures/make.sh` encoded: tones from 0.1 and 0.2 to 0.4 s. */
  const source = (rateHz: number) =>
    Float32Array.from({ length: rateHz }, (_, i) => {
      const seconds = (i >> 1) / rateHz;
      const [hz, start, level] = i % 2 === 0 ? [440, 0.1, 0.4] : [660, 0.2, 0.2];
      return seconds >= start && seconds <= 0.4 ? level * Math.sin(2 * Math.PI * hz * seconds) : 0;
    });

  it.each([
    ['tone-lame.mp3', 'mp3', 44_100, -15],
    ['tone-vorbis.ogg', 'ogg-vorbis', 44_100, -15],
    ['tone-opus.opus', 'ogg-opus', 48_000, -15],
    ['tone-flac.flac', 'flac', 44_100, -80],
  ])('%s: exact length, in place, with its tags', async (name, container, sampleRateHz, limitDb) => {
    const stream = await openAudio(fixture(name), name);
    expect(stream.format).toMatchObject({ container, sampleRateHz, channels: 2, lengthFrames: sampleRateHz / 2 });
    expect(stream.format.tags).toMatchObject({ title: 'Füße🎸', artist: 'Ärzte', year: '2026' });
    expect(errorDb(source(sampleRateHz), await readAll(stream))).toBeLessThan(limitDb);
  });

  it('AAC is refused with the way out', async () => {
    await expect(openAudio(fixture('tone-aac.m4a'), 'tone.m4a')).rejects.toMatchObject({
      code: 'unsupported',
      message: '“tone.m4a” is an M4A or MP4 file (AAC), which Mixdown cannot read: convert it to WAV, AIFF or FLAC.',
    });
  });
});
