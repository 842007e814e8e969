import { describe, expect, it } from 'vitest';
import { MemoryByteSource } from '../byte-source.ts';
import { openPcm } from '../open-pcm.ts';
import { joinBytes } from '../wav/wav-fixture.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const big = (width: number, value: number) =>
  Uint8Array.from({ length: width }, (_, i) => Math.floor(value / 256 ** (width - 1 - i)) % 256);
const part = (id: string, body: Uint8Array, size = body.length) =>
  joinBytes(ascii(id), big(4, size), body, new Uint8Array(body.length % 2));

type Spec = {
  bits: number;
  bytes: number[];
  code?: string;
  frames?: number;
  channels?: number;
  soundBytes?: number;
  extra?: Uint8Array;
};

/** 44.1 kHz, whose 80-bit float is 0x400E AC44 0000 0000 0000. */
function aiffFile({
  bits,
  bytes,
  code,
  frames = 2,
  channels = 1,
  soundBytes,
  extra = new Uint8Array(0),
}: Spec): Uint8Array {
  const rate = Uint8Array.of(0x40, 0x0e, 0xac, 0x44, 0, 0, 0, 0, 0, 0);
  const compression = code ? joinBytes(ascii(code), Uint8Array.of(0, 0)) : new Uint8Array(0);
  const comm = part('COMM', joinBytes(big(2, channels), big(4, frames), big(2, bits), rate, compression));
  const content = joinBytes(new Uint8Array(8), Uint8Array.from(bytes));
  const body = joinBytes(
    ascii(code ? 'AIFC' : 'AIFF'),
    extra,
    comm,
    part('SSND', content, soundBytes ?? content.length),
  );
  return joinBytes(ascii('FORM'), big(4, body.length), body);
}

function samples(file: Uint8Array): number[] {
  const reader = openPcm(new MemoryByteSource(file), 'a.aif');
  const into = new Float32Array(reader.format.lengthFrames);
  reader.read(0, into.length, into);
  return [...into];
}

describe('AIFF', () => {
  const halves: [string, Spec][] = [
    ['8 bit, signed', { bits: 8, bytes: [0x40, 0xc0] }],
    ['16 bit', { bits: 16, bytes: [0x40, 0, 0xc0, 0] }],
    ['24 bit', { bits: 24, bytes: [0x40, 0, 0, 0xc0, 0, 0] }],
    ['32 bit', { bits: 32, bytes: [0x40, 0, 0, 0, 0xc0, 0, 0, 0] }],
    ['NONE', { bits: 16, code: 'NONE', bytes: [0x40, 0, 0xc0, 0] }],
    ['sowt', { bits: 16, code: 'sowt', bytes: [0, 0x40, 0, 0xc0] }],
    ['in24', { bits: 24, code: 'in24', bytes: [0x40, 0, 0, 0xc0, 0, 0] }],
    ['fl32', { bits: 32, code: 'fl32', bytes: [0x3f, 0, 0, 0, 0xbf, 0, 0, 0] }],
    ['FL64', { bits: 64, code: 'FL64', bytes: [0x3f, 0xe0, 0, 0, 0, 0, 0, 0, 0xbf, 0xe0, 0, 0, 0, 0, 0, 0] }],
    ['raw', { bits: 8, code: 'raw ', bytes: [0xc0, 0x40] }],
    ['a streaming length', { bits: 16, frames: 0, soundBytes: 0, bytes: [0x40, 0, 0xc0, 0] }],
    ['an odd chunk in front', { bits: 16, bytes: [0x40, 0, 0xc0, 0], extra: part('ANNO', ascii('odd')) }],
  ];
  it.each(halves)('%s', (_name, spec) => {
    expect(samples(aiffFile(spec))).toEqual([0.5, -0.5]);
    const { format } = openPcm(new MemoryByteSource(aiffFile(spec)), 'a.aif');
    expect(format).toMatchObject({ container: 'aiff', sampleRateHz: 44_100, channels: 1, warnings: [] });
  });

  it('reads names, markers and loops', () => {
    const marks = joinBytes(
      big(2, 2),
      big(2, 1),
      big(4, 0),
      Uint8Array.of(1),
      ascii('A'),
      big(2, 2),
      big(4, 2),
      Uint8Array.of(2),
      ascii('BB\0'),
    );
    const instrument = joinBytes(new Uint8Array(8), big(2, 1), big(2, 1), big(2, 2), new Uint8Array(6));
    const extra = joinBytes(
      part('NAME', ascii('Song')),
      part('AUTH', ascii('Me')),
      part('MARK', marks),
      part('INST', instrument),
    );
    const { format } = openPcm(new MemoryByteSource(aiffFile({ bits: 16, bytes: [0, 0, 0, 0], extra })), 'a.aif');
    expect(format.tags).toEqual({ title: 'Song', artist: 'Me' });
    expect(format.markers).toEqual([
      { positionFrames: 0, name: 'A' },
      { positionFrames: 2, name: 'BB' },
    ]);
    expect(format.loops).toEqual([{ startFrame: 0, endFrame: 1 }]);
  });

  it.each<[string, Uint8Array, string]>([
    ['0 channels', aiffFile({ bits: 16, bytes: [0, 0], channels: 0 }), 'no-channels'],
    ['an unknown code', aiffFile({ bits: 16, bytes: [0, 0], code: 'ima4' }), 'unsupported'],
    ['no sound', aiffFile({ bits: 16, bytes: [] }), 'empty'],
    ['only a head', aiffFile({ bits: 16, bytes: [] }).subarray(0, 12), 'damaged'],
  ])('%s is refused', (_name, file, code) => {
    expect(() => openPcm(new MemoryByteSource(file), 'a.aif')).toThrow(expect.objectContaining({ code }));
  });

  it('delivers what is there of a file that was cut off, and says so', () => {
    const { format } = openPcm(
      new MemoryByteSource(aiffFile({ bits: 16, frames: 8, soundBytes: 24, bytes: [0, 0, 0, 0] })),
      'a.aif',
    );
    expect(format).toMatchObject({
      lengthFrames: 2,
      warnings: ['“a.aif” is cut off: only 25 % of the audio that its header announces is there.'],
    });
  });
});
