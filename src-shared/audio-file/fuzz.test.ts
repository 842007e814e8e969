import fs from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AudioFileError } from './audio-file-error.ts';
import type { WriteFormat } from './audio-writer.ts';
import { MemoryByteSink } from './byte-source.ts';
import { GuardedByteSource } from './byte-source-guard.ts';
import { createWriter } from './create-writer.ts';
import { oggCrc } from './ogg/ogg-crc.ts';
import { openAudio } from './open-audio.ts';
import { bytesOf, fmtChunk, wavFile } from './wav/wav-fixture.ts';

/** `FUZZ=20 npx vitest run src-shared/audio-file/fuzz` for twenty times as many. */
const RUNS = Number(process.env['FUZZ'] ?? 1);

/** Makes the pages of an Ogg file right again, so that the damage reaches the decoder. */
function repairChecksums(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 27 <= bytes.length && bytes[at] === 0x4f; ) {
    const segments = bytes.subarray(at + 27, at + 27 + bytes[at + 26]!);
    const end = at + 27 + segments.length + segments.reduce((sum, segment) => sum + segment, 0);
    if (end > bytes.length) return;
    view.setUint32(at + 22, oggCrc(bytes.subarray(at, end)), true);
    at = end;
  }
}

/** A file is well behaved when it is read to its end in time, or refused with AudioFileError. */
async function readOrRefuse(bytes: Uint8Array): Promise<void> {
  try {
    const stream = await openAudio(new GuardedByteSource(bytes), 'fuzzed');
    expect(stream.format.channels).toBeGreaterThan(0);
    expect(stream.format.sampleRateHz).toBeGreaterThan(0);
    let frames = 0;
    for await (const chunk of stream.chunks()) {
      expect(chunk.length).toBeLessThanOrEqual(1 << 20);
      frames += chunk.length / stream.format.channels;
      // The longest seed holds half a second: nobody may make up minutes of silence.
      expect(frames).toBeLessThan(70 * stream.format.sampleRateHz + 1e6);
    }
    expect(frames).toBe(stream.format.lengthFrames);
  } catch (error) {
    if (!(error instanceof AudioFileError)) throw error;
    expect(error.message).toMatch(/^“fuzzed” .*\.$/);
  }
}

async function written(format: WriteFormat, options: object = {}): Promise<Uint8Array> {
  const sink = new MemoryByteSink();
  const tags = { title: 'T', isrc: 'DEA123456789' };
  const writer = createWriter(sink, { format, sampleRateHz: 48_000, channels: 2, tags, broadcast: {}, ...options });
  await writer.write(
    Float32Array.from({ length: 9600 }, (_, i) => Math.sin(i / 7) / 2),
    4800,
  );
  await writer.finish();
  return sink.bytes.slice();
}

function rich(): Uint8Array {
  const cue = bytesOf([4, 1], [4, 7], [4, 2], 'data', [4, 0], [4, 0], [4, 2]);
  const label = bytesOf('adtl', 'labl', [4, 6], [4, 7], 'A\0');
  const smpl = bytesOf(...Array.from({ length: 15 }, (_, i) => [4, i === 7 ? 1 : 0] as const));
  return wavFile(
    [
      { id: 'ds64', content: bytesOf([8, 400], [8, 40], [8, 10], [4, 1], 'cue ', [8, 28]) },
      fmtChunk({ bits: 16, channels: 2, sub: 1 }),
      { id: 'cue ', content: cue },
      { id: 'LIST', content: label },
      { id: 'data', content: new Uint8Array(40), size: 0xffffffff },
      { id: 'smpl', content: smpl },
    ],
    'RF64',
  );
}

function aiff(): Uint8Array {
  const comm = Uint8Array.of(0, 2, 0, 0, 0, 4, 0, 16, 0x40, 0x0e, 0xbb, 0x80, 0, 0, 0, 0, 0, 0, 0x73, 0x6f, 0x77, 0x74);
  const part = (id: string, body: Uint8Array) => [...bytesOf(id), 0, 0, 0, body.length, ...body];
  const body = [
    ...bytesOf('AIFC'),
    ...part('COMM', comm),
    ...part('SSND', new Uint8Array(24)),
    ...part('MARK', Uint8Array.of(0, 1, 0, 1, 0, 0, 0, 1, 1, 65)),
  ];
  return Uint8Array.from([...bytesOf('FORM'), 0, 0, 0, body.length, ...body]);
}

const fixture = (name: string) => new Uint8Array(fs.readFileSync(new URL(`./fixtures/${name}`, import.meta.url)));

describe('damaged files', () => {
  const seeds = new Map<string, Uint8Array>();

  beforeAll(async () => {
    // The MP3 decoder reports each damaged frame on the console.
    vi.spyOn(console, 'error').mockImplementation(() => {});
    seeds.set('wav', await written('wav')).set('wav-float', await written('wav', { bitDepth: '32f' }));
    seeds.set('rf64', rich()).set('aiff', aiff());
    seeds
      .set('flac', await written('flac'))
      .set('mp3', await written('mp3'))
      .set('opus', await written('ogg-opus'));
    seeds.set('lame', fixture('tone-lame.mp3')).set('vorbis', fixture('tone-vorbis.ogg'));
  });

  it.each(['wav', 'wav-float', 'rf64', 'aiff', 'flac', 'mp3', 'opus', 'lame', 'vorbis'])(
    '%s is read or refused, never worse',
    async (kind) => {
      const seed = seeds.get(kind)!;
      const isFast = seed.length < 1000 || kind.startsWith('wav');
      await readOrRefuse(seed);
      const position = fc.oneof(fc.nat(Math.min(200, seed.length - 1)), fc.nat(seed.length - 1));
      const value = fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255));
      const change = fc.array(fc.tuple(position, value), { maxLength: 8 });
      const cut = fc.option(fc.nat(seed.length), { freq: 3 });
      const mutation = fc.asyncProperty(change, cut, async (changes, length) => {
        const bytes = seed.slice(0, length ?? seed.length);
        for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte;
        if (kind === 'opus' || kind === 'vorbis') repairChecksums(bytes);
        await readOrRefuse(bytes);
      });
      await fc.assert(mutation, { numRuns: (isFast ? 1500 : 150) * RUNS });
    },
    120_000 * RUNS,
  );

  it('rubbish is refused', async () => {
    const magic = fc.constantFrom('', 'RIFF\0\0\0\0WAVE', 'FORM\0\0\0\0AIFF', 'fLaC', 'OggS', 'ID3', '\u00ff\u00fb');
    const property = fc.asyncProperty(magic, fc.uint8Array({ maxLength: 600 }), async (head, tail) => {
      await readOrRefuse(Uint8Array.from([...head].map((c) => c.charCodeAt(0)).concat([...tail])));
    });
    await fc.assert(property, { numRuns: 1000 });
  });
});
