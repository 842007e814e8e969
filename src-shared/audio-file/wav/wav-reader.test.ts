import { describe, expect, it } from 'vitest';
import { AudioFileError } from '../audio-file-error.ts';
import { MemoryByteSource } from '../byte-source.ts';
import { openAudio } from '../open-audio.ts';
import { openPcm } from '../open-pcm.ts';
import { bytesOf, type FmtFields, fmtChunk, joinBytes, type TestChunk, wavFile } from './wav-fixture.ts';

const data = (...bytes: number[]): TestChunk => ({ id: 'data', content: Uint8Array.from(bytes) });
const FMT16 = fmtChunk({ bits: 16 });
const DATA16 = data(0, 0x40, 0, 0xc0);
const HALVES = [0.5, -0.5];

function open(bytes: Uint8Array) {
  return openPcm(new MemoryByteSource(bytes), 'take 1.wav');
}

function samples(bytes: Uint8Array): number[] {
  const reader = open(bytes);
  const into = new Float32Array(reader.format.lengthFrames * reader.format.channels);
  expect(reader.read(0, reader.format.lengthFrames, into)).toBe(reader.format.lengthFrames);
  return [...into];
}

function floatBytes(values: number[], bytes: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(values.length * bytes));
  for (const [i, value] of values.entries()) {
    if (bytes === 4) view.setFloat32(i * 4, value, true);
    else view.setFloat64(i * 8, value, true);
  }
  return [...new Uint8Array(view.buffer)];
}

function failure(bytes: Uint8Array): AudioFileError {
  try {
    open(bytes);
  } catch (error) {
    if (error instanceof AudioFileError) return error;
    throw error;
  }
  throw new Error('opened without an error');
}

describe('WAV encodings', () => {
  const cases: [string, FmtFields, number[], number[]][] = [
    ['8-bit unsigned', { bits: 8 }, [0xc0, 0x40, 0x80], [0.5, -0.5, 0]],
    ['16-bit', { bits: 16 }, [0, 0x40, 0, 0x80, 1, 0], [0.5, -1, 2 ** -15]],
    [
      '24-bit, odd count',
      { bits: 24 },
      [0, 0, 0x40, 1, 0, 0, 0, 0, 0x80, 255, 255, 255, 255, 255, 127],
      [0.5, 2 ** -23, -1, -(2 ** -23), 1 - 2 ** -23],
    ],
    ['32-bit integer', { bits: 32 }, [0, 0, 0, 0x40, 0, 0, 0, 0x80], [0.5, -1]],
    ['32-bit float', { bits: 32, tag: 3 }, floatBytes([0.25, -1.5], 4), [0.25, -1.5]],
    ['64-bit float', { bits: 64, tag: 3 }, floatBytes([0.25, -1.5], 8), [0.25, -1.5]],
    ['EXTENSIBLE 24-bit', { bits: 24, sub: 1 }, [0, 0, 0x40], [0.5]],
    ['EXTENSIBLE float', { bits: 32, sub: 3 }, floatBytes([0.125], 4), [0.125]],
    ['20 bits in 3 bytes', { bits: 20 }, [0, 0, 0x40], [0.5]],
    ['24 bits in 4 bytes', { bits: 24, block: 4, sub: 1 }, [0, 0, 0, 0x40], [0.5]],
    ['a block size of 0', { bits: 16, block: 0 }, [0, 0x40], [0.5]],
    // ITU-T G.711: the largest codes are 4032/4096 and 8031/8192 (13 and 14 bit scales), the smallest 1/4096 and 0.
    ['A-law', { bits: 8, tag: 6 }, [0xaa, 0x2a, 0xd5], [4032 / 4096, -4032 / 4096, 1 / 4096]],
    ['mu-law', { bits: 8, tag: 7 }, [0x80, 0x00, 0xff], [8031 / 8192, -8031 / 8192, 0]],
  ];
  it.each(cases)('%s', (_name, fmt, bytes, expected) => {
    expect(samples(wavFile([fmtChunk(fmt), data(...bytes)]))).toEqual(expected);
  });

  it('hands out the undecoded bytes', () => {
    const reader = open(wavFile([fmtChunk({ bits: 24, channels: 2 }), data(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)]));
    const into = new Uint8Array(8);
    expect(reader.readRaw(1, 5, into)).toBe(6);
    expect([...into]).toEqual([7, 8, 9, 10, 11, 12, 0, 0]);
    expect(reader.sampleEncoding).toEqual({ kind: 'signed', bytesPerSample: 3, littleEndian: true });
  });
});

describe('WAV chunks', () => {
  const odd = (pad: boolean): TestChunk => ({ id: 'junk', content: Uint8Array.of(1, 2, 3), pad });

  it.each<[string, Uint8Array]>([
    [
      'RF64',
      wavFile(
        [{ id: 'ds64', content: bytesOf([8, 100], [8, 4], [8, 2], [4, 0]) }, FMT16, { ...DATA16, size: 0xffffffff }],
        'RF64',
        0xffffffff,
      ),
    ],
    [
      'BW64',
      wavFile(
        [{ id: 'ds64', content: bytesOf([8, 100], [8, 4], [8, 2], [4, 0]) }, FMT16, { ...DATA16, size: 0xffffffff }],
        'BW64',
        0xffffffff,
      ),
    ],
    [
      'RF64 whose ds64 was never filled in',
      wavFile([{ id: 'ds64', content: new Uint8Array(28) }, FMT16, { ...DATA16, size: 0xffffffff }], 'RF64'),
    ],
    ['a streaming header of 0', wavFile([FMT16, { ...DATA16, size: 0 }], 'RIFF', 0)],
    ['a streaming header of 0xFFFFFFFF', wavFile([FMT16, { ...DATA16, size: 0xffffffff }], 'RIFF', 0xffffffff)],
    ['a streaming header of sox', wavFile([FMT16, { ...DATA16, size: 0x7ffff000 }], 'RIFF', 0x7ffff024)],
    ['an odd chunk with its pad byte', wavFile([odd(true), FMT16, DATA16])],
    ['an odd chunk without pad byte', wavFile([odd(false), FMT16, DATA16])],
    ['odd chunks after the data', wavFile([FMT16, DATA16, odd(true), odd(false), odd(true)])],
    ['data before fmt', wavFile([DATA16, FMT16])],
    ['rubbish after the last chunk', joinBytes(wavFile([FMT16, DATA16]), Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9))],
    [
      'an unknown chunk that lies about its size, behind the data',
      wavFile([FMT16, DATA16, { id: 'zzzz', content: Uint8Array.of(1), size: 0x7fffffff }]),
    ],
    ['a RIFF size of nonsense', wavFile([FMT16, DATA16], 'RIFF', 3)],
  ])('%s is read without a warning', (_name, bytes) => {
    expect(open(bytes).format.warnings).toEqual([]);
    expect(samples(bytes)).toEqual(HALVES);
  });

  it('reads cue points with their names, and loops', () => {
    const cue = {
      id: 'cue ',
      content: bytesOf(
        [4, 2],
        [4, 7],
        [4, 2],
        'data',
        [4, 0],
        [4, 0],
        [4, 2],
        [4, 8],
        [4, 1],
        'data',
        [4, 0],
        [4, 0],
        [4, 1],
      ),
    };
    const labels = {
      id: 'LIST',
      content: bytesOf('adtl', 'labl', [4, 11], [4, 7], 'Chorus\0', '\0', 'labl', [4, 10], [4, 8], 'Verse\0'),
    };
    const smpl = {
      id: 'smpl',
      content: joinBytes(
        bytesOf(...Array.from({ length: 7 }, () => [4, 0] as const), [4, 1], [4, 0]),
        bytesOf([4, 1], [4, 0], [4, 0], [4, 1], [4, 0], [4, 0]),
      ),
    };
    const { format } = open(wavFile([FMT16, cue, labels, DATA16, smpl]));
    expect(format.markers).toEqual([
      { positionFrames: 1, name: 'Verse' },
      { positionFrames: 2, name: 'Chorus' },
    ]);
    expect(format.loops).toEqual([{ startFrame: 0, endFrame: 1 }]);
  });

  it('reads INFO in Latin-1 as well as UTF-8, and keeps an ISRC only when it is one', () => {
    const latin = {
      id: 'LIST',
      content: joinBytes(
        bytesOf('INFO', 'INAM', [4, 3]),
        Uint8Array.of(0xc4, 0x68, 0, 0),
        bytesOf('ISRC', [4, 4], 'tape'),
      ),
    };
    expect(open(wavFile([FMT16, latin, DATA16])).format.tags).toEqual({ title: 'Äh' });
  });
});

describe('bad WAV files', () => {
  it.each<[string, Uint8Array, string, RegExp]>([
    ['0 channels', wavFile([fmtChunk({ bits: 16, channels: 0 }), DATA16]), 'no-channels', /0 channels/],
    ['0 Hz', wavFile([fmtChunk({ bits: 16, rate: 0 }), DATA16]), 'damaged', /0 Hz/],
    ['no fmt', wavFile([DATA16]), 'damaged', /format description/],
    ['no data', wavFile([FMT16]), 'damaged', /no audio data/],
    ['a header only', wavFile([FMT16, data()]), 'empty', /length is zero/],
    ['half a header', wavFile([FMT16, DATA16]).subarray(0, 20), 'damaged', /damaged/],
    ['ADPCM', wavFile([fmtChunk({ bits: 4, tag: 2 }), DATA16]), 'unsupported', /Microsoft ADPCM/],
    ['12-byte samples', wavFile([fmtChunk({ bits: 96 }), DATA16]), 'unsupported', /96 bits/],
    ['no bytes', new Uint8Array(0), 'empty', /no bytes/],
  ])('%s', (_name, bytes, code, sentence) => {
    const error = failure(bytes);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/^“take 1\.wav”.*[.]$/);
    expect(error.message).not.toContain('\n');
  });

  it('delivers what is there of a file that was cut off, and says so', () => {
    const whole = wavFile([FMT16, { id: 'data', content: new Uint8Array(1000).fill(0x40) }]);
    const { format } = open(whole.subarray(0, whole.length - 501));
    expect(format.lengthFrames).toBe(249);
    expect(format.warnings).toEqual([
      '“take 1.wav” is cut off: only 49 % of the audio that its header announces is there.',
    ]);
  });

  it('leaves out what is less than a frame at the end, such as a pad byte that was counted, without a word', () => {
    const { lengthFrames, warnings } = open(wavFile([FMT16, data(0, 0x40, 0, 0xc0, 9)])).format;
    expect([lengthFrames, warnings]).toEqual([2, []]);
  });

  it('makes samples silent that are not a number or infinite, counts them and warns', async () => {
    const values = [0.5, Number.NaN, Number.POSITIVE_INFINITY, -0.5, Number.NEGATIVE_INFINITY, 2, 3];
    for (const bytes of [4, 8] as const) {
      const file = wavFile([fmtChunk({ bits: bytes * 8, tag: 3 }), data(...floatBytes(values, bytes))]);
      expect(samples(file)).toEqual([0.5, 0, 0, -0.5, 0, 2, 3]);
      const stream = await openAudio(new MemoryByteSource(file), 'a.wav');
      for await (const chunk of stream.chunks()) expect(chunk.every(Number.isFinite)).toBe(true);
      expect(stream.nonFiniteSamples).toBe(3);
      expect(stream.warnings).toEqual(['“a.wav” holds 3 samples that are not a number or infinite.']);
    }
  });

  it('names a text file for what it is, on one line', async () => {
    const source = new MemoryByteSource(new TextEncoder().encode('These are lyrics.\nNot music.\n'));
    await expect(openAudio(source, 'so\nng.wav')).rejects.toMatchObject({
      code: 'not-audio',
      message: '“so␣ng.wav” is a text file, not audio, whatever its name says.',
    });
  });
});
